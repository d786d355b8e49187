"""Where something was said: a place that stands beside the cue or opens its sentence.

*a déclaré Anne Durand à Genève*, *À Bruxelles, le commissaire a annoncé…*. What
lies further off may be where things happen, and is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from inquit.reading.countries import countries_in
from inquit.spans import Span
from inquit.statement import Attribution, Name, Place

_BEFORE = r"(?:à|au|aux|en|depuis|in|at|from)"
_LEADING = re.compile(rf"[ \u00a0]*,?[ \u00a0]*{_BEFORE}[ \u00a0](?:la[ \u00a0]|l['’]|the[ \u00a0])?", re.IGNORECASE)
_OPENING = re.compile(rf"[ \u00a0«“\"]*{_BEFORE}[ \u00a0](?:la[ \u00a0]|l['’]|the[ \u00a0])?", re.IGNORECASE)
# How far a sentence is looked back for its head, in characters.
_BACK = 300


def place_of(text: str, one: Attribution, names: Sequence[Name], sentences: Sequence[int]) -> Place | None:
    """Find the place of saying.

    Args:
        text: A document's text.
        one: One of its attributions.
        names: The names in the text, by start.
        sentences: Where its sentences begin, in code points of ``text``.

    Returns:
        The place with its country, where its name shows one; None when no
        place stands beside the cue.
    """
    taken = [*one.cue, *one.source, *(s for s in (one.addressee, one.when, one.channel) if s)]
    for edge in sorted({span.end for span in taken}):
        # From the last of cue, source and what is told beside them, without a word between.
        leading = _LEADING.match(text, edge, edge + 24)
        place = leading and _named(text, leading.end(), names)
        if place and not any(place.overlaps(span) for span in (*taken, *one.content)):
            return _place(text, place, "beside-the-cue")
    head = _head(one, sentences)
    if head is not None:
        opening = _OPENING.match(text, head, head + 24)
        place = opening and _named(text, opening.end(), names)
        if place and text[place.end : place.end + 1] == "," and not any(place.overlaps(span) for span in (*taken, *one.content)):
            return _place(text, place, "opens-the-sentence")
    return None


def without_places(text: str, one: Attribution, names: Sequence[Name]) -> Attribution:
    """Take back a time or a channel that is a mere place: *à Genève* tells where."""
    return replace(
        one,
        when=None if one.when and _is_place(text, one.when, names) else one.when,
        channel=None if one.channel and _is_place(text, one.channel, names) else one.channel,
    )


def _is_place(text: str, span: Span, names: Sequence[Name]) -> bool:
    opening = _OPENING.match(text, span.start, span.end)
    place = _named(text, opening.end() if opening else span.start, names)
    return place is not None and place.end == span.end


def _head(one: Attribution, sentences: Sequence[int]) -> int | None:
    """Where the sentence of the cue begins."""
    index = bisect_left(sentences, one.cue[0].start + 1) - 1
    return sentences[index] if index >= 0 and one.cue[0].start - sentences[index] < _BACK else None


def _named(text: str, at: int, names: Sequence[Name]) -> Span | None:
    """The place whose name begins at a character."""
    index = bisect_left(names, at, key=lambda name: name.span.start)
    if index < len(names) and names[index].span.start == at and names[index].kind == "location":
        return names[index].span
    word = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[-’' ][A-ZÀ-ÖØ-Þ][^\W\d_]+)*").match(text, at)
    if word is None:
        return None
    span = Span(*word.span())
    shown = countries_in(text, span)
    return span if shown and shown[0].kind in ("name", "capital") and shown[0].span == span else None


def _place(text: str, span: Span, rule: str) -> Place:
    codes = {country.code for country in countries_in(text, span)}
    return Place(span, " ".join(span.of(text).split()), codes.pop() if len(codes) == 1 else None, rule)
