"""Resolve the words that tell when something was said: *vendredi*, *fin mars*, *two days ago*."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from inquit.reading.periods import Clock, Period, Unresolved, plus, written
from inquit.reading.timerules import RULES, Phrase
from inquit.reading.timewords import READ, Wording, wording_of

PRECISIONS: dict[str, str] = {
    "minute": "2022-01-28T18:30, with a Z when the copy says GMT, else in the local time of the copy; à 18 h is 18:00",
    "hour": "likewise where the copy is rough: vers 18h30 is 18:30 with this precision",
    "day": "2022-01-28",
    "week": "2022-W04, from Monday to Sunday",
    "month": "2022-01",
    "year": "2022",
    "interval": "2022-01-24/2022-01-26: two days, weeks, months or years, first and last included",
}
"""What a value of each precision looks like; the page and the documentation may read this."""


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time of saying, or why there is none.

    ``value`` is ISO 8601 and as long as ``precision`` allows, which is one of
    :data:`PRECISIONS`; both are None when the time is not known, and ``reason``
    is then a key of :data:`inquit.statement.UNKNOWN`. ``rule`` is the name of the rule that told it,
    also when the rule ended without a value; empty when no rule knew the words.
    """

    value: str | None
    precision: str | None
    rule: str
    reason: str | None = None


def resolve_time(words: str, anchor: str | None, future: bool = False) -> ResolvedTime:
    """Resolve a time expression, counted from the day of publication.

    News copy names the days around it without a date: a bare weekday is the
    last one, a bare date or month the nearest past one, and the day of the
    dispatch counts, for a dispatch of Friday that says *vendredi* means that
    day. With ``future`` it is the next one and the day still counts: *annoncera
    vendredi* in Friday's dispatch is the same day, that of the week after is
    *vendredi prochain*. *Dernier* and *prochain* never mean the day itself.

    Not resolved, on purpose: words that count from another time than the
    publication (*la veille*, *deux jours plus tard*), parts of a day that is
    not named (*dans la matinée*, *à 18 h*: a dispatch of four in the morning
    means the day before), habits (*le lundi*), and what is vague (*récemment*,
    *ces derniers jours*, *environ deux semaines*).

    Args:
        words: The expression as it stands in the copy, French or English.
        anchor: ISO date or timestamp of publication, whose own local date
            counts. None, or what is no ISO date, when it is not known.
        future: Whether the cue speaks of what will be said.

    Returns:
        The time, or the reason why there is none; no words are an error.

    Example:
        >>> resolve_time("mardi 25 à 18h30", "2022-01-28")
        ResolvedTime(value='2022-01-25T18:30', precision='minute', rule='weekday_and_number', reason=None)
        >>> [resolve_time(words, "2022-01-28").value for words in ("vendredi", "la semaine dernière", "last March", "récemment")]
        ['2022-01-28', '2022-W03', '2021-03', None]
        >>> resolve_time("hier soir", None).reason
        'no-anchor'
    """
    day, now = _parsed(anchor)
    if len(words) <= _REACH:
        for language in READ:
            wording = wording_of(words, language)
            found = wording and _told(wording, Phrase(wording.tags, wording.edge, future, day, now))
            if found:
                return found
    return ResolvedTime(None, None, "", "not-understood")


# The longest expression in 426 of the French corpus has 55 characters; one
# that is longer than this says more than a time.
_REACH = 120


def _parsed(anchor: str | None) -> tuple[date | None, datetime | None]:
    """The anchor's day, and its moment when it has one."""
    try:
        return date.fromisoformat(anchor or ""), None
    except ValueError:
        pass
    try:
        now = datetime.fromisoformat(anchor or "")
    except ValueError:
        return None, None
    return now.date(), now


def _told(wording: Wording, phrase: Phrase) -> ResolvedTime | None:
    """Put a phrase to the rules; None when none of them knows its pattern."""
    for rule in RULES:
        try:
            period = rule(phrase)
            if period is not None:
                period = _at_hour(period, wording.clock, wording.parts)
        except Unresolved as why:
            return ResolvedTime(None, None, rule.__name__, why.reason)
        if period is not None:
            precision = "interval" if period.last else period.clock.grain if period.clock else period.grain
            return ResolvedTime(written(period), precision, rule.__name__)
    return None


def _at_hour(period: Period, clock: Clock | None, parts: frozenset[str]) -> Period | None:
    """Put the hour to a day; None when there is no day to put it to."""
    if (clock or parts) and period.grain != "day":
        return None
    if clock is None:
        return period
    hour, day = clock.hour, period.first
    if "pm" in parts and hour < 12 and not clock.zone:
        hour += 12  # "6 heures du soir"
    if "night" in parts and period.last == plus(day, 1) and hour < 12:
        day = period.last  # "dans la nuit de lundi à mardi vers 2 h"
    elif (period.last or "night" in parts) and not ("night" in parts and hour >= 18):
        return None  # "mardi dans la nuit à 2 h" may be Wednesday
    return Period(day, "day", clock=replace(clock, hour=hour)) if hour < 24 else None
