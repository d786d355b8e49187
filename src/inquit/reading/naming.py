"""The words that names and descriptions are made of, and how words are compared.

All of them come from the word lists, French and English alike; a document's
names come from the document alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inquit.lexicon import rows

READ = ("fr", "en")
"""The languages whose word lists are asked; where both have a form, the first is believed."""

KINDS: dict[str, str] = {
    "address": "stands before a family name and makes it one: M., Mrs",
    "before-noun": "may stand before the noun of a function: le futur ministre",
    "clause": "opens a clause or is the verb of one: what stands behind is no description",
    "collective": "means several of what follows: la plupart des élus, ceux qui",
    "complement": "brings in what belongs to the noun before it: secrétaire général de l'OTAN",
    "feminine": "how a word ends that means a woman",
    "honorific": "title that tells no function: Mme, maître, Lord",
    "modifier": "stands before a noun and does not tell what it is: les derniers chiffres",
    "no-body": "noun of a body that is only a place or a cause beside a function: le maire de la ville",
    "opener": "opens a sentence with a capital and is no name, beyond the function words",
    "opens-function": "before the noun of a function as well, and a function by itself: le premier",
    "particle": "small word between the parts of a name: Mohammed bin Salman",
    "place-office": "what stands before the name of a place: le maire de Pau",
    "portfolio": "function whose complement is a field and no body: ministre de l'Intérieur",
    "prefix": "joined to the noun of a function: ex-ministre",
    "reign": "title that a bearer of one name always keeps: le pape François",
    "skipped": "tells nothing of which function is meant: l'ancien ministre",
    "younger": "tells a person from another of the same name: Junior",
}
"""What the words of the ``naming`` lists do."""


@dataclass(frozen=True, slots=True)
class Determiner:
    """What stands before a noun; ``gender`` and ``number`` are None where it does not show them."""

    kind: str
    gender: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun's person (1, 2, 3, relative, indefinite, other), gender and number; "-" for one that it does not show."""

    person: str
    gender: str
    number: str


# --- how words are compared -----------------------------------------------------


def fold(text: str) -> str:
    """Write a stretch of text in small letters without accents.

    Example:
        >>> fold("Élysée"), fold("L’")
        ('elysee', "l'")
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


key = functools.lru_cache(maxsize=20_000)(fold)
"""A word as it is compared; remembered, since copy repeats its words."""

_WORD = re.compile(r"[^\W_]+(?:['’.-](?=[^\W_])[^\W_]+)*['’]?")
ELIDED = re.compile(r"(?:[cdjlmnst]|qu)'")
"""What is left of a small word before a vowel, as a key."""


def keys(text: str) -> tuple[str, ...]:
    """Give the words of a text as they are compared, elided articles apart.

    Example:
        >>> keys("le chef d’état-major, Jean-Luc")
        ('le', 'chef', "d'", 'etat-major', 'jean-luc')
    """
    found: list[str] = []
    for written in _WORD.findall(text):
        word = key(written)
        elided = ELIDED.match(word) if "'" in word else None
        if elided:
            found.append(elided.group())
            word = word[elided.end() :]
        if word:
            found.append(word)
    return tuple(found)


def title_key(word: str) -> str:
    """Write a word as :func:`titles` has it, without the full stop that ends it."""
    return key(word).rstrip(".")


def line_start(text: str, at: int, reach: int) -> int:
    """Where the line of a character begins; not farther back than ``reach``."""
    back = max(0, at - reach)
    return max(text.rfind("\n", back, at) + 1, back)


# --- the lists ------------------------------------------------------------------


@functools.cache
def titles() -> dict[str, str | None]:
    """What stands before a name as its title, with the gender that it shows."""
    return {title_key(form): _shown(gender) for one in reversed(READ) for form, gender in rows(one, "titles")}


@functools.cache
def first_names() -> dict[str, str]:
    """The gender of first names that only women or only men bear."""
    return {name: gender for name, gender in rows("any", "first-names")}  # noqa: C416


@functools.cache
def function_words() -> frozenset[str]:
    """The function words of both languages."""
    return frozenset(key(word) for one in READ for (word,) in rows(one, "function-words"))


@functools.cache
def forms(kind: str) -> tuple[str, ...]:
    """The words of one of :data:`KINDS`, as written in the lists."""
    return tuple(dict.fromkeys(word for one in READ for of, word in rows(one, "naming") if of == kind))


@functools.cache
def naming(kind: str) -> frozenset[str]:
    """The words of one of :data:`KINDS`, by their keys."""
    return frozenset(map(key, forms(kind)))


@functools.cache
def role_nouns() -> frozenset[str]:
    """Nouns of functions, *ministre, porte-parole*, the titles that are such nouns, and the adjectives that stand for one."""
    nouns = {key(form) for one in READ for (form,) in rows(one, "role-nouns")}
    for one in READ:
        written = {form for form, _ in rows(one, "titles")}
        nouns.update(key(form) for form in written if "." not in form and f"{form}." not in written and form not in forms("honorific"))
    return frozenset(nouns) | naming("opens-function")


def is_role_noun(word: str) -> bool:
    """Tell whether a key is the noun of a function, also with a prefix: *ex-ministre*."""
    return word in role_nouns() or word.startswith(_prefixes())


@functools.cache
def _prefixes() -> tuple[str, ...]:
    return forms("prefix")


@functools.cache
def bodies() -> dict[tuple[str, ...], str]:
    """The type of speaker that the noun of a body or a document is, by the words of the noun."""
    return {keys(form): type_ for one in reversed(READ) for form, type_ in rows(one, "bodies")}


# The nouns of bodies have as many words at most: *conseil d'État*.
_BODY = 3


def head_type(core: Sequence[str]) -> str:
    """Tell what the noun at the head of a description is: a type of body, ``role`` for a function, or ``other``.

    Example:
        >>> head_type(keys("Conseil d'État")), head_type(keys("ancien ministre")), head_type(keys("conseil"))
        ('government', 'role', 'organization')
    """
    words = tuple(word for word in core if word not in naming("skipped"))
    for length in range(_BODY, 0, -1):
        if (found := bodies().get(words[:length])) is not None:
            return found
    return "role" if words and words[0] in role_nouns() else "other"


@functools.cache
def pronouns() -> dict[str, Pronoun]:
    """The pronouns by their keys."""
    return {
        " ".join(keys(form)) or key(form): Pronoun(person, gender, number)
        for one in reversed(READ)
        for form, person, gender, number in rows(one, "pronouns")
    }


@functools.cache
def determiners() -> dict[str, Determiner]:
    """What stands before a noun, by its key."""
    return {
        key(form): Determiner(kind, _shown(gender), _shown(number))
        for one in reversed(READ)
        for form, kind, gender, number in rows(one, "determiners")
    }


@functools.cache
def determiners_of(*kinds: str) -> frozenset[str]:
    """The determiners of some kinds, by their keys."""
    return frozenset(word for word, one in determiners().items() if one.kind in kinds)


@functools.cache
def plural_determiners() -> frozenset[str]:
    """The determiners that show a plural, by their keys."""
    return frozenset(word for word, one in determiners().items() if one.number == "plural")


def determiner_pattern(*kinds: str) -> str:
    """A pattern of determiners of some kinds, with the blank after those that need one."""
    written = [form for one in READ for form, kind, *_ in rows(one, "determiners") if kind in kinds]
    whole = alternation(form for form in written if not form.endswith("'"))
    elided = "".join(form[0] for form in written if form.endswith("'"))
    return rf"{whole}\s+|[{elided}]['’]\s*"


def alternation(words: Iterable[str]) -> str:
    r"""A pattern of literal words, the longest first.

    Example:
        >>> alternation(["M.", "Mme"])
        '(?:Mme|M\\.)'
    """
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, listed)) + ")"


@functools.cache
def place_names() -> dict[tuple[str, ...], tuple[str, str]]:
    """Country and kind of the names of countries and of capitals, by their words."""
    return {keys(form): (country, kind) for one in reversed(READ) for form, country, kind in rows(one, "countries") if kind != "adjective"}


@functools.cache
def demonyms() -> frozenset[str]:
    """The names of countries, their people and their capitals."""
    return frozenset(key(form) for one in READ for form, _, _ in rows(one, "countries"))


@functools.cache
def known_bodies() -> frozenset[tuple[str, ...]]:
    """Institutions, countries and capitals, by the words of their names."""
    found = {keys(form) for one in READ for form, *_ in rows(one, "institutions")}
    return frozenset(found | {keys(form) for one in READ for form, _, kind in rows(one, "countries") if kind in ("name", "capital")})


@functools.cache
def weekdays() -> tuple[str, ...]:
    """The days of the week in French, as written."""
    return tuple(form for kind, form, _ in rows("fr", "time-words") if kind == "weekday")


def _shown(cell: str) -> str | None:
    return None if cell == "-" else cell
