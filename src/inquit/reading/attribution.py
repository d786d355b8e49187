"""From labelled words to attributions of a text.

Puts together what the decoder found: word ranges become spans, the same
finding twice becomes one, quotation marks that belong to a content come to
it, and each attribution gets the one it is nested in.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from inquit.document import Quotation
from inquit.reading.records import CIRCUMSTANCES, Labelled, Word
from inquit.spans import Span, covered
from inquit.statement import Attribution, Name


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns scores into probabilities; the numbers come with the pack.

    ``weights`` and ``offset`` make a logit of the features of a
    :class:`Labelled`; ``attitude`` and ``negated`` are the logits from which
    an attribution is one. ``denied_attitude`` is the confidence that a negated
    attitude inside another's content must have.
    """

    weights: tuple[float, ...]
    offset: float
    attitude: float
    negated: float
    denied_attitude: float = 0.0

    def confidence(self, features: Sequence[float]) -> float:
        """Give the probability that an attribution is right, in [0, 1].

        Example:
            >>> Calibration((1.0,), 0.0, 0.0, 0.0).confidence([0.0])
            0.5
        """
        logit = self.offset + sum(w * f for w, f in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def attributions(
    text: str,
    words: Sequence[Word],
    labelled: Sequence[Labelled],
    quotations: Sequence[Quotation],
    calibration: Calibration,
    names: Sequence[Name] = (),
) -> tuple[Attribution, ...]:
    """Put the attributions of a text together.

    A source that the model cut within a name, or just before the name that
    belongs to it (*la députée* | *Anne Durand*), is given the whole of it.

    Returns:
        Attributions in the order of their first character; ``parent`` is an
        index into them. No two cues overlap: of two that would (*ajoutant* and
        *ajoutant :*), the surer stays.
    """
    marks = _Marks(quotations)
    made: list[Attribution] = []
    for one in labelled:
        # A cue stands in the paragraph of its last word.
        cue = _by_paragraph(words, one.cue)[-1:]
        # A source is a noun phrase: an edge of it that is a mark was taken in by mistake.
        source = tuple(_trimmed(text, piece, marks) for piece in _by_paragraph(words, one.source))
        source = tuple(piece for piece in source if any(map(str.isalnum, piece.of(text))))
        source = tuple(_with_name(text, piece, names, cue) for piece in source)
        filled = _filled(text, words, one.content, (*one.cue, *one.source))
        pieces = (_trimmed(text, piece, marks) for piece in _by_paragraph(words, filled))
        content = tuple(piece for piece in pieces if any(map(str.isalnum, piece.of(text))))
        if content:
            made.append(
                Attribution(
                    source=source,
                    cue=cue,
                    content=marks.added(content, (*cue, *source)),
                    kind="attitude" if one.attitude > calibration.attitude else "speech",
                    negated=one.negated > calibration.negated,
                    confidence=calibration.confidence(one.features),
                    addressee=_one_span(text, words, one.addressee, marks),
                    when=_one_span(text, words, one.when, marks),
                    channel=_one_span(text, words, one.channel, marks),
                )
            )
    found = _told_once(_surest([_joined(text, one) for one in made]))
    ordered = sorted(found, key=_order)
    held = parents(ordered)
    # *nous ne voulons pas* inside somebody's words is read least surely of all.
    kept = [
        one
        for one, parent in zip(ordered, held, strict=True)
        if parent is None or not one.negated or one.kind != "attitude" or one.confidence >= calibration.denied_attitude
    ]
    if len(kept) < len(ordered):
        held = parents(kept)
    return tuple(replace(one, parent=parent) for one, parent in zip(kept, held, strict=True))


_BLANK = " \u00a0"


def _with_name(text: str, source: Span, names: Sequence[Name], cue: Sequence[Span]) -> Span:
    """A source with the whole of the name at its edge."""
    start, end = source
    at = bisect_right(names, end, key=lambda name: name.span.start)
    near = names[max(0, at - 1) : at + 1]
    for name in near:
        gap = text[end : name.span.start]
        # *M* | *. Durand*, *députée* | *Anne Durand*; what is farther off is another's.
        follows = name.kind == "person" and name.span.start >= end and gap.strip(_BLANK + ".") == "" and len(gap) <= 2 and gap != ""
        if name.span.start < end < name.span.end or follows:
            end = name.span.end
    at = bisect_left(names, start, key=lambda name: name.span.start) - 1
    if at >= 0 and names[at].span.start < start < names[at].span.end:
        start = names[at].span.start
    grown = Span(start, end)
    return source if any(grown.overlaps(other) and not source.overlaps(other) for other in cue) else grown


def _one_span(text: str, words: Sequence[Word], run: tuple[int, int] | None, marks: _Marks) -> Span | None:
    """The span of a run of words, in the paragraph where it begins; None when no letter or digit is in it."""
    if run is None:
        return None
    span = _trimmed(text, _by_paragraph(words, [run])[0], marks)
    return span if any(map(str.isalnum, span.of(text))) else None


def _joined(text: str, one: Attribution) -> Attribution:
    """Put an addressee and a channel that the model cut out of one phrase together: *à des stations* | *de radio*."""
    first, second = one.addressee, one.channel
    if first is None or second is None or first.start >= second.start or text[first.end : second.start].strip(_BLANK):
        return one
    if _GOES_ON.match(text, second.start, second.end):
        return replace(one, addressee=Span(first.start, max(first.end, second.end)), channel=None)
    return one


_GOES_ON = re.compile(r"(?:de|du|des|d['’]|of)\b", re.IGNORECASE)


def _told_once(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave *vendredi* to the cue beside it.

    *A déclaré vendredi que … et a promis de …*: words that tell to whom, when or
    through what belong to one cue, and to a second one only where no content of
    the first stands between.
    """
    kept = list(found)
    for role in CIRCUMSTANCES:
        holders: dict[Span, list[int]] = {}
        for index, one in enumerate(found):
            if (span := getattr(one, role)) is not None:
                holders.setdefault(span, []).append(index)
        for span, shared in holders.items():
            for index in shared:
                others = [piece for other in shared if other != index for piece in found[other].content]
                if any(_stands_between(piece, span, found[index].cue[0]) for piece in others):
                    kept[index] = _without(kept[index], role)
    return kept


def _without(one: Attribution, role: str) -> Attribution:
    left: dict[str, Any] = {role: None}
    return replace(one, **left)


def _stands_between(piece: Span, one: Span, other: Span) -> bool:
    first, last = sorted((one, other))
    return first.end <= piece.start and piece.end <= last.start


def _surest(made: Sequence[Attribution]) -> list[Attribution]:
    """Keep the surer of any two whose cues overlap."""
    kept: list[Attribution] = []
    taken: list[Span] = []  # cues kept, by start
    for one in sorted(made, key=lambda one: -one.confidence):
        for cue in one.cue:
            at = bisect_left(taken, cue)
            if any(cue.overlaps(other) for other in taken[max(0, at - 1) : at + 1]):
                break
        else:
            kept.append(one)
            for cue in one.cue:
                insort(taken, cue)
    return kept


def _order(one: Attribution) -> tuple[int, int, int]:
    spans = (*one.source, *one.cue, *one.content)
    return min(s.start for s in spans), -_size(one), one.cue[0].start


def _size(one: Attribution) -> int:
    return sum(span.length for span in one.content)


def parents(found: Sequence[Attribution]) -> list[int | None]:
    """Find for each attribution the innermost one in whose content it stands.

    An attribution stands in a content when its cue does, or when its cue stands
    in a hole that the other's own source and cue did not make, and the contents
    overlap. Of two that would each hold the other, the one with the shorter
    content is the inner.

    Returns:
        For each, an index into ``found``, or None for an outermost one.
    """
    reaches = sorted((span, index) for index, one in enumerate(found) for span in _reach(one))
    starts = [span.start for span, _ in reaches]
    # No reach is longer than the longest: the search stays near the cue.
    longest = max((span.length for span, _ in reaches), default=0)
    given: list[int | None] = []
    for index, one in enumerate(found):
        cue, size = one.cue[0], _size(one)
        best: tuple[int, int] | None = None
        for span, other in reaches[bisect_left(starts, cue.end - longest) : bisect_right(starts, cue.start)]:
            holder = found[other]
            if other == index or not span.contains(cue) or size >= _size(holder):
                continue
            if covered(holder.content, cue) or any(a.overlaps(b) for a in one.content for b in holder.content):
                best = min(best or (_size(holder), other), (_size(holder), other))
        given.append(None if best is None else best[1])
    return given


def _reach(one: Attribution) -> list[Span]:
    """The pieces of a content, those that only a hole parts taken as one."""
    own = (*one.source, *one.cue)
    joined: list[Span] = []
    for piece in one.content:
        if joined and not any(Span(joined[-1].end, piece.start).overlaps(mark) for mark in own):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _by_paragraph(words: Sequence[Word], ranges: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans of word ranges; a range that crosses paragraphs becomes one span for each."""
    pieces: list[tuple[int, int]] = []
    for first, last in ranges:
        start = first
        for index in range(first + 1, last):
            if words[index].paragraph != words[index - 1].paragraph:
                pieces.append((start, index))
                start = index
        pieces.append((start, last))
    return tuple(Span(words[first].span.start, words[last - 1].span.end) for first, last in pieces)


_JOINTS = ",;:"
"""Marks that join a content to its cue and belong to neither."""


def _trimmed(text: str, piece: Span, marks: _Marks) -> Span:
    """Leave out the marks at the edges of a piece that are not of its words.

    The guideline leaves the comma before the cue and the sentence's last full
    stop outside; one that ends an abbreviation or stands inside the quotation
    marks stays.
    """
    start, end = piece
    while start < end and (text[start] in _JOINTS or text[start].isspace()):
        start += 1
    while start < end and (
        text[end - 1] in _JOINTS or text[end - 1].isspace() or (_is_full_stop(text, start, end) and not marks.enclose(end - 1))
    ):
        end -= 1
    return Span(start, end)


def _is_full_stop(text: str, start: int, end: int) -> bool:
    """Tell whether the text up to ``end`` ends in the full stop of a sentence, not of an abbreviation or an ellipsis."""
    before = text[max(start, end - 3) : end - 1]
    return text[end - 1] == "." and (
        before[-1:] in tuple("»”\"'’)%€$") or before.isdigit() or (len(before) == 2 and before.isalpha() and not before.isupper())
    )


# Annotators leave a hole in a content for its source and cue, or for an aside
# between commas; a hole of fewer words without a comma is the model's slip.
_SLIP = 2


def _filled(text: str, words: Sequence[Word], ranges: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join word ranges between which the model left out a word or two, or punctuation alone."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined:
            gap = range(joined[-1][1], first)
            worded = [text[words[i].span.start].isalnum() for i in gap]
            slip = not any(worded) or (all(worded) and len(worded) <= _SLIP)
            if slip and not any(i in range(*other) for i in gap for other in taken):
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


class _Marks:
    """The quotations of a text, found by where their words begin and end."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        worded = [q for q in quotations if q.inner.length]
        self._outer = [q.inner for q in worded if q.depth == 0]
        self._starts = {q.inner.start: q for q in worded if q.opened}
        self._ends = {q.inner.end: q for q in worded if q.closed}

    def enclose(self, at: int) -> bool:
        """Tell whether the character at ``at`` stands between quotation marks."""
        index = bisect_right(self._outer, at, key=lambda span: span.start) - 1
        return index >= 0 and at < self._outer[index].end

    def added(self, content: tuple[Span, ...], taken: Sequence[Span]) -> tuple[Span, ...]:
        """Give a content the marks of the quotations that it holds whole but for a mark.

        The guideline includes the marks of a quotation that is content; the
        model now and then leaves one of a pair, or both, outside.
        """
        marked = []
        for piece in content:
            start, end = piece
            opening, closing = self._starts.get(start), self._ends.get(end)
            if opening is not None and end >= opening.inner.end:
                start = opening.span.start
            if closing is not None and piece.start <= closing.inner.start:
                end = closing.span.end
            grown = Span(start, end)
            marked.append(piece if any(grown.overlaps(other) for other in taken) else grown)
        return tuple(marked)
