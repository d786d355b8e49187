"""Days, weeks, months and years: what a time comes to, how to count from it and how to write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day; ``zone`` is ``Z`` for GMT and empty for the local time of the copy."""

    hour: int
    minute: int
    zone: str
    grain: Grain


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, month or year by its first day.

    With ``last``, the first day of another one, it is the interval from the one
    to the other, both included; ``clock`` is an hour of a single day.
    """

    first: date
    grain: Grain
    last: date | None = None
    clock: Clock | None = None


class Unresolved(Exception):  # noqa: N818 - it is no error, and `times` catches it
    """A rule knows the pattern, and the time still cannot be told; ``reason`` is a key of ``statement.UNKNOWN``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def day_of(year: int, month: int, day: int) -> date:
    """Give a day by its numbers.

    Raises:
        Unresolved: there is no such day.
    """
    try:
        return date(year, month, day)
    except ValueError:
        raise Unresolved("not-understood") from None


def plus(day: date, days: int) -> date:
    """Count days from a day.

    Raises:
        Unresolved: the calendar ends before.
    """
    try:
        return day + timedelta(days)
    except OverflowError:
        raise Unresolved("not-understood") from None


def turned(day: date, grain: Grain, turns: int) -> date:
    """Give the first day of the period that is so many periods away from the day's own.

    Raises:
        Unresolved: the calendar ends before.

    Example:
        >>> turned(date(2022, 1, 28), "month", -2)
        datetime.date(2021, 11, 1)
    """
    if grain == "year":
        return day_of(day.year + turns, 1, 1)
    if grain == "month":
        months = day.year * 12 + day.month - 1 + turns
        return day_of(months // 12, months % 12 + 1, 1)
    if grain == "week":
        return plus(day, 7 * turns - day.weekday())
    return plus(day, turns)


def third(first: date, grain: Grain, edge: int | None) -> tuple[date, date]:
    """Give the first and the last day of a third of a period, by the period's first day.

    Args:
        first: The first day of the period.
        grain: What the period is.
        edge: 1 to 3; the whole period for 0 and None.

    Example:
        >>> third(date(2022, 1, 1), "month", 1)
        (datetime.date(2022, 1, 1), datetime.date(2022, 1, 10))
    """
    length = (turned(first, grain, 1) - first).days
    begin, end = (length * (edge - 1) // 3, length * edge // 3) if edge else (0, length)
    return plus(first, begin), plus(first, end - 1)


def written(period: Period) -> str:
    """Write a period in ISO 8601.

    Example:
        >>> written(Period(date(2022, 1, 24), "week")), written(Period(date(2022, 1, 28), "day", date(2022, 1, 29)))
        ('2022-W04', '2022-01-28/2022-01-29')
    """
    first = _written(period.first, period.grain)
    if period.last:
        return f"{first}/{_written(period.last, period.grain)}"
    if period.clock:
        return f"{first}T{period.clock.hour:02}:{period.clock.minute:02}{period.clock.zone}"
    return first


def _written(day: date, grain: Grain) -> str:
    if grain == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"year": 4, "month": 7}.get(grain, 10)]
