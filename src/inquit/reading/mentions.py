"""From the tagger's names to exact ones: *la ministre Mme Jeanne d'Arc-* to *Jeanne d'Arc-Durand*.

The tagger cuts a name at a hyphen, leaves out a first name that it never saw,
takes in a title or the place before. What is of the name is told here by its
letters and by the words around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inquit.reading.naming import (
    alternation,
    demonyms,
    determiner_pattern,
    first_names,
    forms,
    function_words,
    is_role_noun,
    key,
    keys,
    known_bodies,
    line_start,
    naming,
    title_key,
    titles,
)
from inquit.spans import Span
from inquit.statement import Name


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands; ``kind`` is person, organization or location, ``gender`` what its title shows."""

    span: Span
    kind: str
    gender: str | None = None


# A name of more characters is none; nor does widening one add more.
_LONGEST = 200
# How far before a name a part of it is looked for.
_BACK = 40

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][^\W_]*(?:['’.-](?=[^\W_])[^\W_]+)*|[dDlLO]['’][A-ZÀ-ÖØ-Þ][^\W_]+(?:-[^\W_]+)*)"
_SPACE = r"[ \u00a0]"
# *de* and *du* stand between a name and its owner's office as well: those are left to the model.
_FURTHER = re.compile(rf"(?:-|(?<=-)|(?<=['’])|{_SPACE}(?:{alternation(forms('particle'))}{_SPACE})?){_CAPITAL}")
_CUT = re.compile(r"(?<![^\W_])(?:[A-ZÀ-ÖØ-Þ][^\W_]*-|[DLNO]['’])$")
_CAPITALISED_BEFORE = re.compile(rf"(?<![^\W_])([A-ZÀ-ÖØ-Þ][^\W\d_]+(?:-[^\W\d_]+)*){_SPACE}$")
_PREPOSITION = re.compile(r"(?:\b(?:de|du|à|of|de la|à la|de l['’]) |l['’])$")
_TITLE_DE = re.compile(rf"([^\W\d_]+\.?){_SPACE}(de{_SPACE}(?:la{_SPACE})?|d['’])$")
_ELIDED = re.compile(r"(?:[ld]|[qQ]u)['’](?=[A-ZÀ-Ö])")
_TITLE = re.compile(rf"([^\W\d_]+\.?){_SPACE}+(?=\S)")
_TITLE_BEFORE = re.compile(rf"([^\W\d_]+\.?){_SPACE}$")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAME_PART = re.compile(rf"([^\W\d_][\w'’.-]*){_SPACE}+")
_OFFICE = re.compile(rf"([^\W\d_][\w'’-]*){_SPACE}(?:de la |de l['’]|du |des |de |d['’]|à |of the |of )$")
_SMALL_WORDS = re.compile(r"(?:['’-]|(?:de|du|des|la|le|les|en|à|of|the)\s+|[ld]['’])+")
SHORT_FORM = re.compile(r"\(([A-ZÀ-Ö][\w.&-]{1,9})\)")
"""A short form in brackets, *(DGS)*."""
_ARTICLE = re.compile(rf"(?:{determiner_pattern('definite', 'indefinite', 'partitive', 'demonstrative')})(?=\S)", re.IGNORECASE)
_ADDRESSED = re.compile(
    rf"(?<![^\W_]){alternation(forms('address'))}{_SPACE}(?P<name>(?:(?:de|du|d['’]|de la){_SPACE}?)?{_CAPITAL}(?:{_SPACE}{_CAPITAL})*)"
)
_OF_PLACE = re.compile(rf"\b{alternation(forms('place-office'))}{_SPACE}(?:de |d['’]|of )$")


def mentions(text: str, names: Sequence[Name]) -> tuple[list[Mention], list[Mention]]:
    """Give the persons that a text names, and its bodies and places.

    Args:
        text: The document's text.
        names: The tagger's names in it.

    Returns:
        Persons, then bodies and places; both by start. Persons do not overlap.

    Example:
        >>> text = "Le maire de Nice Anne Durand et M. Petit ont parlé."
        >>> people, _ = mentions(text, [Name(Span(12, 28), "person")])
        >>> [one.span.of(text) for one in people]
        ['Anne Durand', 'Petit']
    """
    shorts = {match[1] for match in SHORT_FORM.finditer(text)}
    given = [one for one in names if one.span.length <= _LONGEST]
    given = [replace(one, kind="organization") if one.kind == "person" and one.span.of(text) in shorts else one for one in given]
    given = [*given, *_addressed(text, given)]
    given = sorted([*given, *_unseen(text, sorted(given, key=_place))], key=_place)
    people = _people(text, given)
    given, changed = _as_persons(text, given, people)
    if changed:
        people = _people(text, given)
    taken = [one.span for one in people]
    return [one for one in people if not _is_no_person(text, one.span)], _others(text, given, taken)


def _place(one: Name) -> tuple[int, int]:
    return one.span.start, -one.span.end


def _as_persons(text: str, given: Sequence[Name], people: Sequence[Mention]) -> tuple[list[Name], bool]:
    """*Durand* is a person where *Anne Durand* is, whatever the tagger took it for."""
    families = {words[-1] for one in people if len(words := keys(one.span.of(text))) > 1}
    told = [
        replace(one, kind="person")
        if one.kind != "person"
        and (words := keys(one.span.of(text)))
        and len(words) == 1
        and words[0] in families
        and words not in known_bodies()
        else one
        for one in given
    ]
    return told, told != list(given)


def _people(text: str, given: Sequence[Name]) -> list[Mention]:
    found: list[Mention] = []
    end = -1
    for name in given:
        if name.kind != "person" or name.span.start < end:
            continue
        span, gender = _without_title(text, _widened(text, _with_particle(text, name.span)))
        end = span.end
        if span.length > 1 and any(map(str.isupper, span.of(text))):
            before = _TITLE_BEFORE.search(text, max(0, span.start - 16), span.start)
            found.append(Mention(span, "person", gender or (titles().get(title_key(before[1])) if before else None)))
    places = {keys(name.span.of(text)) for name in given if name.kind == "location"}
    found = [replace(one, span=_without_place(text, one.span, places)) for one in found]
    whole = {keys(one.span.of(text)) for one in found}
    return [replace(one, span=_as_elsewhere(text, one.span, whole)) for one in found]


def _others(text: str, given: Sequence[Name], taken: Sequence[Span]) -> list[Mention]:
    """Bodies and places, and what the tagger took for persons and is none."""
    found = []
    for name in given:
        span = _from_capital(text, without_article(text, name.span))
        if name.kind == "person":
            if not _is_no_person(text, span):
                continue
        else:
            at = bisect_left(taken, Span(span.end, 0)) - 1
            if at >= 0 and taken[at].overlaps(span):
                continue
        if span.length > 1 and any(c.isupper() or c.isdigit() for c in span.of(text)):
            found.append(Mention(span, "location" if name.kind == "person" else name.kind))
    return found


def without_article(text: str, span: Span) -> Span:
    """A span without its leading article."""
    match = _ARTICLE.match(text, span.start, span.end)
    return Span(match.end(), span.end) if match else span


# --- what belongs to a name -----------------------------------------------------


def _addressed(text: str, names: Sequence[Name]) -> list[Name]:
    """Names that a title shows where the model saw none."""
    starts = [one.span.start for one in names]
    found = []
    for match in _ADDRESSED.finditer(text):
        span = Span(*match.span("name"))
        at = bisect_left(starts, span.start)
        near = names[max(0, at - 1) : at + 2]
        if span.length <= _LONGEST and not any(one.kind == "person" and one.span.overlaps(span) for one in near):
            found.append(Name(span, "person"))
    return found


def _unseen(text: str, names: Sequence[Name]) -> list[Name]:
    """Two capitalised words, the first a first name, where the model saw nothing."""
    starts = [one.span.start for one in names]
    found = []
    for match in _TWO_CAPITALS.finditer(text):
        if key(match["first"]).split("-")[0] in first_names():
            span = Span(*match.span())
            at = bisect_left(starts, span.start)
            if span.length <= _LONGEST and not any(one.span.overlaps(span) for one in names[max(0, at - 2) : at + 3]):
                found.append(Name(span, "person"))
    return found


_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?"
_TWO_CAPITALS = re.compile(rf"(?<![^\W_])(?P<first>{_CAPITALISED}) {_CAPITALISED}(?![^\W_])")


def _with_particle(text: str, span: Span) -> Span:
    """*de Gaulle* where a title stands before: there *de* is of the name."""
    match = _TITLE_DE.search(text, max(0, span.start - 24), span.start)
    if match and title_key(match[1]) in titles():
        return Span(match.start(2), span.end)
    return span


def _widened(text: str, span: Span) -> Span:
    """Widen a name to the capitalised words that go on with it: *Jean-* to *Jean-Pierre Le Brun*."""
    begin = line_start(text, span.start, _BACK)
    start, end = span
    # A name that the model cut at a hyphen.
    while cut := _CUT.search(text, begin, start):
        start = cut.start()
    start = _with_first_name(text, start, begin)
    if span.of(text).strip():
        while end - start <= _LONGEST and (further := _FURTHER.match(text, end, end + _BACK)):
            end = further.end()
    return Span(start, end)


def _with_first_name(text: str, start: int, begin: int) -> int:
    """Where a name begins whose first name the model left out: *Esclarmonde* in *Esclarmonde Durand*."""
    match = _CAPITALISED_BEFORE.search(text, begin, start)
    if match is None:
        return start
    word = key(match[1])
    if word in titles() or word in function_words() or word in naming("opener") or word.endswith("ment") or is_role_noun(word):
        return start
    if _PREPOSITION.search(text, max(begin, match.start() - 7), match.start()):
        return start
    if word.split("-")[0] in first_names():
        return match.start()
    # At the head of a clause a capital alone shows little: it must be no known word of another kind.
    before = text[max(begin, match.start() - 3) : match.start()].rstrip(" \u00a0")
    heads = not before or before[-1] in ',.:;«“"(–—' or before.endswith(("\n", " et"))
    return match.start() if heads and not match[1].isupper() and word not in demonyms() else start


def _without_title(text: str, span: Span) -> tuple[Span, str | None]:
    """Leave dashes and titles before a name out; also the gender that they show."""
    start, gender = span.start, None
    while start < span.end and not text[start].isalnum():
        start += 1
    if match := _ELIDED.match(text, start, span.end):
        start = match.end()
    while (match := _TITLE.match(text, start, span.end)) and title_key(match[1]) in titles():
        gender = gender or titles()[title_key(match[1])]
        start = match.end()
    end = span.end
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    return Span(start, end), gender


# --- what does not --------------------------------------------------------------


def _without_place(text: str, span: Span, places: set[tuple[str, ...]]) -> Span:
    """Leave out what the model took for the head of a name: *Nice* in *le maire de Nice Anne Durand*.

    It is no first name and one follows, or it is a place that belongs to the function before.
    """
    start = span.start
    while first := _NAME_PART.match(text, start, span.end):
        second = _LETTERS.match(text, first.end(), span.end)
        left = len(text[first.end() : span.end].split())
        after_preposition = start == span.start and _PREPOSITION.search(text, max(0, start - 7), start)
        if second is None or left < 2 or (key(first[1]).split("-")[0] in first_names() and not after_preposition):
            break
        office = _OFFICE.search(text, max(0, start - _BACK), start)
        belongs = office is not None and is_role_noun(key(office[1]))
        if not (key(second.group()) in first_names() or (belongs and keys(first[1]) in places)):
            break
        start = first.end()
    return Span(start, span.end)


def _as_elsewhere(text: str, span: Span, whole: set[tuple[str, ...]]) -> Span:
    """Leave out what stands before a name that the document has whole elsewhere: *Blanche* in *la Maison Blanche Joe Biden*."""
    first = _NAME_PART.match(text, span.start, span.end)
    if first is None:
        return span
    rest = Span(first.end(), span.end)
    words = keys(rest.of(text))
    return rest if len(words) > 1 and words in whole and words[0].split("-")[0] in first_names() else span


def _is_no_person(text: str, span: Span) -> bool:
    """Whether a one-word name that the model took for a person's is a place or an institution: *le maire de Pau, l'Élysée*."""
    name = span.of(text)
    if len(name.split()) > 1:
        return False
    return keys(name) in known_bodies() or _OF_PLACE.search(text, max(0, span.start - 20), span.start) is not None


def _from_capital(text: str, span: Span) -> Span:
    """A name without the small words that the model took for its head: *de la Santé*."""
    match = _SMALL_WORDS.match(text, span.start, span.end)
    return Span(match.end(), span.end) if match and match.end() < span.end else span
