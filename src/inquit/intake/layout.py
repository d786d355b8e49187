"""Tell the blocks of a news text apart: headline, byline, dateline, copy, credits, boilerplate.

One rule, one function: each looks at a line in its place and names its kind or
says nothing. :data:`RULES` is their order; the first that speaks decides, and
what no rule claims is a paragraph. The words that the rules know lie in
``data/``.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inquit.document import COPY, Block, Dateline
from inquit.lexicon import guess_language, rows
from inquit.segmentation import paragraphs
from inquit.spans import Span

READ = ("fr", "en")
"""The languages whose furniture is known."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text and what they say of the document."""

    blocks: tuple[Block, ...]
    title: str | None
    authors: tuple[str, ...]
    agency: str | None
    dateline: Dateline | None
    language: str | None


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


# A line longer than this is never furniture by its first words alone: copy may
# begin with "Retrouvez" or "Source" too. Credits and calls seldom reach half.
_FURNITURE_REACH = 160
_HEAD_LINES, _TAIL_LINES = 8, 6
_HEADLINE_REACH, _CROSSHEAD_REACH, _CAPTION_REACH = 220, 70, 400
# A paragraph under which a short line without a full stop is a heading.
_UNDER_CROSSHEAD, _BESIDE_CROSSHEAD = 60, 40

_CLOSING = "»”\"'"
_CAPITAL = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'.\-]*)"
_FINAL = ".!?…:;,»”\"'"
_DASHES = "-–—"


def lay_out_blocks(text: str, published: str | None = None) -> Layout:
    r"""Cut a text into its blocks.

    Lines are the grain, as everywhere in news copy, but for a dateline, which
    stands at the head of a paragraph and is cut off it.

    Args:
        text: A document's text.
        published: ISO date of publication, from which a dateline's year is told.

    Returns:
        The layout. Blocks stand in the order of the text and do not overlap;
        their spans are half-open code points of ``text`` and hold every
        character that is not white space. ``authors`` are as the byline writes
        them; ``title`` is the headline.

    Example:
        >>> told = lay_out_blocks("Le pont rouvre\nPar Ana Roy\nKIEL (Reuters) - Le pont a rouvert lundi, a dit la mairie.")
        >>> [block.kind for block in told.blocks], told.authors, told.agency, told.dateline.place
        (['headline', 'byline', 'dateline', 'paragraph'], ('Ana Roy',), 'Reuters', 'KIEL')
    """
    lines = paragraphs(text)
    told = _kinds(text, lines)
    blocks: list[Block] = []
    dateline: Dateline | None = None
    agency: str | None = None
    for number, (span, (kind, rule)) in enumerate(zip(lines, told, strict=True)):
        head = _dateline(span.of(text), number, published) if kind == "paragraph" and dateline is None else None
        if head is not None:
            length, dateline, agency = head
            blocks.append(Block("dateline", Span(span.start, span.start + length), rule="dateline"))
            rest = span.of(text)[length:]
            span = Span(span.end - len(rest.lstrip()), span.end)  # noqa: PLW2901
        if span.length:
            blocks.append(Block(kind, span, rule=rule))
    blocks = _standfirst(blocks)
    blocks, language = _with_languages(text, blocks)
    authors = tuple(dict.fromkeys(name for b in blocks if b.kind == "byline" for name in authors_of(b.span.of(text))))
    agency = agency or next((a for b in blocks if b.kind in ("byline", "credit") if (a := _agency_in(b.span.of(text)))), None)
    title = next((b.span.of(text) for b in blocks if b.kind == "headline"), None)
    return Layout(tuple(blocks), title, authors, agency, dateline, language)


def _kinds(text: str, lines: Sequence[Span]) -> list[tuple[str, str]]:
    """The kind of each line and the rule that told it."""
    kinds: list[str] = []
    told: list[tuple[str, str]] = []
    written = [span.of(text) for span in lines]
    for index, line in enumerate(written):
        left = len(written) - 1 - index
        before, after = written[index - 1] if index else "", written[index + 1] if left else ""
        kind, name = "paragraph", ""
        if len(line) <= _CAPTION_REACH:
            one = Line(line, _plain(line), index, left, before, after)
            kind, name = next(((found, rule.__name__) for rule in RULES if (found := rule(one, kinds))), (kind, name))
        kinds.append(kind)
        told.append((kind, name))
    _mend_head(written, told)
    _mend_tail(written, told)
    return told


def _is_label(line: str) -> bool:
    """Tell a line that is no sentence: short, without a full stop, not in quotation marks."""
    return len(line) <= _CROSSHEAD_REACH and line[-1] not in ".!?…:;»”\"'" and line[0] not in '«“"‘'


def _mend_head(written: Sequence[str], told: list[tuple[str, str]]) -> None:
    """Take the real headline where a site's chrome stands above it.

    Of the lines above the first paragraph the headline is the first that is no
    shorter than two thirds of the longest; labels above it are the site's.
    """
    first = next((i for i, line in enumerate(written) if told[i][0] == "paragraph" and len(line) > _HEADLINE_REACH / 2), None)
    start = next((i for i, (kind, _) in enumerate(told) if kind == "headline"), None)
    if first is None or start is None or first - start < 2 or first > _HEAD_LINES + 4:
        return
    lines = [i for i in range(start, first) if told[i][0] in ("headline", "paragraph", "crosshead") and written[i][-1] not in ".;"]
    longest = max(len(written[i]) for i in lines) if lines else 0
    real = next((i for i in lines if 3 * len(written[i]) >= 2 * longest and len(written[i].split()) > 2), None)
    if real is None or real == start:
        return
    for i in range(start, real):
        if told[i][0] in ("headline", "crosshead", "paragraph") and _is_label(written[i]):
            told[i] = ("boilerplate", "above_the_headline")
    if all(told[i][0] not in COPY for i in range(start, real)):
        told[real] = ("headline", "headline")


def _mend_tail(written: Sequence[str], told: list[tuple[str, str]]) -> None:
    """Labels below the last sentence of the copy are the site's."""
    last = next((i for i in range(len(told) - 1, -1, -1) if told[i][0] == "paragraph" and not _is_label(written[i])), None)
    if last is None or len(written[last]) < _UNDER_CROSSHEAD:
        return
    for i in range(last + 1, len(told)):
        if told[i][0] in ("paragraph", "crosshead") and _is_label(written[i]) and written[i][0] not in _DASHES:
            told[i] = ("boilerplate", "below_the_copy")


def folded(low: str) -> str:
    """Write lower-case words without accents: capitals often go without, *A LIRE*."""
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))


def _plain(line: str) -> str:
    return re.sub(r"\s+", " ", line.replace("’", "'")).strip().lower()


# --- the rules -----------------------------------------------------------------


def markup_debris(line: Line, _kinds: Sequence[str]) -> str | None:
    """A tag, a style rule or an address that a scraper left behind."""
    return "boilerplate" if _DEBRIS.fullmatch(line.text) else None


_DEBRIS = re.compile(
    r"(?:<[^<>]{1,300}>\s*)+|[a-z-]{3,30}\s*:\s*[\w#.%, ()-]{1,60};|(?:https?://|www\.)\S+|[_*=#~•·.\-–—]{1,80}|\d{1,3}[.)]?"
    r"|(?:&[a-z]{2,8};\s*)+|\(?function\s?\(.*|var [\w.]+\s?=.*|\[[^\[\]]{0,60}\d[^\[\]]{0,20}\]"
)


def site_chrome(line: Line, kinds: Sequence[str]) -> str | None:
    """A breadcrumb, a section's name above the headline, a count, a row of buttons."""
    if len(line.text) > _CROSSHEAD_REACH:
        return None
    parts = [part.strip() for part in re.split(r"[>|›»/·]", line.text)]
    if len(parts) > 2 and all(part and len(part.split()) <= 3 and part[0].isalnum() for part in parts):
        return "boilerplate"
    if _COUNT.fullmatch(line.low):
        return "boilerplate"
    names = line.text.split()
    if _is_buttons(line.text):
        return "boilerplate"
    above = not any(kind in COPY for kind in kinds) and line.left > 1
    section = len(names) <= 2 and len(line.text) <= 24 and line.text[-1].isalnum() and not authors_of(line.text)
    if above and section and len(line.after.split()) >= 4 and not _is_agencies(line.text):
        return "boilerplate"
    return None


def _is_buttons(line: str) -> bool:
    names = re.sub(r"[(\[]\d+[)\]]", " ", line).split()
    return len(names) > 1 and all(name.strip(",").lower() in _words("any", "buttons") for name in names)


_COUNT = re.compile(r"\d{1,6} (?:commentaires?|comments?|réactions?|partages?|shares?|vues?|views?|min(?:utes?)?(?: read| de lecture)?)\.?")


def stamp(line: Line, _kinds: Sequence[str]) -> str | None:
    """*Publié le 3 mars à 8 h 12*, *Updated 3:15 PM*: when the page was made, not what it tells."""
    if len(line.text) > 110 or not any(map(str.isdigit, line.text)) or not line.low.startswith(_stamps()):
        return None
    # A month, an hour or a figure date, and nothing that could be a clause.
    rest = line.low
    for word in (*_stamps(), *_months()):
        rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest)
    left = [word for word in re.findall(r"[^\W\d_]{3,}", rest) if not any(word in _words(language, "clock-words") for language in READ)]
    return "boilerplate" if len(left) <= 1 else None


def byline(line: Line, kinds: Sequence[str]) -> str | None:
    """*Par X et Y*, *By X*; or bare names between headline and copy, or after the copy."""
    if line.index >= _HEAD_LINES and line.left >= _TAIL_LINES:
        return None
    opening = _after_opening(line.text)
    names = authors_of(line.text)
    if opening is not None and (names or (opening and (_is_agencies(opening) or _DESK_BYLINE.match(opening)))):
        return "byline"
    if not names or line.text[-1] in ".!?:" or _ARTICLE.search(line.text):
        # A dash before a name signs a text, or tells who said the words above it.
        signed = names and line.text[0] in _DASHES and line.left < 2 and line.index > 2 and line.before[-1:] not in _CLOSING
        return "byline" if signed else None
    head = "headline" in kinds and kinds.count("paragraph") <= 2 and line.index < _HEAD_LINES and line.text[0] not in _DASHES
    head = head and (kinds[-1] in ("headline", "byline") or len(line.before) > _UNDER_CROSSHEAD or kinds[-1] not in COPY)
    tail = line.left < 2 and "paragraph" in kinds and line.before[-1:] not in _CLOSING
    return "byline" if head or tail else None


_DESK_BYLINE = re.compile(r"(?:la |le service |l['’])?(?:rédaction|newsroom|our staff|staff)\b.{0,40}$", re.IGNORECASE)
_ARTICLE = re.compile(r"\s(?:le|la|les|des|du|of)\s")


def known_furniture(line: Line, _kinds: Sequence[str]) -> str | None:
    """A line that begins as credits, captions and calls begin."""
    if len(line.text) > _FURNITURE_REACH:
        return None
    low = folded(line.low)
    opening = low.lstrip("([•►>*-–—→☞ ")
    for kind, where, phrase in _furniture():
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
    if len(line.text) > _FURNITURE_REACH:
        return None
    if re.match(r"\(c\)|©", line.low):
        return "credit"
    if _is_agencies(line.text) and kinds:
        return "credit"
    if line.left < _TAIL_LINES and line.index and _DESK.fullmatch(line.text):
        return "credit"
    return None


_DESK = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,5})?(?:/[a-zA-Z]{1,5}(?:-[a-z]{1,5})?){1,12}\.?")


def caption(line: Line, _kinds: Sequence[str]) -> str | None:
    """Words that end with a picture's credit: *… à Kiel. REUTERS/Ana Roy*."""
    if len(line.text) <= _CAPTION_REACH and _PICTURE.search(line.text):
        return "credit" if _PICTURE.match(line.text) else "caption"
    if len(line.text) <= _CAPTION_REACH and line.index and _PHOTOGRAPHER.search(line.text):
        return "caption"
    return None


_PICTURE = re.compile(
    r"(?:©\s?|\(?\b(?:AFP|REUTERS|Reuters|AP|EPA|SIPA|Xinhua|Getty(?: Images)?|AP Photo)\s?/\s?|/\s?(?:AFP|REUTERS|Getty)"
    r"|\b(?:Photo(?:graph)?|Crédit|Credit)\s?:?\s+(?=[^\W\d_a-zß-öø-ÿ]))[\w .,'’&/|-]{0,60}\)?\s*\.?$"
)
_PHOTOGRAPHER = re.compile(
    rf"\s{_CAPITAL}\s{_CAPITAL}\s?/\s?{_CAPITAL}(?:\s{_CAPITAL}){{0,3}}$|\s[^\W\d_a-zß-öø-ÿ]{{3,}}(?:\s(?:AFP|AP|REUTERS)|\sPOUR\s.{{3,40}})$"
)


def biography(line: Line, kinds: Sequence[str]) -> str | None:
    """*X est journaliste à…*, *X covers…* at the end, or under the byline's name."""
    if line.left >= _TAIL_LINES or not line.index or len(line.text) > _CAPTION_REACH:
        return None
    match = _NAMED.match(line.text)
    if match is None or len(match.group().split()) < 2 or "paragraph" not in kinds:
        return None
    rest = _plain(line.text[match.end() :])
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
    if line.left >= _TAIL_LINES or "paragraph" not in kinds or line.text[0] not in "«“\"‘'" or line.text[-1] not in "»”\"’'":
        return None
    scraps = [scrap for scrap in re.split(r"[.!?;]+", line.text.strip("«»“”\"‘’' \u00a0\u202f")) if scrap.strip()]
    if len(scraps) < 3 or any(len(scrap.split()) > 6 for scrap in scraps):
        return None
    said = set(re.findall(r"\w+", line.low))
    spoken = [language for language in READ if said & _words(language, "spoken-words")]
    # French "on" is an English preposition, English "do" a French note.
    return "boilerplate" if not spoken or ((own := guess_language(line.text)) in READ and own not in spoken) else None


def headline(line: Line, kinds: Sequence[str]) -> str | None:
    """The first line of copy, when it is short, does not end as a sentence does, and copy follows."""
    if any(kind in COPY for kind in kinds) or not line.left or len(line.text) > _HEADLINE_REACH:
        return None
    if _dateline(line.text, line.index, None):
        return None
    single = not re.search(r"[.!?…]\s", line.text)
    if line.text[-1] not in ".;,:" or (single and line.text[-1] != ":" and 2 * len(line.text) < len(line.after) and len(line.text) < 120):
        return "headline"
    return None


_TIMED = re.compile(r"\d{1,2}\s?[h:]\s?\d{2}\s*[-–—:|]\s+\S")


def crosshead(line: Line, kinds: Sequence[str]) -> str | None:
    """*- Vers un accord -*, or a short line without a full stop between two paragraphs."""
    if not kinds or not line.left or len(line.text) > _CROSSHEAD_REACH:
        return None
    dashed = line.text[0] in _DASHES and line.text[-1] in _DASHES and len(line.text) > 4
    if dashed or _TIMED.match(line.text):
        return "crosshead"
    bare = line.text[-1] not in _FINAL and line.text[0] not in '«“"-–—•*(' and len(line.text.split()) <= 9
    between = kinds[-1] == "paragraph" and len(line.after) > _UNDER_CROSSHEAD and len(line.before) > _UNDER_CROSSHEAD
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


# --- people and agencies -------------------------------------------------------

_PARTICLES = "de|du|des|d|la|le|van|von|der|den|ten|ter|di|da|dos|del|al|el|ben|bin|ibn|abu|y|of"
_NAMED = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:(?:{_PARTICLES})\s+){{1,2}}|d[’'])?{_CAPITAL}){{0,4}}")
_JOINTS = re.compile(r"\s*(?:,|;|&|\b(?:et|and|avec|with)\b)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*(?:\([^()]{0,60}\)|[|•·].*|,?\s+(?:à|in|at)\s+[^\W\d_a-zß-öø-ÿ][\w’' -]{1,40})\s*$")
_ROLES = re.compile(
    r"(?:notre |nos |our )?(?:envoyée?s? spéciale?s?|envoyés spéciaux|correspondante?s?|journalistes?|rédact(?:eur|rice)s?.*"
    r"|staff.*|political .*|senior .*|special .*|correspondent.*|reporter.*|editor.*)",
    re.IGNORECASE,
)


@functools.cache
def _furniture() -> tuple[tuple[str, str, str], ...]:
    found = [(kind, where, folded(phrase)) for language in READ for kind, where, phrase in rows(language, "furniture")]
    return tuple(sorted(found, key=lambda row: -len(row[2])))


@functools.cache
def _words(language: str, name: str) -> frozenset[str]:
    return frozenset(word for (word,) in rows(language, name))


@functools.cache
def _stamps() -> tuple[str, ...]:
    return tuple(sorted((word for language in READ for (word,) in rows(language, "stamps")), key=len, reverse=True))


@functools.cache
def _bios() -> tuple[str, ...]:
    return tuple(phrase for language in READ for (phrase,) in rows(language, "bios"))


@functools.cache
def _agencies() -> dict[str, str]:
    return dict(rows("any", "agencies"))  # type: ignore[arg-type]


def _after_opening(line: str) -> str | None:
    """What follows *Par*, *By* and the like; None when the line does not open so."""
    low = folded(line.lower().replace("’", "'"))
    if len(low) != len(line):
        return None  # decomposed letters: the phrase's length would cut the line wrongly
    for kind, _, phrase in _furniture():
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
    if len(line) > _FURNITURE_REACH or _is_buttons(line):
        return ()
    opened = _after_opening(line)
    rest = (line.lstrip(_DASHES + " ") if opened is None else opened).rstrip(". ")
    while (aside := _ASIDE.search(rest)) and ("," not in aside.group() or aside.group().lstrip()[0] == "("):
        rest = rest[: aside.start()]
    names: list[str] = []
    for part in filter(None, _JOINTS.split(rest)):
        plain = _ASIDE.sub("", part).strip()
        if plain in _agencies() or re.match(r"(?:à|en|in|at|le|on)\s", part) or (names and _ROLES.fullmatch(plain)):
            continue
        if not plain:
            return ()
        words = plain.split()
        if not 2 <= len(words) <= 5 or not _NAMED.fullmatch(plain):
            return ()
        names.append(plain)
    return tuple(names)


def _is_agencies(line: str) -> bool:
    parts = [part for part in _JOINTS.split(line.strip("()[]. ")) if part]
    return bool(parts) and parts[-1] in _agencies() and all(part in _agencies() or bool(_NAMED.fullmatch(part)) for part in parts)


def _agency_in(line: str) -> str | None:
    for form, name in sorted(_agencies().items(), key=lambda row: -len(row[0])):
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", line):
            return name
    return None


# --- datelines -----------------------------------------------------------------


@functools.cache
def _months() -> dict[str, int]:
    return {form: int(month) for language in READ for form, month in rows(language, "months")}


@functools.cache
def _dateline_patterns() -> tuple[re.Pattern[str], ...]:
    month = "(?:" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\.?"
    date = rf"(?P<date>(?:\d{{1,2}}(?:er)?\s+(?i:{month})|(?i:{month})\s+\d{{1,2}})(?:,?\s+\d{{4}})?)"
    caps = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ’'.\-]{2,}"
    upper = rf"(?:{caps}(?:[ /](?:{caps}|d[eu]|la|le|sur))*)"
    any_case = rf"(?:{_CAPITAL}(?:[ /](?:{_CAPITAL}|d[eu]|la|le|sur|the|of))*)"
    land = rf"(?:,\s+{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}|\s\({_CAPITAL}(?:\s{_CAPITAL}){{0,2}}\))?"
    known = "(?:" + "|".join(sorted(map(re.escape, _agencies()), key=len, reverse=True)) + ")"
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


def _dateline(line: str, index: int, published: str | None) -> tuple[int, Dateline, str | None] | None:
    """The dateline at the head of a line: its length, what it says, and the agency."""
    if index >= _HEAD_LINES:
        return None
    head = line[:120]
    for pattern in _dateline_patterns():
        match = pattern.match(head)
        if match is None:
            continue
        found = match.groupdict()
        place, date, agency = found.get("place"), found.get("date"), found.get("agency")
        if agency is None and date is None and len(line) < _UNDER_CROSSHEAD and index < 2:
            continue  # a label in capitals, not a place
        length = len(match.group().rstrip())
        return length, Dateline(place, _iso(date, published) if date else None), _agencies().get(agency, agency) if agency else None
    return None


def _iso(date: str, published: str | None) -> str | None:
    """Write a dateline's day; its year is that of the publication, or the one before when it would lie ahead."""
    numbers = re.findall(r"\d+", date)
    month = next((m for word in re.findall(r"[^\W\d_]+", date.lower()) if (m := _months().get(word))), None)
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


# --- the whole -----------------------------------------------------------------


def _standfirst(blocks: list[Block]) -> list[Block]:
    """Copy between the headline and a byline or dateline is the standfirst."""
    first = next((i for i, block in enumerate(blocks) if block.kind == "headline"), None)
    if first is None:
        return blocks
    mark = next((i for i, b in enumerate(blocks[: first + 6]) if i > first and b.kind in ("byline", "dateline")), None)
    if mark is None:
        return blocks
    between = blocks[first + 1 : mark]
    if not between or len(between) > 2 or any(b.kind not in ("paragraph", "crosshead") for b in between):
        return blocks
    return [*blocks[: first + 1], *(replace(b, kind="standfirst", rule="standfirst") for b in between), *blocks[mark:]]


# Words below which a block's own language is not asked for: names and titles mislead.
_LEAST_WORDS = 6


def _with_languages(text: str, blocks: Sequence[Block]) -> tuple[list[Block], str | None]:
    """Give each block its language, and the document that of most of its copy."""
    counts: Counter[str] = Counter()
    own: list[str | None] = []
    for block in blocks:
        words = block.span.of(text)
        told = guess_language(words, least=3 if block.kind in COPY else 2) if len(words.split()) >= _LEAST_WORDS else None
        own.append(told)
        if told and block.kind in COPY:
            counts[told] += len(words)
    language = counts.most_common(1)[0][0] if counts else guess_language(text)
    return [replace(block, language=told or language) for block, told in zip(blocks, own, strict=True)], language
