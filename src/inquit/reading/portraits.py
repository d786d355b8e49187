"""What a document tells of a speaker beside the name: type, role, country and organization.

All is read off the words of the name, of the descriptions beside it and of the
sources that mean the speaker; what they do not tell is None.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from inquit.reading.countries import Country, countries_in, institution_of
from inquit.reading.entities import Entity, name_of
from inquit.reading.mentions import without_article
from inquit.reading.naming import (
    Determiner,
    bodies,
    determiners,
    determiners_of,
    forms,
    function_words,
    head_type,
    key,
    keys,
    naming,
    place_names,
    plural_determiners,
    role_nouns,
)
from inquit.reading.roles import roles_beside
from inquit.reading.scene import Scene
from inquit.reading.sources import Source
from inquit.spans import Span
from inquit.statement import SPEAKERS


@dataclass(frozen=True, slots=True)
class Told:
    """A field's value, the words that tell it and the rule that read them so."""

    value: str
    span: Span
    rule: str


# --- type -----------------------------------------------------------------------

_DETERMINER_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+['’]?)\s{0,2}$")
_LAST_WORD = re.compile(r"(?<![^\W_])([^\W\d_][\w-]*)[ \u00a0]$")
# The noun of a body stands within so many characters before a name: *l'ONG Golos*.
_NOUN = 24
_SERIES = re.compile(r",\s|\s(?:et|and)\s")
# *Joshua Wong et son épouse*: each of a series is a name or somebody's.
_MEMBER = re.compile(r"[A-ZÀ-ÖØ-Þ]|(?:son|sa|ses|leur|leurs|his|her|their)\s")


def type_of(text: str, one: Entity) -> tuple[str, str]:
    """Tell what kind of speaker an entity is, and by which rule.

    Args:
        text: The document's text.
        one: An entity of it.

    Returns:
        One of :data:`inquit.statement.SPEAKERS`, and the name of the rule.

    Example:
        >>> police = Entity("police japonaise", Span(3, 19), "described", ("police", "japonaise"))
        >>> type_of("La police japonaise se tait.", police)
        ('government', 'noun')
    """
    look = _Look(text, one)
    for rule in _RULES:
        if (told := rule(look)) is not None:
            return told, rule.__name__.strip("_").replace("_", "-")
    return "anonymous", "description"


class _Look:
    """An entity with what its name shows."""

    def __init__(self, text: str, one: Entity) -> None:
        self.text, self.one = text, one
        self.parts = _SERIES.split(one.name)
        self.words = _from_head(one.words)
        self.head = "group" if self.words[0] in naming("collective") else head_type(self.words)
        self.plural = (one.plural and len(self.parts) == 1) or _is_plural(one, self.words, _determiner(text, one.span))


def _person(look: _Look) -> str | None:
    """The tagger takes a body for a person now and then: *l'ONG Golos*."""
    one = look.one
    if one.kind != "person":
        return None
    noun = _LAST_WORD.search(look.text, max(0, one.span.start - _NOUN), one.span.start) if len(one.words) == 1 else None
    return "organization" if noun and bodies().get(keys(noun[1])) == "organization" else "person"


def _series(look: _Look) -> str | None:
    """Several names together are a group, of states a government: *Londres et Bruxelles*."""
    if look.one.members:
        return "group"
    if look.one.kind != "described" or len(look.parts) == 1 or not all(map(_MEMBER.match, look.parts)):
        return None
    return "government" if all(keys(part) in place_names() for part in look.parts) else "group"


def _institution(look: _Look) -> str | None:
    institution = institution_of(look.one.name)
    return institution.type if institution is not None else None


def _country(look: _Look) -> str | None:
    return "government" if look.one.words in place_names() else None


def _noun(look: _Look) -> str | None:
    """What the noun is; companies in the plural are several speakers."""
    if look.head not in SPEAKERS:
        return None
    return "group" if look.plural and look.head == "organization" else look.head


def _plural(look: _Look) -> str | None:
    return "group" if look.plural else None


def _function(look: _Look) -> str | None:
    """A function without a name: *le préfet*."""
    return "anonymous" if look.head == "role" else None


def _function_beside(look: _Look) -> str | None:
    """A name that the tagger did not see, with a function beside it: *Lal Amiri, porte-parole*."""
    parts = look.one.name.split()
    named = look.one.kind == "described" and len(parts) > 1 and all(part[:1].isupper() for part in parts)
    return "person" if named and roles_beside(look.text, look.one.span) else None


def _name(look: _Look) -> str | None:
    """Any other name, also that of a place in which nobody lives who could speak."""
    return "organization" if look.one.kind != "described" or look.one.name[:1].isupper() else None


_RULES = (_person, _series, _institution, _country, _noun, _plural, _function, _function_beside, _name)
"""What tells the type, asked in this order; what none knows is somebody without a name."""


def _from_head(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name from its noun on: *chiffres* of *65 derniers chiffres*."""
    at = 0
    while at < len(words) - 1 and (words[at][0].isdigit() or words[at] in naming("modifier") or words[at] in ("de", "des", "d'")):
        at += 1
    return words[at:]


def _determiner(text: str, span: Span) -> Determiner | None:
    match = _DETERMINER_BEFORE.search(text, max(0, span.start - 16), span.start)
    return determiners().get(key(match[1])) if match else None


def _is_plural(one: Entity, words: Sequence[str], before: Determiner | None) -> bool:
    """Whether a description is of several: by its determiner, its number, or the end of its noun."""
    if before is not None and before.number is not None and one.kind != "organization":
        return before.number == "plural"
    if one.kind != "described":
        return False
    first = one.words[0]
    if first in plural_determiners() or any(word.isdigit() and word != "1" for word in one.words[: -len(words)]):
        return True
    return words[0].endswith(("s", "x")) and words[0] not in role_nouns() and one.name[:1].islower()


# --- role -----------------------------------------------------------------------

# A longer description goes on with what is none.
_LONGEST = 90
_WORD = re.compile(r"[^\W_]+(?:[.-](?=[^\W_])[^\W_]+)*['’]?")


def cut_role(text: str, span: Span, one: Entity) -> Span | None:
    """A description up to the clause, the verb or the name that follows in it: *ministre* of *ministre qui a démissionné*.

    Args:
        text: The document's text.
        span: The description.
        one: Whose it is.

    Returns:
        The description without its article; None where nothing is left.
    """
    span = without_article(text, span)
    end = min(span.end, span.start + _LONGEST)
    for match in _WORD.finditer(text, span.start, span.end):
        word = match.group()
        named = word[0].isupper() and key(word) in one.words
        if named or match.end() > end or word.lower().replace("’", "'") in _clause():
            end = match.start()
            break
    words = list(_WORD.finditer(text, span.start, end))
    # What brings a complement in and has none after the cut is left out: *porte-parole du*.
    while len(words) > 1 and (key(words[-1].group()) in naming("complement") or key(words[-1].group()) in _small()):
        words.pop()
    return Span(span.start, words[-1].end()) if words else None


@functools.cache
def _clause() -> frozenset[str]:
    """Words as written, since *a* is a verb and *à* is none."""
    return frozenset(forms("clause"))


@functools.cache
def _small() -> frozenset[str]:
    return determiners_of("definite", "indefinite", "partitive", "contracted", "demonstrative", "possessive") | function_words()


def role_of(text: str, one: Entity, sources: Sequence[Source]) -> Told | None:
    """Tell somebody's function by the longest description, in the document's words.

    Args:
        text: The document's text.
        one: The entity; only a person has a role.
        sources: The sources that mean it; one that describes a function counts as well.
    """
    if one.kind != "person":
        return None
    described = [(role.span, "beside-name") for role in one.roles]
    described += [
        (source.name_span, "source")
        for source in sources
        if source.head == "role" and source.named is None and not source.is_pronoun and source.name_span is not None
    ]
    found = [(cut, rule) for span, rule in described if (cut := cut_role(text, span, one)) is not None]
    if not found:
        return None
    span, rule = max(found, key=lambda pair: pair[0].length)
    return Told(name_of(text, span), span, rule)


# --- country and organization ---------------------------------------------------


def country_of(text: str, one: Entity, role: Told | None, sources: Sequence[Source]) -> Told | None:
    """Tell a speaker's country by the words of the role, or of the name where it is none of a person.

    Where these words name none, those of the sources that mean the speaker are
    asked. Of two countries, *l'ambassadeur de Russie à Paris*, neither is taken,
    and a series of speakers has none.
    """
    if _SERIES.search(one.name):
        return None
    if one.kind != "person":
        stretches = [one.span, *(source.name_span for source in sources if source.name_span is not None)]
    else:
        stretches = [role.span] if role is not None else []
        stretches += [cut for other in one.roles if (cut := cut_role(text, other.span, one)) is not None]
    for stretch in stretches:
        if found := countries_in(text, stretch):
            return _only(found)
    return None


_SERIES = re.compile(r"\s(?:et|and)\s")


def _only(found: Sequence[Country]) -> Told | None:
    first = found[0]
    return Told(first.code, first.span, first.kind) if all(other.code == first.code for other in found) else None


_PREPOSITION = re.compile(
    r"(?<![^\W_])(?:(?:de|à|of|for|at|in|dans|chez|pour)\s+(?:la\s+|l['’]\s*|le\s+|the\s+)?|(?:du|des|au|aux)\s+|d['’]\s*)(?=[^\W_])"
)


def organization_of(scene: Scene, role: Told | None) -> Told | None:
    """Tell the body in a role: *OTAN* of *secrétaire général de l'OTAN*.

    It begins with the noun of a body behind a preposition, *porte-parole du
    ministère de la Santé*, or is a name in the role.
    """
    if role is None:
        return None
    text = scene.text
    for match in _PREPOSITION.finditer(text, role.span.start, role.span.end):
        rest = Span(match.end(), role.span.end)
        words = keys(rest.of(text))
        if words[0] not in naming("no-body") and head_type(words) in ("organization", "government"):
            return Told(name_of(text, rest), rest, "body-in-role")
    field = any(f" {' '.join(keys(form))} " in f" {' '.join(keys(role.value))} " for form in forms("portfolio"))
    for span, one in () if field else scene.names_in(role.span):
        if span.start > role.span.start or span.end < role.span.end:
            cut_short = one.words[-1] in _small()
            if one.kind == "organization" and not cut_short and one.words not in place_names() and one.words[0] not in naming("no-body"):
                return Told(one.name, span, "name-in-role")
            if (institution := institution_of(span.of(text))) is not None:
                return Told(institution.name, span, "institution-in-role")
    return None
