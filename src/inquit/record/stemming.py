"""Stems: what the inflected forms of a French or an English word have in common.

French stemmers for text with accents go astray on a query without: *declaree*
is not *déclarée* to them. So words are folded first and stemmed afterwards.
Verbs are looked up: the list ``verbs``, inflected by ``conjugation``, and ``stems``
for what is irregular. What is in no list is taken for a noun or an adjective
and loses the marks of plural and feminine. English is Snowball's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from inquit.lexicon import rows
from inquit.record.folding import fold

ANALYSER = "1"
"""Number of this way to make stems; it changes whenever an index made before would no longer fit."""

_LEAST = 4  # Shorter words are left as they are: too little of them would remain.

# Behind the plural's mark; the first that fits is taken. Feminine and masculine
# come to one ending: directrice and directeur, heureuse and heureux.
_ENDINGS = (
    ("trice", "teu"),
    ("euse", "eu"),
    ("eux", "eu"),
    ("eur", "eu"),
    ("eure", "eu"),
    ("elle", "el"),
    ("eau", "el"),
    ("enne", "en"),
    ("onne", "on"),
    ("ette", "et"),
    ("ive", "if"),
    ("aux", "al"),
)
# Verbs that no list knows: endings that hardly a noun has.
_VERBAL = ("eraient", "erait", "eront", "aient", "erent", "ait")


@lru_cache(maxsize=262_144)
def stem_french(form: str) -> str:
    """Give the stem of a folded French word.

    Example:
        >>> [stem_french(word) for word in ("nationaux", "nationale", "directrices", "directeur")]
        ['national', 'national', 'directeu', 'directeu']
        >>> [stem_french(word) for word in ("negociera", "negociees", "negocient", "veulent", "armee", "armes")]
        ['negocier', 'negocier', 'negocier', 'vouloir', 'armee', 'arme']
    """
    known = _french_forms()
    if form in known:
        return known[form]
    if len(form) < _LEAST or not form.isascii() or not form.isalpha():
        return form
    singular = _singular(form)
    return known.get(singular) or known.get(masculine := _masculine(singular)) or masculine


def _singular(form: str) -> str:
    if form.endswith(("eaux", "ieux", "eux", "oux")) and len(form) > _LEAST:
        return form if form.endswith("eux") and not form.endswith("ieux") else form[:-1]
    if form.endswith("aux") and len(form) > _LEAST:
        return form[:-3] + "al"
    return form[:-1] if form.endswith("s") and not form.endswith("ss") else form


def _masculine(form: str) -> str:
    for ending in _VERBAL:
        if form.endswith(ending) and len(form) >= len(ending) + _LEAST:
            return form[: -len(ending)]
    for ending, common in _ENDINGS:
        if form.endswith(ending) and len(form) > len(ending):
            return form[: -len(ending)] + common
    if form.endswith("e") and len(form) > _LEAST:
        form = form[:-1]
    return form[:-1] if form.endswith("s") and len(form) > _LEAST and not form.endswith("ss") else form


@lru_cache(maxsize=262_144)
def stem_english(form: str) -> str:
    """Give the stem of a folded English word.

    Example:
        >>> [stem_english(word) for word in ("negotiations", "negotiated", "countries", "country")]
        ['negoti', 'negoti', 'countri', 'countri']
    """
    return _snowball()(form) if form.isascii() else form


@cache
def _snowball() -> Callable[[str], str]:
    # The one door to snowballstemmer, which has three dozen languages to load.
    from snowballstemmer import stemmer  # noqa: PLC0415

    english: Callable[[str], str] = stemmer("english").stemWord
    return english


def stemmer_for(language: str | None) -> Callable[[str], str]:
    """Give the stemmer for a document's language; French for any that is not English."""
    return stem_english if language == "en" else stem_french


@cache
def function_words() -> frozenset[str]:
    """The folded function words of both languages: a search needs none of them, unless in a phrase."""
    return frozenset(fold(word) for language in ("fr", "en") for (word,) in rows(language, "function-words"))


@cache
def _french_forms() -> dict[str, str]:
    """Each inflected form that a list knows, with its stem; what is irregular goes first."""
    found: dict[str, str] = {word: word for (name,) in rows("fr", "function-words") if (word := fold(name))}
    for stem, forms in rows("fr", "stems"):
        for form in (stem, *forms.split()):
            found.setdefault(fold(form), fold(stem))
    for (infinitive,) in rows("fr", "verbs"):
        for form in _inflected(infinitive):
            found.setdefault(fold(form), fold(infinitive))
    return found


def _inflected(infinitive: str) -> Iterator[str]:
    """The forms of a verb; the longest ending in the list ``conjugation`` decides."""
    endings = _conjugation()
    marked = f"^{infinitive}"  # an ending that begins with the sign is a whole verb
    at = next((at for at in range(len(marked)) if marked[at:] in endings), None)
    yield infinitive
    if at is not None:
        for ending in endings[marked[at:]]:
            yield marked[:at].lstrip("^") + ending


@cache
def _conjugation() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for ending, _, forms in rows("fr", "conjugation"):
        key = ending.strip("-")
        found[key] = (*found.get(key, ()), *(form.strip("-") for form in forms.split()))
    return found
