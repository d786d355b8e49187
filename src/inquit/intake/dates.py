"""Read the dates that pages and tables write, in figures or in words, as ISO dates.

Only a whole date counts: day, month and year. The time of day is kept where it
stands beside the date. A date in figures whose day and month could change places
is read day first, but not where it is said to be American.
"""

from __future__ import annotations

import datetime
import email.utils
import functools
import re

from inquit.intake.bylines import folded, months

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.{0,30})?")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:T?\d{4,6}Z?)?")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)")
_OFFSET = re.compile(r"(?<=\d)\s*([+-]\d{2}):?(\d{2})$")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_OLDEST = 1600
_REACH = 400


def iso_date(value: str, *, american: bool = False) -> str | None:
    """Read a value that is a date and nothing else.

    Args:
        value: As a page's metadata or a table's cell writes it.
        american: Whether ``03/10/2022`` is of March.

    Returns:
        An ISO date, or date and time in whole seconds, with the offset if there
        is one; None when the value is no date.

    Example:
        >>> iso_date("2022-01-28T17:05:12.000Z"), iso_date("20060517"), iso_date("Publié le 28 janvier 2022 à 18h30")
        ('2022-01-28T17:05:12+00:00', '2006-05-17', '2022-01-28T18:30')
        >>> iso_date("vendredi"), iso_date("Mon, 03 Oct 2022 21:14:00 +0100")
        (None, '2022-10-03T21:14:00+01:00')
    """
    value = " ".join(value[:_REACH].split())
    if _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return _machine(value)
    if _MAIL.fullmatch(value):
        try:
            return _checked(email.utils.parsedate_to_datetime(value).isoformat())
        except (ValueError, OverflowError):
            return None
    found = written_date(value, american=american)
    return found[0] if found else None


def _machine(value: str) -> str | None:
    value = _OFFSET.sub(r"\1:\2", value)
    try:
        if len(value) == len("2022-01-28"):
            return _checked(datetime.date.fromisoformat(value).isoformat())
        if value.isdigit() and len(value) == len("20220128"):
            return _checked(datetime.date.fromisoformat(value).isoformat())
        moment = datetime.datetime.fromisoformat(value.replace(" ", "T", 1))
        return _checked(moment.isoformat(timespec="seconds"))
    except ValueError:
        # A time that cannot be read leaves the day.
        return _machine(value[: len("2022-01-28")]) if _ISO.match(value) and len(value) > len("2022-01-28") else None


def _checked(date: str) -> str | None:
    return date if int(date[:4]) >= _OLDEST else None


def written_date(text: str, *, american: bool = False) -> tuple[str, int, int] | None:
    """Find the first date in a line: *le 28 janvier 2022 à 18h30*, *October 3, 2022, 9:14 PM*.

    Args:
        text: A line; its first 400 characters are looked at.
        american: Whether ``03/10/2022`` is of March.

    Returns:
        The ISO date and where it stands, half-open code points of ``text``.

    Example:
        >>> written_date("Mis en ligne le 1er mars 2021, 7 h 05"), written_date("Published 21:14, 3 October 2022")
        (('2021-03-01T07:05', 16, 37), ('2022-10-03T21:14', 10, 31))
        >>> written_date("le 12 octobre") is None
        True
    """
    head = text[:_REACH]
    low = folded(head.lower())
    if len(low) != len(head):
        low = head.lower()
        if len(low) != len(head):
            return None
    for pattern in _patterns():
        for match in pattern.finditer(low):
            day = _day(match.groupdict())
            if day:
                return day + _time(match.groupdict()), match.start(), match.end()
    for match in _FIGURES.finditer(low):
        first, second, year = map(int, match.groups())
        american_order = (american and first <= 12) or second > 12
        day = _date(year, first, second) if american_order else _date(year, second, first)
        if day:
            clock = _clock().match(low, match.end())
            return day + (_time(clock.groupdict()) if clock else ""), match.start(), clock.end() if clock else match.end()
    return None


_TIME = (
    r"(?P<{0}hour>[01]?\d|2[0-3])(?:\s?(?:h(?:eures?)?|:|\.(?=\d\d))\s?(?P<{0}minute>[0-5]\d)?(?:\s?min)?(?::(?P<{0}second>[0-5]\d))?)"
    r"(?:\s?(?P<{0}half>[ap])\.?m\b\.?)?(?:\s?(?P<{0}zone>utc|gmt|z)\b)?"
)
_JOINT = r"(?:\s*[,|–—·-]?\s*(?:a\s|at\s|vers\s|-\s)?\s*)"


@functools.cache
def _clock() -> re.Pattern[str]:
    return re.compile(_JOINT + _TIME.format(""))


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = sorted({re.escape(folded(form)) for form in months()}, key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})\.?"
    after = f"(?:{_JOINT}{_TIME.format('')})?"
    before = f"(?:{_TIME.format('early_')},?\\s+(?:on\\s+|le\\s+)?)?"
    return (
        re.compile(rf"{before}(?<!\d)(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?{month}\s*,?\s+(?P<year>\d{{4}})(?!\d){after}"),
        re.compile(rf"{before}(?<!\w){month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d){after}"),
        re.compile(rf"(?<!\d)(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?!\d){after}"),
    )


@functools.cache
def _months() -> dict[str, int]:
    return {folded(form): number for form, number in months().items()}


def _day(found: dict[str, str | None]) -> str | None:
    number = found.get("number")
    month = int(number) if number else _months()[found["month"] or ""]
    return _date(int(found["year"] or 0), month, int(found["day"] or 0))


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return _checked(datetime.date(year, month, day).isoformat())
    except ValueError:
        return None


def _time(found: dict[str, str | None]) -> str:
    """The time of day beside a date, as ``T18:30``; empty when there is none."""
    for side in ("", "early_"):
        hour = found.get(f"{side}hour")
        if hour is None:
            continue
        half, minute, second = found.get(f"{side}half"), found.get(f"{side}minute"), found.get(f"{side}second")
        hours = int(hour)
        if half and not 1 <= hours <= 12:
            # "9:45 AM" in a French page may also be "21:45 PM": the hour wins.
            half = None
        if half:
            hours = hours % 12 + (12 if half == "p" else 0)
        zone = "+00:00" if found.get(f"{side}zone") else ""
        return f"T{hours:02}:{minute or '00'}" + (f":{second}" if second else "") + zone
    return ""
