"""Give sources that the model cut short the rest of their noun phrase.

*Selon le ministre* | *russe des Affaires étrangères Piotr Orlov*: the function
beside a name belongs to the name, so a source that ends within the function goes
on to the end of the name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from inquit.reading.entities import Entity
from inquit.spans import Span
from inquit.statement import Attribution


def completed(text: str, found: Sequence[Attribution], known: Sequence[Entity]) -> tuple[Attribution, ...]:
    """Complete the sources of a document.

    Args:
        text: Its text.
        found: Its attributions.
        known: Whom it names, with the functions that stand beside their names.
    """
    phrases = sorted(phrase for one in known if one.kind == "person" for phrase in _phrases(text, one))
    starts = [role.start for role, _ in phrases]
    return tuple(_completed(one, phrases, starts) for one in found)


def _phrases(text: str, person: Entity) -> list[tuple[Span, int]]:
    """The functions before a person's names, and where the name behind each ends."""
    told = []
    for role in person.roles:
        at = bisect_left(person.mentions, Span(role.span.end, 0))
        if at < len(person.mentions) and not text[role.span.end : person.mentions[at].start].strip(" \u00a0,"):
            told.append((role.span, person.mentions[at].end))
    return told


def _completed(one: Attribution, phrases: Sequence[tuple[Span, int]], starts: Sequence[int]) -> Attribution:
    if len(one.source) != 1:
        return one
    source = one.source[0]
    at = bisect_right(starts, source.end) - 1
    if at < 0:
        return one
    role, end = phrases[at]
    grown = Span(source.start, end)
    # The head of the function is in the source, and its end is not.
    if not (role.start < source.end < end and source.start <= role.start):
        return one
    if any(grown.overlaps(other) and not source.overlaps(other) for other in (*one.cue, *one.content)):
        return one
    return replace(one, source=(grown,))
