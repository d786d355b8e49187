"""What the words of a noun phrase are: its name, whose complement a name in it is, how it goes on elsewhere."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from inquit.reading.naming import alternation, determiner_pattern, head_type, keys, role_nouns, titles, weekdays
from inquit.spans import Span

# --- names in a phrase ----------------------------------------------------------

BEFORE_NAME = 120
"""So many characters before a name tell whether it is a complement."""
_OF_SOMEBODY = re.compile(r"(?:\b(?:de|du|des|of)|\bd'|\bof the) *(?:l'|la |un |une |d'un |d'une |the )?((?:[^\W_][\w'-]* ){1,4})$")


@functools.cache
def complement_pattern() -> re.Pattern[str]:
    """Ends in what makes a name the complement of the noun before: *l'entourage de M.*."""
    prepositions = r"(?:\b(?:de|du|des|of|for|avec|pour|a|au|aux|in|en|sur|par|chez|from|by)|\bd'|['’]s)"
    title = rf"(?:{alternation(word + stop for word in (*titles(), 'the') for stop in ('', '.'))}\s*)"
    return re.compile(rf"{prepositions}\s*(?:(?:la|le|les|the)\s+|l'\s*)?{title}?$")


def belongs_to_another(before: str) -> bool:
    """*un livre du journaliste Marc Petit*: the name is that of the complement, not of the source's noun."""
    match = _OF_SOMEBODY.search(before)
    if match is None:
        return False
    noun = match[1].split()[0]
    return noun in role_nouns() or noun in titles()


# --- the words of a source as a name --------------------------------------------

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]?")
_ARTICLE = re.compile(rf"(?:{determiner_pattern('definite', 'indefinite', 'partitive', 'demonstrative')})(?=\S)", re.IGNORECASE)
_ONE_OF = re.compile(r"(?:l['’])?une? (?:des?|de la|du)\b", re.IGNORECASE)
_SERIES = re.compile(r",[^,]*\s(?:et|and|ou|or)\s")
_ITEM_ARTICLE = re.compile(r"((?:,|\s(?:et|ou|and|or))\s)(?:(?:le|la|les|the|des|un|une)\s|l['’])")
_EDGES = " \u00a0\n\t\"“”«»'’,;:…-–"
_DAY = re.compile(rf" (?:le )?{alternation(weekdays())}(?: (?:\d{{1,2}}|1er) [^\W\d_]+)?(?: (?:matin|soir))?\b")
_MADE = re.compile(
    r" (?:rendue?s? publi(?:cs?|ques?)|[^\W\d_]{3,}(?:ée?s?|ise?s?|ite?s?|ue?s?)) "
    rf"(?=(?:par|dans|sur|à|aux?|le|la|l['’]|en|avant|après|lors|tôt|hier|{alternation(weekdays())})\b)"
)
_BY = re.compile(r"(?:\w+ )?par ")


# *les maires eux-mêmes* are *les maires*; the longest such word with its blank.
_THEMSELVES = re.compile(r"\s(?:(?:eux|elles?|lui)-mêmes?|himself|herself|itself|themselves)$")
_SELF = 14


def own_span(text: str, span: Span) -> Span | None:
    """The words of a source that are its name: no article, no brackets, no apposition.

    Example:
        >>> text = "la Cour des comptes (CC), juridiction financière"
        >>> own_span(text, Span(0, len(text))).of(text)
        'Cour des comptes'
    """
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    match = _ARTICLE.match(text, start, end)
    if match and not _ONE_OF.match(text, start, end):
        start = match.end()
    while start < end and text[start] in _EDGES:
        start += 1
    bracket = text.find("(", start, end)
    if bracket > start:
        end = bracket
    comma = text.find(",", start, end)
    if comma > start and not _SERIES.search(text, comma, end):
        end = comma
    if match := _THEMSELVES.search(text, max(start, end - _SELF), end):
        end = match.start()
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if end > start else None


def own_name(text: str, span: Span) -> str:
    """Write the words of a source as a name; in a series each loses its article."""
    name = " ".join(_BRACKETS.sub("", span.of(text)).split())
    if head_type(keys(name[:60])) == "document":
        name = _without_date(name)
    return _ITEM_ARTICLE.sub(r"\1", name)


def _without_date(name: str) -> str:
    """*chiffres publiés jeudi par l'Insee* without the day; *sondage publié dans la presse* without the clause."""
    name = _DAY.sub("", name)
    made = _MADE.search(name)
    return name[: made.start()] if made and not _BY.match(name, made.end()) else name


# --- fuller forms ---------------------------------------------------------------

# How far around a source its fuller form is looked for, and how often the words may
# come there.
_FAR = 6000
_OFTEN = 150
# A full stop is of the word inside it alone, and at the end of "U.S.".
_CAP = r"[A-ZÀ-ÖØ-Þ0-9]\w*(?:['’.-]\w+)*(?:(?<=\.[A-Z])\.)?"
_LINK = r"(?:de la|de l['’]|du|des|de|d['’]|of the|of|pour|à|en)\s?"
_LOWER = r"[a-zà-öø-ÿ][\w'’-]{2,}"
_ADJECTIVE = "ais aise aises ien ienne ain aine éen éenne ois oise ique iques al ale ales elle el if ive aire aires".replace(" ", "|")
_MORE = re.compile(
    rf"\s{_CAP}(?:\s{_CAP})*"
    rf"|\s{_LOWER}(?:{_ADJECTIVE})s?\b"
    rf"|\s{_LINK}(?:{_LOWER}\s{{0,1}})?{_CAP}(?:[\s-]{_CAP})*(?:\s{_LINK}{_CAP}(?:\s{_CAP})*)?"
)
_BETWEEN = re.compile(rf" {_LOWER}", re.IGNORECASE)


def fuller_spans(text: str, low: str, own: Span, source: Span) -> Iterator[Span]:
    """Where the words of a source go on: to a name, an adjective or a complement, or with a word between.

    Args:
        text: The document's text.
        low: The same in small letters, each in its place.
        own: The words of the source that are its name.
        source: The source.
    """
    begin, stop = max(0, source.start - _FAR), min(len(text), source.end + _FAR)
    head, _, rest = own.of(low).partition(" ")
    tail = f" {rest}" if rest else ""
    at = begin
    for _ in range(_OFTEN):
        at = low.find(head, at, stop)
        if at < 0:
            return
        end = at + len(head)
        if _is_edge(text, at):
            between = _BETWEEN.match(text, end, stop) if rest else None
            for middle in ([between.end()] if between else []) + [end]:
                if low.startswith(tail, middle, stop) and (more := _MORE.match(text, middle + len(tail), stop)):
                    if at != own.start:
                        yield Span(at, more.end())
                    end = more.end()
                    break
            else:
                end = at + 1
        else:
            end = at + 1
        at = end


def _is_edge(text: str, at: int) -> bool:
    """Whether a word begins at a character."""
    return (at > 0 and _is_word(text[at - 1])) != _is_word(text[at])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
