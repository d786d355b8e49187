"""The countries that a stretch of text names: *la Russie*, *Moscou*, *russe*, *le Kremlin*.

Words are looked up in the lists, French and English alike, the longest sequence
first; nothing is computed from the document around. A word that is part of
another name (*Air France*, *Washington Post*, *franco-allemand*) gives no
country: not to know one is better than a wrong one. Nor do *Congo*, *Géorgie*
and *Jérusalem*, which the lists leave out because nobody can tell which state
is meant.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from inquit.lexicon import rows
from inquit.spans import Span

KINDS = ("name", "capital", "institution", "adjective")
"""What can tell a country; where two fit the same words, the first is taken."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country that a text names.

    ``code`` is ISO 3166 alpha-3 (``XKX`` for Kosovo, which has none), ``kind``
    one of :data:`KINDS`. ``span`` holds the words, half-open code points of the
    text.
    """

    code: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Institution:
    """A seat or body known by its name.

    ``name`` is one for all the body's forms in a language, ``country`` that for
    which it stands, None for a body of several states. ``type`` is that of a
    speaker.
    """

    name: str
    country: str | None
    type: str


def countries_in(text: str, span: Span) -> list[Country]:
    """Find the countries that a stretch of text names.

    Only words inside the stretch are looked at: a source *Russia* is Russia,
    also before *Says* in a headline.

    Args:
        text: A document's text.
        span: Where to look, half-open code points of ``text``.

    Returns:
        By start; they do not overlap. A country named twice is there twice.

    Example:
        >>> def codes(text):
        ...     return [(c.code, c.kind) for c in countries_in(text, Span(0, len(text)))]
        >>> codes("l'ambassade de Russie à Paris"), codes("the French Foreign Ministry")
        ([('RUS', 'name'), ('FRA', 'capital')], [('FRA', 'adjective')])
        >>> codes("le président de la compagnie Air France"), codes("le Washington Post")
        ([], [])
    """
    words = _words(text, span)
    found = _sequences(text, words)
    # Words of the same country are no foreign names: "the UK Home Office".
    codes = {at: entries[0].code for first, last, entries in found for at in range(first, last)}
    answer = []
    for first, last, entries in found:
        if _in_compound(text, Span(words[first].span.start, words[last - 1].span.end), span):
            continue
        for entry in entries:
            if entry.kind in KINDS and entry.code and _stands_alone(text, words, first, last, entry, codes):
                answer.append(Country(entry.code, entry.kind, Span(words[first].span.start, words[last - 1].span.end)))
                break
    return answer


def institution_of(words: str, language: str = "fr") -> Institution | None:
    """Tell which institution some words name, if nothing else stands beside its name.

    Args:
        words: A source's words, with or without the article before them.
        language: That in which a body is named whose form both have (*Fed*).

    Returns:
        The institution; None when the words are not the name of one.

    Example:
        >>> institution_of("l'Élysée")
        Institution(name='Élysée', country='FRA', type='government')
        >>> institution_of("the UN").name, institution_of("un"), institution_of("le porte-parole du Kremlin")
        ('United Nations', None, None)
    """
    found = _words(words, Span(0, len(words)))
    if len(found) > 1 and found[0].plain in _ARTICLES:
        found = found[1:]
    if not found or not _joined(words, found):
        return None
    fitting = [e for e in _lists().get(found[0].plain, ()) if e.institution and len(e.words) == len(found) and e.fits(found)]
    return next((e.institution for e in fitting if e.language == language), fitting[0].institution if fitting else None)


_ARTICLES = ("le", "la", "les", "l", "the")
# Letters with stops between are one word: "U.S.", "O.N.U.".
_WORD = re.compile(r"[A-Z](?:\.[A-Z])+\b\.?|[^\W_][\w\u0300-\u036f]*")
_JOINT = re.compile(r"\.?\s+|['’ʼ‐‑-]")
_HYPHENS = "-‐‑"
# Capitalised at the start of a sentence, these are no part of a name; besides
# the function words.
_OPENERS = frozenset({
    "a", "ainsi", "ancien", "ancienne", "anciens", "avant", "certaines", "certains", "chez", "contre", "d", "hier", "l", "mais", "n", "ni",
    "pendant", "plusieurs", "quant", "sous", "vers",
    "both", "ex", "five", "former", "four", "leading", "many", "most", "neither", "no", "outgoing", "senior", "several", "some", "three",
    "top", "two", "yesterday",
})  # fmt: skip
_DETERMINERS = frozenset(["au", "aux", "ce", "cette", "ces", "d", "de", "des", "du", "l", "la", "le", "les", "un", "une"])
# How far behind a country's word the noun may stand that makes it one of the
# state's: "Russian Defence Ministry", "US Secretary of State".
_REACH = 3


class _Word(NamedTuple):
    """A word of a text: where it stands, as written (NFC, no stops), and bare of case and accents."""

    span: Span
    written: str
    plain: str

    @property
    def is_capitalised(self) -> bool:
        return self.written[:1].isupper()


class _Entry(NamedTuple):
    """A form of the lists."""

    words: tuple[_Word, ...]
    code: str | None
    kind: str
    language: str
    institution: Institution | None = None

    def fits(self, found: Sequence[_Word]) -> bool:
        """Tell whether a text's words, alike but for case and accents, are the form's."""
        return all(_is_written(here, own) for here, own in zip(found, self.words, strict=True))


def _is_written(here: _Word, own: _Word) -> bool:
    """A capital of the form must be one in the text; an accent may be missing there, not be added.

    Small letters of the form fit capitals: *Russe*, *Îles Salomon*. A form in
    capitals fits nothing else, or *UN* would be *un*.
    """
    if here.plain != own.plain:
        return False
    if len(own.written) > 1 and own.written.isupper() and not here.written.isupper():
        return False
    if own.is_capitalised and not here.is_capitalised:
        return False
    letters, wanted = here.written.casefold(), own.written.casefold()
    return letters == wanted or (len(letters) == len(wanted) and all(a in (b, _bare(b)) for a, b in zip(letters, wanted, strict=True)))


def _bare(letters: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))


def _words(text: str, span: Span) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text, span.start, span.end):
        written = unicodedata.normalize("NFC", match.group().replace(".", ""))
        found.append(_Word(Span(match.start(), match.end()), written, _bare(written.casefold())))
    return found


@functools.cache
def _lists() -> dict[str, tuple[_Entry, ...]]:
    """The forms by their first word, the longest first, among these by kind."""
    made: dict[str, list[_Entry]] = {}

    def add(form: str, code: str | None, kind: str, language: str, institution: Institution | None = None) -> None:
        words = tuple(_words(form, Span(0, len(form))))
        made.setdefault(words[0].plain, []).append(_Entry(words, code, kind, language, institution))

    for language in ("fr", "en"):
        for form, country, kind in rows(language, "countries"):
            add(form, _code(country), kind, language)
        for form, country, type_, name in rows(language, "institutions"):
            add(form, _code(country), "institution", language, Institution(name, _code(country), type_))
    order = {kind: place for place, kind in enumerate(KINDS)}
    return {
        first: tuple(sorted(entries, key=lambda entry: (-len(entry.words), order.get(entry.kind, len(KINDS)))))
        for first, entries in made.items()
    }


def _code(cell: str) -> str | None:
    return None if cell == "-" else cell


def _sequences(text: str, words: Sequence[_Word]) -> list[tuple[int, int, list[_Entry]]]:
    """Word sequences ``[first, last)`` that are in the lists, from left to right, the longest at each place."""
    lists = _lists()
    found = []
    at = 0
    while at < len(words):
        entries: list[_Entry] = []
        for entry in lists.get(words[at].plain, ()):
            length = len(entry.words)
            if entries and length < len(entries[0].words):
                break
            here = words[at : at + length]
            if len(here) == length and entry.fits(here) and _joined(text, here):
                entries.append(entry)
        if entries:
            found.append((at, at + len(entries[0].words), entries))
        at += len(entries[0].words) if entries else 1
    return found


def _joined(text: str, words: Sequence[_Word]) -> bool:
    return all(_JOINT.fullmatch(text, one.span.end, other.span.start) for one, other in pairwise(words))


def _in_compound(text: str, found: Span, within: Span) -> bool:
    """Tell whether a hyphen ties the words to others: *franco-allemand*, *Russia-backed*."""
    before = text[max(within.start, found.start - 2) : found.start]
    after = text[found.end : min(within.end, found.end + 2)]
    return (before[1:] in _HYPHENS and before[:1].isalnum() and len(before) == 2) or (
        after[:1] in _HYPHENS and after[1:].isalnum() and len(after) == 2
    )


def _stands_alone(text: str, words: Sequence[_Word], first: int, last: int, entry: _Entry, codes: dict[int, str | None]) -> bool:
    """Tell whether words of the lists are no part of a longer name."""
    if entry.kind == "adjective" and not words[first].is_capitalised:
        return True
    if first and codes.get(first - 1) != entry.code and _is_name_word(words[first - 1]) and _spaced(text, words[first - 1], words[first]):
        return False
    if last == len(words) or codes.get(last) == entry.code or not _spaced(text, words[last - 1], words[last]):
        return True
    if not _is_name_word(words[last]):
        return True
    # "le Russe Daniil Medvedev": French nouns of people are followed by names.
    if entry.kind == "adjective" and entry.language == "fr" and first and words[first - 1].plain in _DETERMINERS:
        return True
    return _before_office(text, words, last, 1 if entry.kind in ("capital", "institution") else _REACH)


def _is_name_word(word: _Word) -> bool:
    return word.is_capitalised and word.plain not in _OPENERS and word.plain not in _function_words()


def _spaced(text: str, one: _Word, other: _Word) -> bool:
    gap = text[one.span.end : other.span.start]
    return gap.isspace() or (gap[:1] == "." and gap[1:].isspace() and one.plain in _shortened_titles())


def _before_office(text: str, words: Sequence[_Word], at: int, reach: int) -> bool:
    """Tell whether a title or an authority follows in the same run of capitals."""
    offices = _offices()
    for place in range(at, min(at + reach, len(words))):
        if not words[place].is_capitalised or not _spaced(text, words[place - 1], words[place]):
            return False
        if words[place].plain in offices:
            return True
    return False


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(_bare(word) for language in ("fr", "en") for (word,) in rows(language, "function-words"))


@functools.cache
def _shortened_titles() -> frozenset[str]:
    """Titles that a stop ends: *Mr.*, *Sen.*, *M.*."""
    return frozenset(
        _bare(title[:-1].casefold()) for language in ("fr", "en") for title, _ in rows(language, "titles") if title.endswith(".")
    )


@functools.cache
def _offices() -> frozenset[str]:
    """Nouns of state: authorities, and in English the titles before a name."""
    authorities = {form for language in ("fr", "en") for form, type_ in rows(language, "bodies") if type_ == "government"}
    # Saints are in place names: "Paris Saint-Germain".
    titles = {title for title, _ in rows("en", "titles")} - {"Saint", "St."}
    return frozenset(_bare(word.casefold().rstrip(".")) for word in authorities | titles if " " not in word)
