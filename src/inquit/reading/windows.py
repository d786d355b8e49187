"""Lay a document out in the windows that the encoder reads.

A window is a run of words short enough for the encoder. The same code lays texts
out for training, so that the model is run on what it was trained on.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from inquit.reading.records import FLAGS, Window, Word
from inquit.segmentation import paragraphs, words
from inquit.spans import Span

BEGIN, SEPARATOR = "<s>", "</s>"
"""Special pieces: one opens each window, one closes each paragraph."""


_SENTENCE_END = frozenset(".!?…")


def surface(text: str, span: Span) -> str:
    """Write a word as the vocabulary has it.

    NFKC, invisible characters dropped, and SentencePiece's mark ``▁`` in
    front when white space, or nothing, precedes the word.

    Example:
        >>> surface("l’été", Span(2, 5)), surface("en e\u0301te\u0301", Span(3, 8))
        ('été', '▁été')
    """
    form = _form(span.of(text))
    spaced = span.start == 0 or text[span.start - 1].isspace()
    return "▁" + form if spaced else form


@functools.lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    if word.isascii() and word.isprintable():
        return word
    return "".join(c for c in unicodedata.normalize("NFKC", word) if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))


def lay_out(text: str, encode: Callable[[Sequence[str]], list[tuple[int, ...]]], blocks: Sequence[Span] | None = None) -> list[Word]:
    """Cut a text into words with the pieces of each.

    Args:
        text: A document's text.
        encode: Gives the piece ids for each of a list of word surfaces.
        blocks: The stretches to read, each a paragraph; every line that is not
            blank when absent.

    Returns:
        The words in order; their spans are code points of ``text``.
    """
    spans: list[Span] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(paragraphs(text) if blocks is None else blocks):
        found = words(text, paragraph.start, paragraph.end)
        spans.extend(found)
        numbers.extend([number] * len(found))
    pieces = encode([surface(text, span) for span in spans])
    return [Word(s, p, n, text[s.start] in _SENTENCE_END) for s, p, n in zip(spans, pieces, numbers, strict=True)]


def cut(laid: Sequence[Word], size: int) -> list[Window]:
    """Cut a document's words into windows.

    What is attributed in a paragraph seldom leaves it (two in a hundred of the
    annotated attributions do), so a window takes whole paragraphs, as many as
    fit; to see some pieces of its neighbours beside them gained nothing. A
    paragraph too long for a window is cut where a sentence ends, or anywhere if
    none does.

    Args:
        laid: The words of a document.
        size: Pieces a window, special pieces included.

    Returns:
        Windows by start; every word is in exactly one.
    """
    windows = []
    start = 0
    while start < len(laid):
        end = _end(laid, start, size)
        windows.append(Window(start, end))
        start = end
    return windows


# A window of less than this part of its room would rather cut a paragraph.
_LEAST = 1 / 3


def _end(laid: Sequence[Word], start: int, size: int) -> int:
    """Where a window ends that begins with the word ``start``."""
    room, used, end = size - 1, 0, start
    paragraph = sentence = (start, 0)
    while end < len(laid):
        cost = _cost(laid, end, size)
        if end != start and used + cost > room:
            break
        used += cost
        end += 1
        if end == len(laid) or laid[end].paragraph != laid[end - 1].paragraph:
            paragraph = end, used
        elif laid[end - 1].ends_sentence:
            sentence = end, used
    if end == len(laid):
        return end
    return next((found for found, held in (paragraph, sentence) if held >= _LEAST * room), end)


def _cost(laid: Sequence[Word], index: int, size: int) -> int:
    """Pieces that a word takes in a window, the separator behind a paragraph among them."""
    closes = index + 1 == len(laid) or laid[index + 1].paragraph != laid[index].paragraph
    return min(len(laid[index].pieces), size - 3) + closes


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


def beginnings(words: Sequence[Word]) -> tuple[list[int], list[int]]:
    """Give where the sentences and the paragraphs of a document begin, in code points of its text."""
    sentences, paragraphs_ = [], []
    for index, word in enumerate(words):
        opens = index == 0 or words[index - 1].paragraph != word.paragraph
        if opens:
            paragraphs_.append(word.span.start)
        if opens or words[index - 1].ends_sentence:
            sentences.append(word.span.start)
    return sentences, paragraphs_


def with_names(told: NDArray[np.float32], tags: NDArray[np.int8]) -> NDArray[np.float32]:
    """Add the tags of names to the flags of words; see :class:`inquit.reading.records.Tagged`."""
    named = np.flatnonzero(tags)
    filled = told.copy()
    filled[named, (tags[named] - 1) // 2] = 1
    filled[named, FLAGS.index("named")] = 1
    return filled


def flags(text: str, words: Sequence[Word], quoted: Sequence[Span]) -> NDArray[np.float32]:
    """Tell of each word what the second network wants to know beside its vector.

    Args:
        text: A document's text.
        words: Its words.
        quoted: Its outermost quotations, by start.

    Returns:
        Shape (words, flags): :data:`inquit.reading.records.FLAGS`; those of names are left 0.
    """
    found = np.zeros((len(words), len(FLAGS)), dtype=np.float32)
    starts = [word.span.start for word in words]
    for span in quoted:
        found[bisect_left(starts, span.start) : bisect_left(starts, span.end), FLAGS.index("quoted")] = 1
    first = [text[start] for start in starts]
    paragraphs_ = np.array([word.paragraph for word in words])
    found[:, FLAGS.index("capital")] = [letter.isupper() for letter in first]
    found[1:, FLAGS.index("first")] = paragraphs_[1:] != paragraphs_[:-1]
    found[:1, FLAGS.index("first")] = 1
    found[:, FLAGS.index("ends-sentence")] = [word.ends_sentence for word in words]
    found[:, FLAGS.index("mark")] = [not letter.isalnum() for letter in first]
    return found
