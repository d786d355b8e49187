"""Segments: a text cut wherever a mark begins or ends, so that marks may overlap freely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from inquit.spans import Span


class Mark(NamedTuple):
    """What a span is drawn for: a role, and the number of the statement or diagnostic that it belongs to."""

    role: str
    number: int


class Segment(NamedTuple):
    """A stretch in which the same marks hold from end to end; ``marks`` are sorted."""

    span: Span
    marks: tuple[Mark, ...]

    def numbers(self, role: str) -> tuple[int, ...]:
        """Give the numbers of the marks of one role, ascending."""
        return tuple(mark.number for mark in self.marks if mark.role == role)


def cut(stretches: Sequence[Span], marked: Iterable[tuple[Span, Mark]], points: Iterable[int] = ()) -> Iterator[list[Segment]]:
    """Cut stretches of a text at the edges of the marks in them.

    Marks may nest, overlap, touch, share their edges, run over several
    stretches or outside of all: no order among them is presumed. One sweep
    over the sorted edges, so the work grows with the text and the marks, not
    with one times the other.

    Args:
        stretches: Half-open code-point spans of one text, by start, none
            overlapping another.
        marked: Spans of the same text with what they stand for; empty ones
            mark nothing.
        points: Further places, in code points of the same text, at which to cut.

    Returns:
        For each stretch its segments, which fill it without a gap.

    Example:
        >>> outer, inner = Mark("content", 1), Mark("source", 2)
        >>> (segments,) = cut([Span(0, 9)], [(Span(2, 9), outer), (Span(4, 6), inner)])
        >>> [(tuple(one.span), [mark.number for mark in one.marks]) for one in segments]
        [((0, 2), []), ((2, 4), [1]), ((4, 6), [1, 2]), ((6, 9), [1])]
    """
    edges: list[tuple[int, int, Mark | None]] = [(point, 0, None) for point in points]
    for span, mark in marked:
        if span.start < span.end:
            edges += [(span.start, 1, mark), (span.end, -1, mark)]
    edges.sort(key=lambda edge: edge[0])
    # Counted, since two spans of one mark may overlap.
    held: Counter[Mark] = Counter()
    index = 0
    for stretch in stretches:
        found = []
        at = stretch.start
        while at < stretch.end:
            while index < len(edges) and edges[index][0] <= at:
                _, change, edged = edges[index]
                index += 1
                if edged is not None:
                    held[edged] += change
                    if not held[edged]:
                        del held[edged]
            until = min(stretch.end, edges[index][0]) if index < len(edges) else stretch.end
            found.append(Segment(Span(at, until), tuple(sorted(held))))
            at = until
        yield found
