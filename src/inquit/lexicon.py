"""Word lists, which live in ``data/`` apart from the code, and what is read off them."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from inquit.errors import InquitError

COLUMNS = {
    "abbreviations": ("word",),
    "agencies": ("form", "name"),
    "bios": ("phrase",),
    "bodies": ("form", "type"),
    "buttons": ("word",),
    "clock-words": ("word",),
    "conjugation": ("ending", "tense", "forms"),
    "countries": ("form", "country", "kind"),
    "cues": ("cue", "class", "when", "label"),
    "determiners": ("form", "kind", "gender", "number"),
    "fields": ("field", "column"),
    "first-names": ("name", "gender"),
    "function-words": ("word",),
    "furniture": ("kind", "where", "phrase"),
    "grammar": ("role", "words"),
    "institutions": ("form", "country", "type", "name"),
    "labels": ("key", "label"),
    "months": ("form", "month"),
    "naming": ("kind", "word"),
    "page-parts": ("part", "name"),
    "press-roles": ("word",),
    "pronouns": ("form", "person", "gender", "number"),
    "role-nouns": ("word",),
    "spoken-words": ("word",),
    "stamps": ("word",),
    "stems": ("stem", "forms"),
    "time-words": ("kind", "form", "value"),
    "titles": ("form", "gender"),
    "verbs": ("verb",),
}
"""The lists there are, with the columns that each must have."""

LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "nl")
"""Languages that are told apart; the reader reads the first two."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
# A text in either language has a function word in three; below a tenth it is
# in neither, or no prose.
_LEAST_SHARE = 0.10
# By how much the first language must lead the second: French and Spanish, say,
# share short words, and one that is only ahead by a nose is not shown.
_LEAD = 1.3


@functools.cache
def rows(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Read a word list.

    Args:
        language: Folder of ``data/``, such as ``fr``.
        name: One of :data:`COLUMNS`.

    Raises:
        InquitError: the list has other columns than it must have.

    Example:
        >>> ("selon",) in rows("fr", "function-words")
        True
    """
    lines = (files("inquit") / "data" / language / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = (tuple(line.split("\t")) for line in lines)
    if header != COLUMNS[name] or any(len(row) != len(header) for row in body):
        raise InquitError(f"data/{language}/{name}.tsv: columns must be {', '.join(COLUMNS[name])}")
    return tuple(body)


def guess_language(text: str, least: int = 1) -> str | None:
    """Tell a text's language by its function words.

    A word that several of :data:`LANGUAGES` share counts for each in part. A
    language is given only when it leads clearly.

    Args:
        text: Running text; its first 20,000 characters are looked at.
        least: Different function words that the leading language must have, at least.

    Returns:
        One of :data:`LANGUAGES`; None when none can be shown.

    Example:
        >>> guess_language("Le ministre a parlé aux élus de la ville."), guess_language("42")
        ('fr', None)
    """
    sample = text[:_SAMPLE].lower()
    found = 0
    sums = dict.fromkeys(LANGUAGES, 0.0)
    hits: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    shared = _function_words()
    for match in _WORD.finditer(sample):
        found += 1
        for language in (of := shared.get(match.group(), ())):
            sums[language] += 1 / len(of)
            hits[language].add(match.group())
    best, second = sorted(LANGUAGES, key=sums.__getitem__, reverse=True)[:2]
    if len(hits[best]) < least or sums[best] <= _LEAST_SHARE * found or sums[best] < _LEAD * sums[second]:
        return None
    return best


@functools.cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """The languages in which each word is a function word."""
    of: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        for (word,) in rows(language, "function-words"):
            of[word] = (*of.get(word, ()), language)
    return of
