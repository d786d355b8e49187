"""The page's own words: labels, counts and dates in the language that the page speaks."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from datetime import date
from html import escape

from inquit.lexicon import rows
from inquit.spans import Span
from inquit.statement import Statement
from inquit.views.signs import folded

LABELS = ("fr", "en")
"""The languages in which the page can speak; ``data/<language>/labels.tsv`` holds its words."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(
    r"(?P<year>\d{4}|-)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d)(?::(?P<minute>\d\d)(?::\d\d)?)?(?P<zone>Z?))?)?)?",
    re.ASCII,
)
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)", re.ASCII)


class Words:
    """What the page says in one language; all of it is text, not yet markup, unless it is said to be."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.labels = _labels(language)

    def __getitem__(self, key: str) -> str:
        return self.labels[key]

    def named(self, what: str, key: str) -> str:
        """Give the label of one of several things of a sort; what has none names itself."""
        return self.labels.get(f"{what}.{key}", key)

    def count(self, what: str, count: int) -> str:
        """Say how many there are."""
        return self.labels[f"{what}.{'one' if count == 1 else 'many' if count else 'none'}"].format(count=count)

    def lang(self, language: str | None, around: str | None = None) -> str:
        """Give a lang attribute where the language is another than that around, which is the page's own when not given."""
        if language is None or language == (around or self.language) or not _LANGUAGE_TAG.fullmatch(language):
            return ""
        return f' lang="{language}"'

    def speaker(self, text: str, one: Statement) -> str:
        """Name the speaker; else the words of the source, and that nobody knows whom they mean."""
        if one.speaker:
            return folded(one.speaker.name)
        words = joined(text, one.source)
        why = dict(one.unknown).get("speaker")
        # "No source" says it all; the other reasons stand with the evidence.
        unknown = self.labels["unknown.no-source-in-text" if why == "no-source-in-text" else "unknown"]
        return f"{words} ({unknown})" if words else unknown

    def date(self, value: str) -> str:
        """Write an ISO date as people do, as markup; what is no date stays as it is."""
        said = self._said(value)
        if said is None:
            return escape(folded(value))
        # HTML knows no interval.
        return escape(said) if "/" in value else f'<time datetime="{escape(folded(value))}">{escape(said)}</time>'

    def _said(self, value: str) -> str | None:
        if "/" in value:
            first, last = (self._said(half) for half in value.split("/", 1))
            return self.labels["date.interval"].format(first=first, last=last) if first and last else None
        if week := _WEEK.fullmatch(value):
            try:
                monday = date.fromisocalendar(int(week["year"]), int(week["week"]), 1)
            except ValueError:
                return None
            return self.labels["date.week"].format(date=self._said(monday.isoformat()))
        parts = _DATE.fullmatch(value)
        months = self.labels["months"].split()
        if parts is None or (parts["month"] and not 1 <= int(parts["month"]) <= len(months)) or (parts["year"] == "-" and not parts["day"]):
            return None
        said = "" if parts["year"] == "-" else parts["year"]
        if parts["month"]:
            said = f"{months[int(parts['month']) - 1]} {said}".rstrip()
        if parts["day"]:
            said = f"{self.labels['date.first'] if parts['day'] == '01' else int(parts['day'])}\u00a0{said}"
        if parts["hour"]:
            clock = self.labels["date.hour" if parts["minute"] in (None, "00") else "date.clock"]
            said += f", {clock.format(hour=int(parts['hour']), minute=parts['minute'])}{' GMT' if parts['zone'] else ''}"
        return said


def text(words: str) -> str:
    """Words from a document on one line, inert in an element or an attribute."""
    return escape(folded(words))


def joined(document: str, spans: tuple[Span, ...]) -> str:
    """The words of several spans of a document's text on one line."""
    return " … ".join(folded(span.of(document)) for span in spans)


def meter(share: float, name: str = "meter") -> str:
    """Draw a share, from 0 to 1, as a bar."""
    # A width as an attribute of a drawing: the policy lets no style through.
    width = round(40 * min(max(share, 0.0), 1.0), 1)
    return (
        f'<svg class="{name}" viewBox="0 0 40 6" width="40" height="6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="40" height="6"/><rect class="got" width="{width}" height="6"/></svg>'
    )


@functools.cache
def _labels(language: str) -> Mapping[str, str]:
    return {row[0]: row[1] for row in rows(language, "labels")}
