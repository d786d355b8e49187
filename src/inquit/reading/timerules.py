"""The rules of time: what a pattern of words means, counted from the day of publication.

Each rule is a function of a :class:`Phrase`; it gives a :class:`Period`, None
when it does not know the pattern, and raises :class:`Unresolved` when it does and
the time still cannot be told. They stand in their order in :data:`RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from inquit.reading.periods import Clock, Grain, Period, Unresolved, day_of, plus, third, turned


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a rule looks at: the tags of a phrase without its hour and its part of the day.

    ``edge`` is the third of a period that is named, *début* 1 to *fin* 3; 0 for
    words such as *courant* and *plus tôt*, None for no such word.
    """

    tags: str
    edge: int | None
    future: bool
    day: date | None
    now: datetime | None

    @property
    def bare(self) -> str:
        """The tags without prepositions."""
        return _PREPOSITION.sub("", self.tags)

    @property
    def today(self) -> date:
        """The anchor's day, of which a rule asks only when it counts from it."""
        if self.day is None:
            raise Unresolved("no-anchor")
        return self.day


# "Tuesday night at 8" is not Tuesday the 8th, nor "3 mars à 2000" the year 2000.
_PREPOSITION = re.compile(r"(?<!\S)(?:in|of|dash|(?:to|at)(?! number=[0-9]+ $)) ")
_LEADING = re.compile(r"^(?:(?:in|to|at|of|from|the) )+")


def _which(match: re.Match[str]) -> str | None:
    """*Dernier*, *prochain* or *ce*, which stand on either side."""
    return match["before"] or match["after"]


# --- the rules -----------------------------------------------------------------

_WEEKDAY = r"weekday=(?P<weekday>[1-7]) "
_DAY = r"number=(?P<day>[0-9]{1,2}) "
_MONTH = r"month=(?P<month>[0-9]{1,2}) "
_YEAR = r"number=(?P<year>1[0-9]{3}|20[0-9]{2}) "
_OF_YEAR = rf"(?:(?:unit=year )?{_YEAR}|year@(?P<turn>-?[0-9]) )"
_NUMBER = r"number=(?P<number>[0-9]{1,4}) "
_UNIT = r"units?=(?P<unit>day|week|month|year|hour|minute) "
_BEFORE = r"(?:(?P<before>last|next|this) )?"
_AFTER = r"(?:(?P<after>last|next) )?"


def _first_match(patterns: tuple[re.Pattern[str], ...], tags: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(tags))), None)


def numeric_day(phrase: Phrase) -> Period | None:
    """*2022-01-28*, *28/01/2022*; not *03/02/2022*, in which either may be the month."""
    if match := _ISO_DAY.fullmatch(phrase.tags):
        return Period(day_of(int(match["year"]), int(match["month"]), int(match["day"])), "day")
    if match := _SLASHED.fullmatch(phrase.tags):
        one, two = int(match["one"]), int(match["two"])
        if one == two or max(one, two) > 12:
            return Period(day_of(int(match["year"]), min(one, two), max(one, two)), "day")
    return None


_ISO_DAY = re.compile(rf"{_YEAR}dash number=(?P<month>[0-9]{{2}}) dash number=(?P<day>[0-9]{{2}}) ")
_SLASHED = re.compile(rf"number=(?P<one>[0-9]{{1,2}}) slash number=(?P<two>[0-9]{{1,2}}) slash {_YEAR}")


def since(phrase: Phrase) -> Period | None:
    """*Depuis lundi*, *depuis deux mois*: from then to the anchor."""
    match = _SINCE.fullmatch(phrase.tags)
    if match is None:
        return None
    if long := _LONG.fullmatch(match["rest"]):
        return _up_to_today(phrase, long)
    start = _among(POINTS, replace(phrase, tags=match["rest"], future=False))
    if start is None or start.last or start.clock:
        return None
    return _interval(start.first, turned(phrase.today, start.grain, 0), start.grain)


_SINCE = re.compile(r"since (?P<rest>.+)")
_LONG = re.compile(rf"{_NUMBER}{_UNIT}")


def over_last(phrase: Phrase) -> Period | None:
    """*Les trois derniers jours*, *over the past three days*: from then to the anchor."""
    match = _first_match(_OVER_LAST, phrase.bare)
    return _up_to_today(phrase, match) if match else None


_OVER_LAST = (re.compile(rf"{_NUMBER}lasts {_UNIT}"), re.compile(rf"(?:the )?lasts? {_NUMBER}{_UNIT}"))


def _up_to_today(phrase: Phrase, long: re.Match[str]) -> Period | None:
    grain = _GRAINS.get(long["unit"])
    if grain is None:
        return None  # hours
    return _interval(turned(phrase.today, grain, -int(long["number"])), turned(phrase.today, grain, 0), grain)


_GRAINS: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "year": "year"}


def _interval(first: date, last: date, grain: Grain) -> Period | None:
    """An interval; a single period when both ends are the same, None when they are the wrong way round."""
    if first > last:
        return None
    return Period(first, grain) if first == last else Period(first, grain, last)


def week_or_weekend_of(phrase: Phrase) -> Period | None:
    """*La semaine du 3 mars*, *le week-end des 15 et 16 août*."""
    match = _WHOLE_OF.fullmatch(phrase.tags)
    if match is None:
        return None
    inner = _among((from_to, *POINTS), replace(phrase, tags=match["rest"]))
    if inner is None or inner.grain != "day":
        return None
    if inner.last:
        return inner  # its own days are named
    if match["whole"] == "unit=week":
        return Period(turned(inner.first, "week", 0), "week")
    if inner.first.isoweekday() < 6:
        return None  # the one before or the one behind
    saturday = plus(inner.first, 6 - inner.first.isoweekday())
    return Period(saturday, "day", plus(saturday, 1))


_WHOLE_OF = re.compile(r"(?P<whole>unit=week|weekend) of (?P<rest>.+)")


def from_to(phrase: Phrase) -> Period | None:
    """*De lundi à mercredi*, *du 3 au 5 mars*, *March 3-5*, *la nuit de lundi à mardi*; *lundi et mardi*, which follow each other."""
    phrase = replace(phrase, edge=None)
    sides = _JOINT.split(_LEADING.sub("", phrase.tags))
    if len(sides) != 3:
        return None
    left, joint, right = sides
    if right.startswith("number=") and "month=" not in right and (known := re.match(_MONTH, left)):
        right = known.group() + right  # "March 3 to 5"
    elif re.fullmatch(rf"(?:{_WEEKDAY})?{_DAY}", left) and (known := re.search(_MONTH, right)):
        left += known.group()  # "du 3 au 5 mars"
    # Of two dates without a year the one in the past stands to the other as to an anchor.
    if phrase.future and not re.search(_YEAR, right):
        first = _among(POINTS, replace(phrase, tags=left))
        last = first and _among(POINTS, replace(phrase, tags=right, day=first.first))
    else:
        last = _among(POINTS, replace(phrase, tags=right))
        first = last and _among(POINTS, replace(phrase, tags=left, day=last.first, future=False))
    if first is None or last is None or first.last or last.last or first.grain != last.grain or first.first >= last.first:
        return None
    if joint == "and" and "from " not in phrase.tags and turned(first.first, first.grain, 1) != last.first:
        return None
    return Period(first.first, first.grain, last.first)


_JOINT = re.compile(r"(?<!\S)(and|to|dash) ")


def night(phrase: Phrase) -> Period | None:
    """*La nuit dernière*, *cette nuit*: the day before and the day itself; with a future the day itself and the next."""
    match = re.fullmatch(r"night=(?P<night>0|-1) ", phrase.bare)
    if match is None:
        return None
    first = plus(phrase.today, 0 if phrase.future and match["night"] == "0" else -1)
    return Period(first, "day", plus(first, 1))


def day_word(phrase: Phrase) -> Period | None:
    """*Hier*, *aujourd'hui*, *tomorrow*; with a weekday, *hier, lundi*, both must agree."""
    match = _DAY_WORD.fullmatch(phrase.bare)
    if match is None:
        return None
    day = plus(phrase.today, int(match["turn"] or 0))
    if match["weekday"] and day.isoweekday() != int(match["weekday"]):
        raise Unresolved("not-understood")
    return Period(day, "day")


# "ce jour" comes as day@0; "the next day" counts from another time.
_DAY_WORD = re.compile(rf"(?:day=(?P<turn>-?[0-9])|day@0) (?:{_WEEKDAY})?")


def ago(phrase: Phrase) -> Period | None:
    """*Il y a deux jours*, *a week ago*: as precise as its unit."""
    match = re.fullmatch(rf"(?=.*ago )(?:ago )?{_NUMBER}{_UNIT}(?:ago )?", phrase.bare)
    return _away(phrase, match["unit"], -int(match["number"])) if match else None


def ahead(phrase: Phrase) -> Period | None:
    """*Dans deux jours*, *in two days*."""
    match = re.fullmatch(rf"in {_NUMBER}{_UNIT}", phrase.tags)
    return _away(phrase, match["unit"], int(match["number"])) if match else None


def _away(phrase: Phrase, unit: str, number: int) -> Period:
    if unit not in ("hour", "minute"):
        return Period(turned(phrase.today, _GRAINS[unit], number), _GRAINS[unit])
    if phrase.now is None:
        raise Unresolved("no-anchor")  # hours count from an hour, not from a day
    try:
        moment = phrase.now + (timedelta(hours=number) if unit == "hour" else timedelta(minutes=number))
    except OverflowError:
        raise Unresolved("not-understood") from None
    clock = Clock(moment.hour, 0, "", "hour") if unit == "hour" else Clock(moment.hour, moment.minute, "", "minute")
    return Period(moment.date(), "day", clock=clock)


def calendar_day(phrase: Phrase) -> Period | None:
    """*Le 21 janvier*, *mardi 3 mars 2020*, *March 3 last year*.

    Without a year it is the nearest past one, the next with a future. A weekday
    that disagrees is a slip of the keyboard, but where the date in the other
    direction is nearer and agrees with it.
    """
    match = _first_match(_CALENDAR_DAY, phrase.bare)
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        return Period(day_of(int(match["year"]), month, day), "day")
    if match["turn"]:
        return Period(day_of(phrase.today.year + int(match["turn"]), month, day), "day")
    today, which = phrase.today, _which(match)
    own = 0 if which in ("last", "next") else 1
    past = _in_some_year(today.year, -1, month, day, lambda found: found < plus(today, own))
    coming = _in_some_year(today.year, 1, month, day, lambda found: found > plus(today, -own))
    told, other = (coming, past) if which == "next" or (phrase.future and which != "last") else (past, coming)
    if match["weekday"] and which is None and told.isoweekday() != int(match["weekday"]):
        nearer = abs(other - today) < abs(told - today)
        told = other if nearer and other.isoweekday() == int(match["weekday"]) else told
    return Period(told, "day")


_CALENDAR_DAY = tuple(re.compile(rf"{_BEFORE}(?:{_WEEKDAY})?{date}{_OF_YEAR}?{_AFTER}") for date in (_DAY + _MONTH, _MONTH + _DAY))


def _in_some_year(year: int, step: int, month: int, day: int, wanted: Callable[[date], bool]) -> date:
    """The first such day in the years from ``year`` on; the 29th of February may be eight years away."""
    for count in range(10):
        try:
            found = date(year + step * count, month, day)
        except ValueError:
            continue
        if wanted(found):
            return found
    raise Unresolved("not-understood")


def weekday_and_number(phrase: Phrase) -> Period | None:
    """*Mardi 25*: the nearest 25th that is a Tuesday, in the month before, this one or the next."""
    match = re.fullmatch(rf"{_BEFORE}{_WEEKDAY}{_DAY}{_AFTER}", phrase.bare)
    if match is None:
        return None
    backward = not phrase.future
    for turn in (0, -1, 1) if backward else (0, 1, -1):
        month = turned(phrase.today, "month", turn)
        day = plus(month, int(match["day"]) - 1)
        if day.month == month.month and day.isoweekday() == int(match["weekday"]):
            return Period(day, "day")
    raise Unresolved("not-understood")


def weekday(phrase: Phrase) -> Period | None:
    """*Vendredi*, *vendredi dernier*, *next Friday*, *ce lundi*."""
    match = re.fullmatch(rf"{_BEFORE}{_WEEKDAY}{_AFTER}", phrase.bare)
    if match is None:
        return None
    back = (phrase.today.isoweekday() - int(match["weekday"])) % 7
    which = _which(match)
    if which == "last":
        days = -(back or 7)
    elif which == "next":
        days = 7 - back
    else:
        days = -back % 7 if phrase.future else -back
    return Period(plus(phrase.today, days), "day")


def weekday_in_week(phrase: Phrase) -> Period | None:
    """*Lundi de la semaine dernière*, *Friday last week*."""
    match = re.fullmatch(rf"(?:the )?(?=.*week@)(?:week@-?[0-9] )?{_WEEKDAY}(?:week@-?[0-9] )?", phrase.bare)
    if match is None:
        return None
    turns = re.findall(r"week@(-?[0-9])", phrase.tags)
    return Period(plus(turned(phrase.today, "week", int(turns[0])), int(match["weekday"]) - 1), "day")


def weekend(phrase: Phrase) -> Period | None:
    """*Le week-end dernier*, *over the weekend*: Saturday and Sunday; on these days the weekend is theirs."""
    match = re.fullmatch(rf"{_BEFORE}weekend {_AFTER}", phrase.bare)
    if match is None:
        return None
    on_it, which = phrase.today.isoweekday() >= 6, _which(match)
    turns = -1 if which == "last" else on_it if which == "next" else 0 if on_it or phrase.future else -1
    saturday = plus(turned(phrase.today, "week", turns), 5)
    return Period(saturday, "day", plus(saturday, 1))


def whole_period(phrase: Phrase) -> Period | None:
    """*La semaine dernière*, *this month*, *l'an prochain*; *en fin de semaine* without saying which is the nearest."""
    bare = phrase.bare
    if match := re.fullmatch(r"(?P<unit>week|month|year)@(?P<turn>-?[0-9]) ", bare):
        return Period(turned(phrase.today, _GRAINS[match["unit"]], int(match["turn"])), _GRAINS[match["unit"]])
    match = re.fullmatch(r"(?P<this>this )?unit=(?P<unit>week|month|year) ", bare)
    if match is None or phrase.edge is None:
        return None
    grain, today = _GRAINS[match["unit"]], phrase.today
    own = turned(today, grain, 0)
    if match["this"]:
        return Period(own, grain)  # "en ce début de semaine"
    begin, end = third(own, grain, phrase.edge)
    if phrase.future:
        return Period(own if end >= today else turned(today, grain, 1), grain)
    return Period(own if begin <= today else turned(today, grain, -1), grain)


def month(phrase: Phrase) -> Period | None:
    """*En mars*, *fin mars*, *mars 2020*, *en mars de l'an dernier*; without a year the nearest past one, the next with a future."""
    match = _first_match(_MONTHS, phrase.bare)
    if match is None:
        return None
    number, which = int(match["month"]), _which(match)
    if match["year"]:
        return Period(day_of(int(match["year"]), number, 1), "month")
    own = turned(phrase.today, "month", 0)
    first = day_of(own.year + int(match["turn"] or 0), number, 1)
    if match["turn"] or which == "this":
        return Period(first, "month")
    begin, end = third(first, "month", phrase.edge)
    if which == "last":
        years = -(first >= own)
    elif which == "next":
        years = +(first <= own)
    else:
        years = +(end < phrase.today) if phrase.future else -(begin > phrase.today)
    return Period(day_of(first.year + years, number, 1), "month")


_MONTHS = (
    re.compile(rf"{_BEFORE}(?:unit=month |month@0 )?{_MONTH}{_OF_YEAR}?{_AFTER}"),
    re.compile(rf"{_BEFORE}{_OF_YEAR}{_MONTH}{_AFTER}"),
)


def year(phrase: Phrase) -> Period | None:
    """*En 2016*, *fin 2023*."""
    match = re.fullmatch(rf"(?:unit=year )?{_YEAR}", phrase.bare)
    return Period(day_of(int(match["year"]), 1, 1), "year") if match else None


def season(phrase: Phrase) -> Period | None:
    """*L'été dernier*, *à l'été 2019*, *last winter*: the four months that it touches; not *l'hiver 2019*, which may be two."""
    match = re.fullmatch(rf"{_BEFORE}season=(?P<month>[0-9]{{1,2}}) {_OF_YEAR}?{_AFTER}", phrase.bare)
    if match is None:
        return None
    month, which, fixed = int(match["month"]), _which(match), bool(match["year"] or match["turn"])
    if fixed and month == _WINTER:
        raise Unresolved("not-understood")
    around = int(match["year"]) if match["year"] else phrase.today.year + int(match["turn"] or 0)
    seasons = [Period(first, "month", turned(first, "month", 3)) for first in (day_of(around + turn, month, 1) for turn in (-2, -1, 0, 1))]
    if fixed:
        return seasons[2]
    if which == "next" or (phrase.future and which != "last"):
        own = phrase.today if which == "next" else turned(phrase.today, "month", -3)
        return next(one for one in seasons if one.first > own)
    own = turned(phrase.today, "month", -3) if which == "last" else plus(phrase.today, 1)
    found = next(one for one in reversed(seasons) if one.first < own)
    if which == "this" and found.first < turned(phrase.today, "month", -9):
        raise Unresolved("not-understood")  # "ce printemps" in January
    return found


_WINTER = 12


def decade(phrase: Phrase) -> Period | None:
    """*Les années 1980*, *the 1980s*; not *les années 80*, which leave the century out."""
    match = _first_match(_DECADES, phrase.bare)
    if match is None or int(match["year"]) % 10:
        return None
    first = day_of(int(match["year"]), 1, 1)
    return Period(first, "year", turned(first, "year", 9))


_DECADES = (re.compile(rf"units=year {_YEAR}"), re.compile(rf"{_YEAR}decade "))


Rule = Callable[[Phrase], "Period | None"]
POINTS: tuple[Rule, ...] = (
    numeric_day,
    day_word,
    calendar_day,
    weekday_and_number,
    weekday_in_week,
    weekday,
    whole_period,
    month,
    year,
)
"""The rules that tell one day, week, month or year; the ends of an interval are put to them."""

RULES: tuple[Rule, ...] = (
    numeric_day,
    since,
    over_last,
    week_or_weekend_of,
    ahead,
    from_to,
    night,
    ago,
    weekend,
    *POINTS[1:],
    season,
    decade,
)
"""The rules in their order."""


def _among(rules: tuple[Rule, ...], phrase: Phrase) -> Period | None:
    return next((period for rule in rules if (period := rule(phrase)) is not None), None)
