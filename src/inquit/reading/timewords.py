"""The words of a time, written as tags: *mardi 25* is ``weekday=2 number=25``.

The word lists in ``data/`` know the words; one that no list has ends the matter,
so that nothing is resolved by half its words. The hour, the part of the day and
*début, mi-, fin* are set aside, and what remains is for the rules to look at.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from inquit.lexicon import rows
from inquit.reading.periods import Clock

READ = ("fr", "en")
"""The languages whose time words are known, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a time as tags, each followed by a blank, without what is set aside.

    ``edge`` is the third of a period that is named, *début* 1 to *fin* 3; 0 for
    words such as *courant* and *plus tôt*, None for no such word. ``parts`` are
    the parts of the day that are named: ``am``, ``pm``, ``day``, ``night``.
    """

    tags: str
    edge: int | None
    parts: frozenset[str]
    clock: Clock | None


def wording_of(words: str, language: str) -> Wording | None:
    """Write the words of a time as tags; None when one of them is unknown.

    Args:
        words: The expression as it stands in the copy.
        language: One of :data:`READ`.

    Example:
        >>> wording_of("mardi 25 au soir", "fr")
        Wording(tags='weekday=2 number=25 to ', edge=None, parts=frozenset({'pm'}), clock=None)
        >>> wording_of("le jour de la finale", "fr") is None
        True
    """
    tags = _tags(words, language)
    if not tags:
        return None
    tags, clock = _without_clock(tags)
    parts = {match["part"] or "noon" for match in _PART.finditer(tags)}
    if "night=" in tags:
        parts.add("night")
    edge = max((int(match["edge"]) for match in _EDGE.finditer(tags)), default=None)
    tags = _PART.sub("", _EDGE.sub("", tags))
    if parts:
        tags = re.sub(r"(?<!\S)this $", "day=0 ", tags)  # "ce matin", "depuis ce matin"
    tags = tags.replace("this last ", "last ")  # "this past Friday"
    return Wording(_ARTICLE.sub("", _TURN.sub(_turned, tags)), edge, frozenset(parts), clock)


# --- words to tags ---------------------------------------------------------------

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+'?|\S")
_APOSTROPHES = str.maketrans("’ʼ‘′‐‑–—−", "''''-----")


def _tokens(words: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", words).lower().translate(_APOSTROPHES))


@functools.cache
def _lexicon(language: str) -> dict[tuple[str, ...], str]:
    """The tags of each form, which is split as the copy is."""
    known = {tuple(_tokens(form)): f"month={month} " for form, month in rows(language, "months")}
    for kind, form, value in rows(language, "time-words"):
        if kind == "duration":
            number, unit = value.split()
            tags = f"number={number} units={unit} "
        else:
            tags = "" if kind == "skip" else f"{kind} " if value == "-" else f"{kind}={value} "
        known[tuple(_tokens(form))] = tags
    return known


def _tags(words: str, language: str) -> str:
    """Write the words as tags, each followed by a blank; nothing when one of them is unknown."""
    known = _lexicon(language)
    longest = max(map(len, known))
    tokens = _tokens(words)
    tags: list[str] = []
    at = 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            tag = known.get(tuple(tokens[at : at + length]))
            if tag is not None:
                break
        else:
            if not re.fullmatch(r"[0-9]{1,4}", tokens[at]):
                return ""
            length, tag = 1, f"number={tokens[at]} "
        tags.append(tag)
        at += length
    return "".join(tags)


# --- what is set aside -----------------------------------------------------------

_HOUR = r"number=(?P<hour>[0-9]{1,2}) "
_MINUTE = r"number=(?P<minute>[0-5][0-9]) "
_HALF = r"ampm=(?P<half>am|pm) "
_ZONE = r"(?:zone=(?P<zone>Z|local) )?"
_CLOCKS = tuple(
    re.compile(rf"(?:(?:to|at|about) )*{pattern}{_ZONE}")
    for pattern in (
        # "18 h", "18h30", "six heures"; not "dans deux heures", nor the 13 of "à 18 h 13 mars"
        rf"(?<!in )(?<!since ){_HOUR}(?:(?:h|units?=hour) (?:{_MINUTE}(?!month=))?|(?=zone=local ))",
        rf"{_HOUR}colon {_MINUTE}(?:{_HALF})?",  # "18:30", "6:30 p.m."
        rf"{_HOUR}{_HALF}",  # "6 p.m."
        r"number=(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9]) (?=zone)",  # "1530 GMT"
        r"(?:(?<=to )|(?<=at )|(?<=about ))noon ",  # "à midi", "vers midi"
    )
)
_PART = re.compile(r"(?:the )?(?:part=(?P<part>\w+)|noon) ")
_EDGE = re.compile(r"edge=(?P<edge>[0-3]) ")
# "la semaine dernière", "last week"; in "the last week" and "la dernière semaine"
# the week is none of the calendar, or the last of something.
_TURN = re.compile(r"(?:(?<!the )(?P<before>last|next|this) unit=(?P<behind>\w+)|unit=(?P<ahead>\w+) (?P<after>last|next)) ")
_TURNS = {"last": -1, "this": 0, "next": 1}
# An article stays where it makes another thing of what it stands by: "le lundi"
# is a habit, "dans les deux jours" a limit.
_ARTICLE = re.compile(r"the (?!weekday=[1-7] (?!number=|last|next|(?:of )?(?:the )?week@)|last |next |number=[0-9]+ units?=)")


def _turned(match: re.Match[str]) -> str:
    """Write *la semaine dernière* as ``week@-1``."""
    return f"{match['behind'] or match['ahead']}@{_TURNS[match['before'] or match['after']]} "


def _without_clock(tags: str) -> tuple[str, Clock | None]:
    """Take the hour out of the tags, and the same in GMT behind it: *18h00 (16h00 GMT)*."""
    if "ago " in tags:
        return tags, None  # its hours are a duration
    tags, clock = _cut_clock(tags)
    rest, second = _cut_clock(tags) if clock else (tags, None)
    return (rest, clock) if second and second.zone else (tags, clock)


def _cut_clock(tags: str) -> tuple[str, Clock | None]:
    match = next((found for pattern in _CLOCKS if (found := pattern.search(tags))), None)
    return (tags[: match.start()] + tags[match.end() :], _clock(match)) if match else (tags, None)


def _clock(match: re.Match[str]) -> Clock:
    found = match.groupdict()
    hour, minute, half = int(found.get("hour") or 12), found.get("minute"), found.get("half")
    if half:
        hour = hour % 12 + 12 * (half == "pm") if 1 <= hour <= 12 else 24
    rough = "about " in match.group()
    return Clock(hour, int(minute or 0), "Z" if found["zone"] == "Z" else "", "hour" if rough else "minute")
