"""The span: where in a text something stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a document's text, ``[start, end)`` in Unicode code points.

    Two spans that touch do not overlap: the end is not part of the span.

    Example:
        >>> Span(0, 3).overlaps(Span(3, 5))
        False
        >>> Span(9, 14).of("Il dit : « oui »")
        '« oui'
    """

    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points covered."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, delta: int) -> Span:
        """Return the span moved by ``delta`` code points."""
        return Span(self.start + delta, self.end + delta)


def covered(spans: Iterable[Span], span: Span) -> bool:
    """Tell whether one of ``spans`` contains ``span`` whole.

    Example:
        >>> covered([Span(0, 4), Span(8, 12)], Span(9, 11))
        True
        >>> covered([Span(0, 4), Span(4, 12)], Span(3, 5))
        False
    """
    return any(one.contains(span) for one in spans)


def extent(spans: Iterable[Span]) -> Span | None:
    """Return the smallest span that holds all of ``spans``; None for none.

    Example:
        >>> extent([Span(8, 12), Span(0, 4)])
        Span(start=0, end=12)
    """
    held = list(spans)
    if not held:
        return None
    return Span(min(s.start for s in held), max(s.end for s in held))
