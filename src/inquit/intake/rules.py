"""The rules that tell what a line of a news text is.

One rule, one function: each looks at a line in its place and names its kind or
says nothing. :data:`RULES` is their order; the first that speaks decides, and
what no rule claims is a paragraph. The words that the rules know lie in ``data/``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inquit.document import COPY
from inquit.intake.bylines import (
    CAPITAL,
    DASHES,
    FURNITURE_REACH,
    HEAD_LINES,
    NAMED,
    READ,
    UNDER_CROSSHEAD,
    after_opening,
    authors_of,
    dateline_of,
    folded,
    furniture,
    is_agencies,
    is_buttons,
    months,
    plain,
    words_of,
)
from inquit.lexicon import guess_language, rows

HEADLINE_REACH, CROSSHEAD_REACH, CAPTION_REACH = 220, 70, 400
"""Characters beyond which a line is no such thing."""

TAIL_LINES = 6
_BESIDE_CROSSHEAD = 40
_CLOSING = "»”\"'"
_FINAL = ".!?…:;,»”\"'"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text in its place.

    ``text`` is without white space at its ends; ``low`` the same in lower case
    with straight apostrophes and plain blanks. ``index`` counts from the first
    line that is not blank, ``left`` to the last. ``before`` and ``after`` are
    the lines beside it.
    """

    text: str
    low: str
    index: int
    left: int
    before: str
    after: str


@functools.cache
def _stamps() -> tuple[str, ...]:
    return tuple(sorted((word for language in READ for (word,) in rows(language, "stamps")), key=len, reverse=True))


@functools.cache
def _bios() -> tuple[str, ...]:
    return tuple(phrase for language in READ for (phrase,) in rows(language, "bios"))


def markup_debris(line: Line, _kinds: Sequence[str]) -> str | None:
    """A tag, a style rule or an address that a scraper left behind."""
    return "boilerplate" if _DEBRIS.fullmatch(line.text) else None


_DEBRIS = re.compile(
    r"(?:<[^<>]{1,300}>\s*)+|[a-z-]{3,30}\s*:\s*[\w#.%, ()-]{1,60};|(?:https?://|www\.)\S+|\d{1,3}[.)]?"
    r"|(?:&[a-z]{2,8};\s*)+|\(?function\s?\(.*|var [\w.]+\s?=.*|\[[^\[\]]{0,60}\d[^\[\]]{0,20}\]"
)


def site_chrome(line: Line, kinds: Sequence[str]) -> str | None:
    """A breadcrumb, a section's name above the headline, a count, a row of buttons."""
    if len(line.text) > CROSSHEAD_REACH:
        return None
    parts = [part.strip() for part in re.split(r"[>|›»/·]", line.text)]
    if len(parts) > 2 and all(part and len(part.split()) <= 3 and part[0].isalnum() for part in parts):
        return "boilerplate"
    if _COUNT.fullmatch(line.low):
        return "boilerplate"
    names = line.text.split()
    if is_buttons(line.text):
        return "boilerplate"
    above = not any(kind in COPY for kind in kinds) and line.left > 1
    section = len(names) <= 2 and len(line.text) <= 24 and line.text[-1].isalnum() and not authors_of(line.text)
    if above and section and len(line.after.split()) >= 4 and not is_agencies(line.text):
        return "boilerplate"
    return None


_COUNT = re.compile(r"\d{1,6} (?:commentaires?|comments?|réactions?|partages?|shares?|vues?|views?|min(?:utes?)?(?: read| de lecture)?)\.?")


def stamp(line: Line, _kinds: Sequence[str]) -> str | None:
    """*Publié le 3 mars à 8 h 12*, *Updated 3:15 PM*: when the page was made, not what it tells."""
    if len(line.text) > 110 or not any(map(str.isdigit, line.text)) or not line.low.startswith(_stamps()):
        return None
    # A month, an hour or a figure date, and nothing that could be a clause.
    rest = line.low
    for word in (*_stamps(), *months()):
        rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest)
    left = [word for word in re.findall(r"[^\W\d_]{3,}", rest) if not any(word in words_of(language, "clock-words") for language in READ)]
    return "boilerplate" if len(left) <= 1 else None


def byline(line: Line, kinds: Sequence[str]) -> str | None:
    """*Par X et Y*, *By X*; or bare names between headline and copy, or after the copy."""
    if line.index >= HEAD_LINES and line.left >= TAIL_LINES:
        return None
    opening = after_opening(line.text)
    names = authors_of(line.text)
    if opening is not None and (names or (opening and (is_agencies(opening) or _DESK_BYLINE.match(opening)))):
        return "byline"
    if not names or line.text[-1] in ".!?:" or _ARTICLE.search(line.text):
        # A dash before a name signs a text, or tells who said the words above it.
        signed = names and line.text[0] in DASHES and line.left < 2 and line.index > 2 and line.before[-1:] not in _CLOSING
        return "byline" if signed else None
    head = "headline" in kinds and kinds.count("paragraph") <= 2 and line.index < HEAD_LINES and line.text[0] not in DASHES
    head = head and (kinds[-1] in ("headline", "byline") or len(line.before) > UNDER_CROSSHEAD or kinds[-1] not in COPY)
    tail = line.left < 2 and "paragraph" in kinds and line.before[-1:] not in _CLOSING
    return "byline" if head or tail else None


_DESK_BYLINE = re.compile(r"(?:la |le service |l['’])?(?:rédaction|newsroom|our staff|staff)\b.{0,40}$", re.IGNORECASE)
_ARTICLE = re.compile(r"\s(?:le|la|les|des|du|of)\s")


def known_furniture(line: Line, _kinds: Sequence[str]) -> str | None:
    """A line that begins as credits, captions and calls begin."""
    if len(line.text) > FURNITURE_REACH:
        return None
    low = folded(line.low)
    opening = low.lstrip("([•►>*-–—→☞ ")
    for kind, where, phrase in furniture():
        if kind == "byline":
            continue
        if where == "within":
            found = phrase in low
        else:
            rest = opening[len(phrase) :]
            found = opening.startswith(phrase) and not rest[:1].isalnum()
            found = found and (where == "start" or not rest.strip(" ).") or rest.lstrip().startswith((":", "|")))
        if found:
            return kind
    return None


def credit(line: Line, kinds: Sequence[str]) -> str | None:
    """*(c) AFP*, an agency's name alone, *X avec AFP*, the initials of a desk."""
    if len(line.text) > FURNITURE_REACH:
        return None
    if re.match(r"\(c\)|©", line.low):
        return "credit"
    if is_agencies(line.text) and kinds:
        return "credit"
    if line.left < TAIL_LINES and line.index and _DESK.fullmatch(line.text):
        return "credit"
    return None


_DESK = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,5})?(?:/[a-zA-Z]{1,5}(?:-[a-z]{1,5})?){1,12}\.?")


def caption(line: Line, _kinds: Sequence[str]) -> str | None:
    """Words that end with a picture's credit: *… à Kiel. REUTERS/Ana Roy*."""
    if len(line.text) <= CAPTION_REACH and _PICTURE.search(line.text):
        return "credit" if _PICTURE.match(line.text) else "caption"
    if len(line.text) <= CAPTION_REACH and line.index and _PHOTOGRAPHER.search(line.text):
        return "caption"
    return None


_PICTURE = re.compile(
    r"(?:©\s?|\(?\b(?:AFP|REUTERS|Reuters|AP|EPA|SIPA|Xinhua|Getty(?: Images)?|AP Photo)\s?/\s?|/\s?(?:AFP|REUTERS|Getty)"
    r"|\b(?:Photo(?:graph)?|Crédit|Credit)\s?:?\s+(?=[^\W\d_a-zß-öø-ÿ]))[\w .,'’&/|-]{0,60}\)?\s*\.?$"
)
_PHOTOGRAPHER = re.compile(
    rf"\s{CAPITAL}\s{CAPITAL}\s?/\s?{CAPITAL}(?:\s{CAPITAL}){{0,3}}$|\s[^\W\d_a-zß-öø-ÿ]{{3,}}(?:\s(?:AFP|AP|REUTERS)|\sPOUR\s.{{3,40}})$"
)


def biography(line: Line, kinds: Sequence[str]) -> str | None:
    """*X est journaliste à…*, *X covers…* at the end, or under the byline's name."""
    if line.left >= TAIL_LINES or not line.index or len(line.text) > CAPTION_REACH:
        return None
    match = NAMED.match(line.text)
    if match is None or len(match.group().split()) < 2 or "paragraph" not in kinds:
        return None
    rest = plain(line.text[match.end() :])
    named = any(rest.startswith(phrase) for phrase in _bios()) or _press_role().match(rest)
    return "boilerplate" if named else None


@functools.cache
def _press_role() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(word) for language in READ for (word,) in rows(language, "press-roles")), key=len, reverse=True))
    return re.compile(rf"(?:is|was|est|était)\s[^.!?]{{0,40}}?\b(?:{words})\b")


def slogan(line: Line, kinds: Sequence[str]) -> str | None:
    """A profile in quotation marks: three or more scraps of a few words, none with a pronoun.

    What somebody said has a verb sooner or later, and a pronoun before it;
    *“Web nerd. Proud parent. Music fan.”* has neither.
    """
    if line.left >= TAIL_LINES or "paragraph" not in kinds or line.text[0] not in "«“\"‘'" or line.text[-1] not in "»”\"’'":
        return None
    scraps = [scrap for scrap in re.split(r"[.!?;]+", line.text.strip("«»“”\"‘’' \u00a0\u202f")) if scrap.strip()]
    if len(scraps) < 3 or any(len(scrap.split()) > 6 for scrap in scraps):
        return None
    said = set(re.findall(r"\w+", line.low))
    spoken = [language for language in READ if said & words_of(language, "spoken-words")]
    # French "on" is an English preposition, English "do" a French note.
    return "boilerplate" if not spoken or ((own := guess_language(line.text)) in READ and own not in spoken) else None


def headline(line: Line, kinds: Sequence[str]) -> str | None:
    """The first line of copy, when it is short, does not end as a sentence does, and copy follows."""
    if any(kind in COPY for kind in kinds) or not line.left or len(line.text) > HEADLINE_REACH:
        return None
    if dateline_of(line.text, line.index, None):
        return None
    single = not re.search(r"[.!?…]\s", line.text)
    if line.text[-1] not in ".;,:" or (single and line.text[-1] != ":" and 2 * len(line.text) < len(line.after) and len(line.text) < 120):
        return "headline"
    return None


_SEPARATOR = re.compile(r"[_*=#~•·.\-–—\s]{1,80}")
_TIMED = re.compile(r"\d{1,2}\s?[h:]\s?\d{2}\s*[-–—:|]\s+\S")


def crosshead(line: Line, kinds: Sequence[str]) -> str | None:
    """*- Vers un accord -*, or a short line without a full stop between two paragraphs."""
    if not kinds or not line.left or len(line.text) > CROSSHEAD_REACH:
        return None
    if _SEPARATOR.fullmatch(line.text):
        return "crosshead"
    dashed = line.text[0] in DASHES and line.text[-1] in DASHES and len(line.text) > 4
    if dashed or _TIMED.match(line.text):
        return "crosshead"
    bare = line.text[-1] not in _FINAL and line.text[0] not in '«“"-–—•*(' and len(line.text.split()) <= 9
    between = kinds[-1] == "paragraph" and len(line.after) > UNDER_CROSSHEAD and len(line.before) > UNDER_CROSSHEAD
    return "crosshead" if bare and between and line.text[:1].isupper() else None


Rule = Callable[[Line, Sequence[str]], "str | None"]
RULES: tuple[Rule, ...] = (
    markup_debris,
    stamp,
    byline,
    known_furniture,
    credit,
    caption,
    biography,
    slogan,
    site_chrome,
    headline,
    crosshead,
)
"""The rules in their order."""
