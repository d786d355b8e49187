"""Tell who is meant by each source of a document, and what the document says of him.

A source gets the fullest name that the document itself gives (see
:mod:`inquit.reading.candidates`). Where no candidate is sure enough there is no
speaker: a wrong one is worse than none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inquit.reading.candidates import FULLER, NOUN_BEFORE, OWN_WORDS, Candidate, Resolver, best
from inquit.reading.entities import Entity
from inquit.reading.mentions import without_article
from inquit.reading.naming import fold
from inquit.reading.portraits import Told, country_of, organization_of, role_of, type_of
from inquit.reading.sources import Source
from inquit.spans import Span
from inquit.statement import Attribution, Evidence, Speaker


class Ranker(Protocol):
    """Weighs the candidates of a source; ``least`` is the share that a speaker must have."""

    @property
    def least(self) -> float:
        """The least share, in [0, 1], with which somebody is taken for the one meant."""

    def shares(self, candidates: Sequence[Candidate], resolver: Resolver, index: int) -> Sequence[float]:
        """Give the probability of each candidate for the source of an attribution; together they are one."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is meant by a source; None for nobody, and then ``reason`` is a key of :data:`inquit.statement.UNKNOWN`."""

    speaker: Speaker | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Meant:
    """An entity that a source means, how it was found and how sure that is."""

    entity: Entity
    source: Source
    rule: str
    share: float


# The text's own words for somebody name nobody else: they may be half as sure.
_WORDED = frozenset((OWN_WORDS, FULLER, NOUN_BEFORE))

# So many sources that mean a speaker are asked for his role and country.
_SOURCES = 40


def speakers(
    text: str,
    found: Sequence[Attribution],
    named: Sequence[Entity],
    sentences: Sequence[int],
    paragraphs: Sequence[int],
    quoted: Sequence[Span],
    model: Ranker,
    document_id: str,
) -> tuple[Resolution, ...]:
    """Tell who is meant by the source of each attribution.

    Args:
        text: The document's text.
        found: Its attributions.
        named: Whom and what it names; pronouns and descriptions are added to their mentions.
        sentences: Where its sentences begin, in code points of ``text``.
        paragraphs: Where its paragraphs begin, likewise.
        quoted: Its outermost quotations, by start.
        model: What weighs the candidates.
        document_id: From it and the name a speaker's id is made.

    Returns:
        One for each attribution, in their order. All that mean the same speaker
        have the same record but for evidence and confidence.
    """
    resolver = Resolver(text, found, named, sentences, paragraphs, quoted)
    reasons = ["no-source-in-text"] * len(found)
    meant: dict[int, _Meant] = {}
    for index in resolver.order:
        if not found[index].source:
            resolver.done[index] = None
            continue
        candidates = resolver.candidates(index)
        chosen, share = best(candidates, model.shares(candidates, resolver, index))
        candidate = candidates[chosen]
        # Also one who is not sure enough is believed in for the sources after it.
        resolver.settle(index, candidate)
        if candidate.entity is None:
            reasons[index] = "nobody-named"
        elif share < (model.least / 2 if candidate.rule in _WORDED else model.least):
            reasons[index] = "unsure"
        else:
            meant[index] = _Meant(candidate.entity, resolver.source(index), candidate.rule, share)
    alike: defaultdict[_Key, list[_Meant]] = defaultdict(list)
    for one in meant.values():
        alike[_key(one.entity)].append(one)
    portraits = {
        same: _portrait(resolver, group[0].entity, [one.source for one in group[:_SOURCES]], document_id) for same, group in alike.items()
    }
    return tuple(
        Resolution(_record(portraits[_key(meant[index].entity)], meant[index])) if index in meant else Resolution(None, reasons[index])
        for index in range(len(found))
    )


_Key = tuple[bool, tuple[str, ...]]


def _key(one: Entity) -> _Key:
    """What two entities have in common that are one speaker: the same description may have come up twice."""
    return one.kind == "person", one.words


@dataclass(frozen=True, slots=True)
class _Portrait:
    """What all records of a speaker have in common."""

    id: str
    name: str
    span: Span
    type: str
    role: Told | None
    country: Told | None
    organization: Told | None
    members: tuple[str, ...]


def _portrait(resolver: Resolver, one: Entity, sources: Sequence[Source], document_id: str) -> _Portrait:
    text = resolver.text
    name = one.name[without_article(one.name, Span(0, len(one.name))).start :]
    type_, _ = type_of(text, one)
    role = role_of(text, one, sources)
    return _Portrait(
        id=hashlib.sha256(f"{document_id}|{fold(name)}".encode("utf-8", "surrogatepass")).hexdigest()[:12],
        name=name,
        span=one.span,
        type=type_,
        role=role,
        country=country_of(text, one, role, sources),
        organization=organization_of(resolver.scene, role),
        members=tuple(member.name for member in one.members),
    )


def _record(one: _Portrait, meant: _Meant) -> Speaker:
    evidence = [Evidence("name", one.span, "fullest-name"), Evidence("name", meant.source.whole, meant.rule)]
    told = (("role", one.role), ("country", one.country), ("organization", one.organization))
    evidence += [Evidence(field, value.span, value.rule) for field, value in told if value is not None]
    return Speaker(
        id=one.id,
        name=one.name,
        type=one.type,
        evidence=tuple(evidence),
        confidence=round(meant.share, 4),
        role=_value(one.role),
        country=_value(one.country),
        organization=_value(one.organization),
        members=one.members,
    )


def _value(told: Told | None) -> str | None:
    return None if told is None else told.value
