"""Read who wrote a dispatch, where, when and for which agency: bylines and datelines."""

from __future__ import annotations

import functools
import re
import unicodedata

from inquit.document import Dateline
from inquit.lexicon import rows

READ = ("fr", "en")
"""The languages whose furniture is known."""

# A line longer than this is never furniture by its first words alone: copy may
# begin with "Retrouvez" or "Source" too. Credits and calls seldom reach half.
FURNITURE_REACH = 160
# Lines from the top in which bylines and datelines stand.
HEAD_LINES = 8
# A paragraph under which a short line without a full stop is a heading.
UNDER_CROSSHEAD = 60

CAPITAL = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'.\-]*)"
DASHES = "-–—"


def folded(low: str) -> str:
    """Write lower-case words without accents: capitals often go without, *A LIRE*."""
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


_PARTICLES = "de|du|des|d|la|le|van|von|der|den|ten|ter|di|da|dos|del|al|el|ben|bin|ibn|abu|y|of"
NAMED = re.compile(rf"{CAPITAL}(?:\s+(?:(?:(?:{_PARTICLES})\s+){{1,2}}|d[’'])?{CAPITAL}){{0,4}}")
_JOINTS = re.compile(r"\s*(?:,|;|&|\b(?:et|and|avec|with)\b)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*(?:\([^()]{0,60}\)|[|•·].*|,?\s+(?:à|in|at)\s+[^\W\d_a-zß-öø-ÿ][\w’' -]{1,40})\s*$")
_ROLES = re.compile(
    r"(?:notre |nos |our )?(?:envoyée?s? spéciale?s?|envoyés spéciaux|correspondante?s?|journalistes?|rédact(?:eur|rice)s?.*"
    r"|staff.*|political .*|senior .*|special .*|correspondent.*|reporter.*|editor.*)",
    re.IGNORECASE,
)


def plain(line: str) -> str:
    """Write a line in lower case with straight apostrophes and plain blanks."""
    return re.sub(r"\s+", " ", line.replace("’", "'")).strip().lower()


@functools.cache
def furniture() -> tuple[tuple[str, str, str], ...]:
    """Give kind, place and phrase of what furniture begins with, the longest phrases first, without accents."""
    found = [(kind, where, folded(phrase)) for language in READ for kind, where, phrase in rows(language, "furniture")]
    return tuple(sorted(found, key=lambda row: -len(row[2])))


@functools.cache
def words_of(language: str, name: str) -> frozenset[str]:
    """Give a list of one column as a set."""
    return frozenset(word for (word,) in rows(language, name))


@functools.cache
def agencies() -> dict[str, str]:
    """Give the names of news agencies by the forms in which they are printed."""
    return dict(rows("any", "agencies"))  # type: ignore[arg-type]


def after_opening(line: str) -> str | None:
    """What follows *Par*, *By* and the like; None when the line does not open so."""
    low = folded(line.lower().replace("’", "'"))
    if len(low) != len(line):
        return None  # decomposed letters: the phrase's length would cut the line wrongly
    for kind, _, phrase in furniture():
        if kind == "byline" and low.startswith(phrase) and (low[len(phrase) : len(phrase) + 1] in (" ", "\u00a0", ":", "")):
            return line[len(phrase) :].lstrip(" :\u00a0\u202f")
    return None


def authors_of(line: str) -> tuple[str, ...]:
    """Read the names off a byline.

    Returns:
        The names in order, as written; none when the line is no byline.

    Example:
        >>> authors_of("Par Anne de La Tour, à Kiel, et J.-P. Roux (avec AFP)"), authors_of("Par ici la sortie")
        (('Anne de La Tour', 'J.-P. Roux'), ())
    """
    if len(line) > FURNITURE_REACH or is_buttons(line):
        return ()
    opened = after_opening(line)
    rest = (line.lstrip(DASHES + " ") if opened is None else opened).rstrip(". ")
    while (aside := _ASIDE.search(rest)) and ("," not in aside.group() or aside.group().lstrip()[0] == "("):
        rest = rest[: aside.start()]
    names: list[str] = []
    for part in filter(None, _JOINTS.split(rest)):
        plain = _ASIDE.sub("", part).strip()
        if plain in agencies() or re.match(r"(?:à|en|in|at|le|on)\s", part) or (names and _ROLES.fullmatch(plain)):
            continue
        if not plain:
            return ()
        words = plain.split()
        if not 2 <= len(words) <= 5 or not NAMED.fullmatch(plain):
            return ()
        names.append(plain)
    return tuple(names)


def is_agencies(line: str) -> bool:
    """Tell whether a line is an agency's name, or people with one: *Ana Roy avec AFP*."""
    parts = [part for part in _JOINTS.split(line.strip("()[]. ")) if part]
    return bool(parts) and parts[-1] in agencies() and all(part in agencies() or bool(NAMED.fullmatch(part)) for part in parts)


def agency_in(line: str) -> str | None:
    """Find an agency named in a line."""
    for form, name in sorted(agencies().items(), key=lambda row: -len(row[0])):
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", line):
            return name
    return None


def is_buttons(line: str) -> bool:
    """Tell a row of buttons that a scraper took for words: *Partager Tweeter*."""
    names = re.sub(r"[(\[]\d+[)\]]", " ", line).split()
    return len(names) > 1 and all(name.strip(",").lower() in words_of("any", "buttons") for name in names)


@functools.cache
def months() -> dict[str, int]:
    """Give the number of each month by its printed forms in both languages."""
    return {form: int(month) for language in READ for form, month in rows(language, "months")}


@functools.cache
def _dateline_patterns() -> tuple[re.Pattern[str], ...]:
    month = "(?:" + "|".join(sorted(map(re.escape, months()), key=len, reverse=True)) + r")\.?"
    date = rf"(?P<date>(?:\d{{1,2}}(?:er)?\s+(?i:{month})|(?i:{month})\s+\d{{1,2}})(?:,?\s+\d{{4}})?)"
    caps = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ’'.\-]{2,}"
    upper = rf"(?:{caps}(?:[ /](?:{caps}|d[eu]|la|le|sur))*)"
    any_case = rf"(?:{CAPITAL}(?:[ /](?:{CAPITAL}|d[eu]|la|le|sur|the|of))*)"
    land = rf"(?:,\s+{CAPITAL}(?:\s{CAPITAL}){{0,2}}|\s\({CAPITAL}(?:\s{CAPITAL}){{0,2}}\))?"
    known = "(?:" + "|".join(sorted(map(re.escape, agencies()), key=len, reverse=True)) + ")"
    named = r"[^\W\d_a-zß-öø-ÿ][\w.&’' -]{1,38}"
    dash = r"\s*[-–—]{1,2}\s+"
    # From the surest down: a known agency needs no dash, one unknown needs a
    # date or a place in capitals as well, and no agency needs both or the last.
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"(?P<place>{any_case}{land})(?:,\s*{date})?\s*\((?P<agency>{known})[^()]{{0,20}}\)(?:{dash}|\s*:?\s+|$)",
            rf"\((?P<agency>{known})\)(?:{dash}|\s+|$)",
            rf"(?P<place>{any_case}{land}),\s*{date}\s*\((?P<agency>{named})\)(?:{dash}|$)",
            rf"(?P<place>{upper}{land})\s*\((?P<agency>{named})\){dash}",
            rf"(?P<place>{upper}{land}),\s*{date}{dash}",
            rf"(?P<place>{upper}){dash}",
        )
    )


def dateline_of(line: str, index: int, published: str | None) -> tuple[int, Dateline, str | None] | None:
    """The dateline at the head of a line: its length, what it says, and the agency."""
    if index >= HEAD_LINES:
        return None
    head = line[:120]
    for pattern in _dateline_patterns():
        match = pattern.match(head)
        if match is None:
            continue
        found = match.groupdict()
        place, date, agency = found.get("place"), found.get("date"), found.get("agency")
        if agency is None and date is None and len(line) < UNDER_CROSSHEAD and index < 2:
            continue  # a label in capitals, not a place
        length = len(match.group().rstrip())
        return length, Dateline(place, _iso(date, published) if date else None), agencies().get(agency, agency) if agency else None
    return None


def _iso(date: str, published: str | None) -> str | None:
    """Write a dateline's day; its year is that of the publication, or the one before when it would lie ahead."""
    numbers = re.findall(r"\d+", date)
    month = next((m for word in re.findall(r"[^\W\d_]+", date.lower()) if (m := months().get(word))), None)
    if month is None or not 1 <= int(numbers[0]) <= 31:
        return None
    day = f"{month:02}-{int(numbers[0]):02}"
    if len(numbers) > 1:
        return f"{numbers[1]}-{day}"
    if published is None:
        return f"--{day}"
    year = int(published[:4])
    # A dispatch may bear tomorrow's date; it is not dated eleven months ahead.
    ahead = month - int(published[5:7])
    return f"{year - (ahead > 6) + (ahead < -6)}-{day}"
