"""Cut a text into paragraphs and words, each a span of the text.

Words are the grain of the reader: every span that it gives starts at the
start of a word and ends at the end of one. French elision and inversion come
apart (``qu'`` + ``il``, ``a`` + ``-`` + ``t`` + ``-`` + ``il``), since a source
may be the pronoun alone.
"""

from __future__ import annotations

import re

from inquit.spans import Span

# A run of word characters with the marks and invisible characters that may
# stand inside a word (combining accents, soft hyphen, zero-width joiners), or
# a single other visible character. The bound keeps a megabyte without a blank
# from becoming one word.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_WORD = re.compile(rf"\w[\w{_MARKS}]{{0,47}}|[^\w\s]")

# The line ends that Python's ``str.splitlines`` knows, less the separators
# \x1c-\x1e, which are white space inside a paragraph.
_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")


def paragraphs(text: str) -> list[Span]:
    r"""Give the paragraphs of a text: its lines that are not blank.

    News copy prints one paragraph a line. White space at both ends of a line
    is left out of the span.

    Args:
        text: A document's text.

    Returns:
        Spans by start, half-open code points of ``text``; none is empty.

    Example:
        >>> paragraphs("Un titre\r\n\r\n  Une phrase. \n")
        [Span(start=0, end=8), Span(start=14, end=25)]
    """
    found = []
    for match in _PARAGRAPH.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append(Span(start, end))
    return found


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Give the words of a stretch of text; each punctuation mark is a word.

    Args:
        text: A document's text.
        start: Where the stretch begins, in code points of ``text``.
        end: Where it ends (exclusive); the end of the text when absent.

    Returns:
        Spans by start, half-open code points of ``text``.

    Example:
        >>> [text[s.start:s.end] for text in ["Qu'a-t-il dit ?"] for s in words(text)]
        ['Qu', "'", 'a', '-', 't', '-', 'il', 'dit', '?']
    """
    stop = len(text) if end is None else end
    return [Span(match.start(), match.end()) for match in _WORD.finditer(text, start, stop)]
