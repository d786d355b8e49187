"""Lay a document out in the windows that the encoder reads.

A window is a run of words short enough for the encoder. Windows overlap, and
each word belongs to one window alone, the one in which it stands farther from
the edge; what is read there counts. The same code serves training, so that
the model is run on what it was trained on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from inquit.reading.records import Window, Word
from inquit.segmentation import paragraphs, words
from inquit.spans import Span

BEGIN, SEPARATOR = "<s>", "</s>"
"""Special pieces: one opens each window, one closes each paragraph."""


def surface(text: str, span: Span) -> str:
    """Write a word as the vocabulary has it.

    NFKC, invisible characters dropped, and SentencePiece's mark ``▁`` in
    front when white space, or nothing, precedes the word.

    Example:
        >>> surface("l’été", Span(2, 5)), surface("en e\u0301te\u0301", Span(3, 8))
        ('été', '▁été')
    """
    form = unicodedata.normalize("NFKC", span.of(text))
    form = "".join(c for c in form if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    spaced = span.start == 0 or text[span.start - 1].isspace()
    return "▁" + form if spaced else form


def lay_out(text: str, encode: Callable[[Sequence[str]], list[tuple[int, ...]]]) -> list[Word]:
    """Cut a text into words with the pieces of each.

    Args:
        text: A document's text.
        encode: Gives the piece ids for each of a list of word surfaces.

    Returns:
        The words in order; their spans are code points of ``text``.
    """
    spans: list[Span] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs(text)):
        found = words(text, paragraph.start, paragraph.end)
        spans.extend(found)
        numbers.extend([number] * len(found))
    pieces = encode([surface(text, span) for span in spans])
    return [Word(s, p, n) for s, p, n in zip(spans, pieces, numbers, strict=True)]


def cut(laid: Sequence[Word], size: int, overlap: int) -> list[Window]:
    """Cut a document's words into overlapping windows.

    A window holds at most ``size`` pieces, its special pieces among them, and
    starts about ``overlap`` pieces before the end of the one before. It ends
    at the end of a paragraph when one falls into its last third.

    Args:
        laid: The words of a document.
        size: Pieces a window, special pieces included.
        overlap: Pieces that two neighbouring windows share, about.

    Returns:
        Windows by start; every word is the own word of exactly one.
    """
    windows: list[tuple[int, int]] = []
    start = 0
    while start < len(laid):
        end, used, breaks = start, 2, []
        while end < len(laid):
            word = laid[end]
            closes = end + 1 == len(laid) or laid[end + 1].paragraph != word.paragraph
            cost = min(len(word.pieces), size - 3) + closes
            if used + cost > size:
                break
            used += cost
            end += 1
            if closes and used > size * 2 // 3:
                breaks.append(end)
        if end < len(laid) and breaks:
            end = breaks[-1]
        windows.append((start, end))
        if end == len(laid):
            break
        back, shared = end, 0
        while back - 1 > start and shared + len(laid[back - 1].pieces) <= overlap:
            back -= 1
            shared += len(laid[back].pieces)
        start = max(back, start + 1)
    edges = [0, *((before[1] + after[0]) // 2 for before, after in pairwise(windows)), len(laid)]
    return [Window(s, e, edges[i], edges[i + 1]) for i, (s, e) in enumerate(windows)]


def pieces_of(laid: Sequence[Word], window: Window, begin: int, separator: int, size: int) -> tuple[list[int], list[int]]:
    """Write a window as the encoder reads it.

    Returns:
        The piece ids, and for each word of the window the index of its first
        piece among them. A word of more pieces than a window holds is cut.
    """
    ids, firsts = [begin], []
    for index in range(window.start, window.end):
        word = laid[index]
        firsts.append(len(ids))
        ids.extend(word.pieces[: size - 3])
        if index + 1 == len(laid) or laid[index + 1].paragraph != word.paragraph:
            ids.append(separator)
    return ids, firsts
