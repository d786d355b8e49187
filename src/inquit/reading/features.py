"""What speaks for a candidate to be meant by a source, as features with names.

All begin with the sort of the source, since a pronoun finds its name otherwise
than a description does: ``he|spoke-last``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inquit.reading.entities import Entity, mention_before
from inquit.reading.naming import head_type, place_names
from inquit.reading.roles import role_match
from inquit.reading.scene import Scene
from inquit.reading.sources import Source
from inquit.spans import Span
from inquit.statement import Attribution

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Moment:
    """A source with what was told before it.

    ``last``, ``before_last`` and ``outer`` are who spoke last, before that, and
    last outside of others' words, with how many paragraphs lie between;
    ``around`` who spoke in the same paragraph, ``parent`` in whose words the
    source stands, ``turns`` who spoke the last times.
    """

    scene: Scene
    source: Source
    sentence: int
    last: tuple[Entity | None, int]
    before_last: Entity | None
    outer: tuple[Entity | None, int]
    around: Entity | None
    parent: Entity | None
    turns: tuple[Entity | None, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """An entity with its features and how far off it was named, in the steps of :data:`_STEPS`."""

    entity: Entity
    features: Features
    step: int


_STEPS = ("0", "1", "2", "3", "6", "after")
"""Sentences since an entity was named: none, one, two, three to five, more; or named only later."""
FARTHEST = len(_STEPS)
"""The step of what has no name in the document yet."""

# So many speakers are looked back upon.
_TURNS = 6
_RECENT = 4
_AROUND = 3


class Told:
    """Who spoke so far, in the order of the reading."""

    def __init__(self, scene: Scene, found: Sequence[Attribution], done: Mapping[int, Entity | None]) -> None:
        self.spoken: list[tuple[int, int]] = []
        self._scene, self._found, self._done = scene, found, done
        self._outer: tuple[int, int] | None = None

    def add(self, place: int, index: int) -> None:
        """Note that the source of an attribution, which stands at ``place``, is settled."""
        self.spoken.append((place, index))
        if self._found[index].parent is None:
            self._outer = place, index

    def speakers(self, parent: int | None) -> list[Entity]:
        """Who spoke last, and in whose words a source stands."""
        indices = [] if parent is None else [parent]
        indices += [index for _, index in self.spoken[-_RECENT:]]
        return [one for index in indices if (one := self._done.get(index)) is not None]

    def moment(self, source: Source, index: int) -> Moment:
        """What was told before a source."""
        paragraph = self._scene.paragraph(source.start)
        last: tuple[Entity | None, int] = (None, 0)
        outer: tuple[Entity | None, int] = (None, 0)
        around = None
        if self.spoken:
            place, other = self.spoken[-1]
            last = self._done.get(other), paragraph - self._scene.paragraph(place)
        if source.parent is None and self._outer is not None:
            place, other = self._outer
            outer = self._done.get(other), paragraph - self._scene.paragraph(place)
        for place, other in reversed(self.spoken[-_AROUND:]):
            if other != index and self._scene.paragraph(place) == paragraph:
                around = self._done.get(other)
                break
        return Moment(
            scene=self._scene,
            source=source,
            sentence=self._scene.sentence(source.start),
            last=last,
            before_last=self._done.get(self.spoken[-2][1]) if len(self.spoken) > 1 else None,
            outer=outer,
            around=around,
            parent=None if source.parent is None else self._done.get(source.parent),
            turns=tuple(self._done.get(other) for _, other in self.spoken[-_TURNS:]),
        )


def entity_features(moment: Moment, one: Entity) -> Rated:
    """What speaks for an entity of the document."""
    source, scene = moment.source, moment.scene
    sort, at = source.sort, source.start
    kind = _kind(one)
    last = mention_before(one, at)
    step = _step(moment.sentence - scene.sentence(last.start)) if last is not None else len(_STEPS) - 1
    distance = _STEPS[step]
    names = [f"kind={kind}", f"distance={distance}", f"kind={kind}|distance={distance}"]
    if source.head:
        names += (f"head={source.head}|kind={kind}", f"head={source.head}|kind={kind}|distance={distance}")
    if source.gender != "-":
        agree = "unknown" if one.gender is None else "agrees" if one.gender == source.gender else "disagrees"
        names += (f"gender-{agree}", f"gender-{agree}|kind={kind}")
    if source.named is one:
        names.append("names-it")
    elif one in source.inside:
        names += ("complement", f"complement|head={source.head}", f"complement|kind={kind}")
    if source.apposed is one:
        names += ("apposed", f"apposed|head={source.head}")
    if source.core:
        names += _wording(source, one, kind, distance)
    names += _talk(moment, one, kind)
    if last is not None:
        names += _last_mention(moment, one, last, distance)
    count = _named_before(one, at)
    names.append(f"named={min(count, 4) if count < 8 else 8}")
    return Rated(one, {f"{sort}|{name}": 1.0 for name in names}, step)


def _kind(one: Entity) -> str:
    return "plural" if one.kind == "described" and one.plural else one.kind


def _step(sentences: int) -> int:
    return sentences if sentences < 3 else 3 if sentences < 6 else 4


def _named_before(one: Entity, at: int) -> int:
    return bisect_left(one.mentions, Span(at, at))


def _wording(source: Source, one: Entity, kind: str, distance: str) -> list[str]:
    """How the words of a source are like the name and the descriptions of an entity."""
    core, head = source.core, source.head
    names: list[str] = []
    mine, its = set(core), set(one.words)
    if core == one.words:
        names.append("same-words")
    elif mine <= its:
        near = "same-head" if core[0] == one.words[0] else "other-head"
        names += ("subset", f"subset|{kind}|{near}", f"subset|{near}|words={min(3, len(core))}", f"subset|{near}|head={head}")
    elif its <= mine:
        names.append("superset")
    elif core[0] in its:
        names.append("same-first-word")
    if len(core) == 1 and core[0] in one.short:
        names.append("short-form")
    my_country, its_country = place_names().get(core), place_names().get(one.words)
    if my_country and its_country and my_country[0] == its_country[0] and core != one.words:
        names.append(f"same-country|{my_country[1]}|{its_country[1]}")
    if one.roles:
        match = role_match(core, one.roles)
        names += (f"role={match}", f"role={match}|distance={distance}", f"role={match}|head={head}")
    elif one.kind == "person":
        names.append("role=none-known")
    return names


def _talk(moment: Moment, one: Entity, kind: str) -> list[str]:
    """What an entity said before the source, or around it."""
    source = moment.source
    names: list[str] = []
    speaker, apart = moment.last
    if speaker is one:
        near = min(apart, 2)
        names += ("spoke-last", f"spoke-last|{near}", f"spoke-last|inverted={source.inverted}|{near}")
        names += (f"spoke-last|{source.cue}", f"spoke-last|quoted={source.quoted}")
    speaker, apart = moment.outer
    if speaker is one:
        near = min(apart, 3)
        names += ("outer", f"outer|{near}", f"outer|inverted={source.inverted}|{near}")
    if moment.before_last is one:
        names.append("spoke-before-last")
    if times := sum(turn is one for turn in moment.turns):
        names.append(f"spoke={min(times, 3)}")
    if moment.parent is one:
        names += ("parent", f"parent|quoted={source.quoted}", f"parent|{kind}", f"parent|inverted={source.inverted}")
    if moment.around is one:
        names.append("same-words-around")
    return names


def _last_mention(moment: Moment, one: Entity, last: Span, distance: str) -> list[str]:
    """How the last mention before a source stands to it."""
    source, scene = moment.source, moment.scene
    names: list[str] = []
    quotation = source.quotation
    if quotation is not None and quotation.start <= last.start < quotation.end:
        names.append("in-the-same-quotation")
    elif not source.quoted and scene.quotation(last.start) is not None:
        names.append("named-in-a-quotation")
    if not source.quoted:
        told = _told(moment, one)
        if told is not None and told != last:
            names.append(f"told={min(moment.sentence - scene.sentence(told.start), 3)}")
    if _is_subject(scene, last):
        names += ("subject", f"subject|distance={distance}")
    if 0 <= source.start - last.end < _BESIDE and not scene.text[last.end : source.start].strip(" \u00a0,()"):
        names.append("right-before")
    return names


# So many mentions are gone back for one outside of quotations; so near a mention stands right before.
_BACK = 8
_BESIDE = 20


def _told(moment: Moment, one: Entity) -> Span | None:
    """The last mention of an entity before a source that stands in no quotation, else the last."""
    index = _named_before(one, moment.source.start)
    for span in reversed(one.mentions[max(0, index - _BACK) : index]):
        if moment.scene.quotation(span.start) is None:
            return span
    return one.mentions[index - 1] if index else None


_UNDER_PREPOSITION = re.compile(r"\b(?:à|a|avec|par|pour|contre|de|du|des|selon|with|by|to|of|for|at)\s+(?:\S+\s+)?$", re.IGNORECASE)
# A subject stands within so many characters of the head of its sentence.
_HEAD = 45


def _is_subject(scene: Scene, span: Span) -> bool:
    """Whether a mention stands at the head of its sentence."""
    begin = scene.sentence_start(span.start)
    return span.start - begin < _HEAD and not _UNDER_PREPOSITION.search(scene.text[begin : span.start])


def own_features(source: Source, own: Entity, *, first: bool) -> Features:
    """What speaks for the words of a source as the name of one that has no other; ``first`` when nobody spoke yet."""
    names = ["own", f"own|words={min(len(own.words), 5)}", f"own|head={source.head}"]
    names.append(f"own|head={source.head}|words={min(len(own.words), 4)}")
    if own.name[:1].isupper():
        names.append("own|capital")
    if any(c.isupper() for c in own.name[1:]):
        names.append("own|has-name")
    if source.named is not None:
        names.append("own|names-somebody")
    if source.apposed is not None:
        names += ("own|apposed", f"own|apposed|head={source.head}")
    if first:
        names.append("own|first")
    if source.members:
        names.append("own|coordinated")
    if source.complemented:
        names += ("own|complement", f"own|complement|head={source.head}")
    return {f"{source.sort}|{name}": 1.0 for name in names}


def fuller_features(source: Source, fuller: Entity, owner: str) -> Features:
    """What speaks for a fuller form of a source's words; ``owner`` is the rank and kind of whose it is."""
    names = ["fuller", f"fuller|head={source.head}", f"fuller|more={min(3, len(fuller.words) - len(source.core))}"]
    if fuller.span.start > source.start:
        names.append("fuller|after")
    if owner:
        names.append(owner)
    return {f"{source.sort}|{name}": 1.0 for name in names}


def noun_features(source: Source, noun: Entity, rank: int) -> Features:
    """What speaks for a noun before a relative pronoun."""
    names = (
        "noun-before",
        f"noun-before|{rank}|of={len(source.nouns_before)}",
        f"noun-before|words={min(4, len(noun.words))}",
        f"noun-before|head={head_type(noun.words)}",
    )
    return {f"{source.sort}|{name}": 1.0 for name in names}


def compare(sort: str, rated: Sequence[Rated]) -> None:
    """Add the features that hold an entity beside the others: who of those that fit was named last."""
    fitting = [one for one in rated if one.entity.kind == "person" and f"{sort}|gender-disagrees" not in one.features]
    for rank, one in enumerate(sorted(fitting, key=lambda one: one.step)):
        one.features[f"{sort}|person-rank={min(rank, 3)}"] = 1.0
    for match in ("all", "head", "some"):
        name = f"{sort}|role={match}"
        shown = [one for one in rated if name in one.features]
        for one in shown:
            one.features[f"{name}|of={min(len(shown), 3)}"] = 1.0
        if len(shown) > 1:
            min(shown, key=lambda one: one.step).features[f"{name}|nearest"] = 1.0
    if len(fitting) == 1:
        fitting[0].features[f"{sort}|only-person"] = 1.0
