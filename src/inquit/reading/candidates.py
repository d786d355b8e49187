"""Who could be meant by a source, and what speaks for each.

A source has candidates: the persons, bodies and places that the document names
around it (:mod:`inquit.reading.entities`), those who spoke before, a fuller form
of the same words (*la police de Portland* for *la police*), the words of the
source themselves, and nobody. What speaks for a candidate is written as named
features, which a model weighs (mention ranking: Denis and Baldridge 2008).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from inquit.reading.entities import Entity
from inquit.reading.features import FARTHEST, Features, Rated, Told, compare, entity_features, fuller_features, noun_features, own_features
from inquit.reading.scene import Scene
from inquit.reading.sources import Source
from inquit.spans import Span
from inquit.statement import Attribution

# What can make somebody a candidate.
SAME_SOURCE = "same-source"
"""The very words were resolved before, for another attribution: two cues may share a source. Nobody else is a candidate then."""
ENTITY = "entity"
"""The document names it around the source."""
OWN_WORDS = "own-words"
"""The words of the source themselves."""
FULLER = "fuller"
"""The same words stand more fully elsewhere, or with their owner."""
NOUN_BEFORE = "noun-before"
"""The noun before a relative pronoun."""
NOBODY = "nobody"
"""Nobody whom the document names; comes last."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Who could be meant: an entity, or words of the text that may become one, or nobody.

    ``rule`` is what made it a candidate, one of the constants above.
    """

    entity: Entity | None
    features: Features
    rule: str


# So many mentions before a source are gone through for the entities named last,
# so many entities taken, and so many mentions behind it.
_MENTIONS = 40
_NEAR = 14
_AFTER = 6
# So many entities that share a word with a source, or have a description, are taken.
_SHARING = 4
_WORDS = 40
_DESCRIBED = 60
# His own entourage: the owner is among the last so many mentions.
_OWNERS = 12


class Resolver:
    """Reads the sources of one document from the top, as a reader does.

    Args:
        text: The document's text.
        found: Its attributions.
        named: Its entities.
        sentences: Where its sentences begin, in code points of ``text``.
        paragraphs: Where its paragraphs begin, likewise.
        quoted: Its outermost quotations, by start.
    """

    def __init__(
        self,
        text: str,
        found: Sequence[Attribution],
        named: Sequence[Entity],
        sentences: Sequence[int],
        paragraphs: Sequence[int],
        quoted: Sequence[Span],
    ) -> None:
        self.text, self.found = text, found
        self.entities = list(named)
        self.scene = Scene(text, named, sentences, paragraphs, quoted)
        self.done: dict[int, Entity | None] = {}
        self.order = _order(found)
        self._told = Told(self.scene, found, self.done)
        self._numbers = {id(one): number for number, one in enumerate(self.entities)}
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        for one in self.entities:
            self._index(one, one.short.union(one.words))
        self._described = list(islice((one for one in self.entities if one.roles), _DESCRIBED))
        self._spoken: list[tuple[Span, int]] = []  # sources that were settled, as mentions
        self._sources: dict[Span, int] = {}
        self._looked: tuple[int, Source] | None = None

    def source(self, index: int) -> Source:
        """The source of an attribution, looked at."""
        if self._looked is None or self._looked[0] != index:
            self._looked = index, Source(self.scene, self.found[index])
        return self._looked[1]

    def candidates(self, index: int) -> list[Candidate]:
        """Give who could be meant by the source of an attribution, with what speaks for each; nobody, if at all, comes last."""
        source = self.source(index)
        same = self.done.get(self._sources.get(source.whole, -1))
        if same is not None:
            return [Candidate(same, {SAME_SOURCE: 1.0}, SAME_SOURCE), Candidate(None, {}, NOBODY)]
        moment = self._told.moment(source, index)
        rated = [entity_features(moment, one) for one in self._near(source)]
        found = [Candidate(one.entity, one.features, ENTITY) for one in rated]
        taken = {one.entity.words for one in rated}
        shorts = {word for one in rated for word in one.entity.short}
        worded = list(self._worded(source, taken, shorts))
        found += worded
        compare(source.sort, [*rated, *(Rated(one.entity, one.features, FARTHEST) for one in worded if one.entity)])
        # Where the document names nobody yet, a description means whom it describes.
        if rated or not worded or source.is_pronoun or source.sort == "possessive":
            found.append(Candidate(None, {f"{source.sort}|nobody": 1.0}, NOBODY))
        return found

    def _worded(self, source: Source, taken: set[tuple[str, ...]], shorts: set[str]) -> Iterator[Candidate]:
        """Candidates made of the document's words whose name no entity has."""
        if source.sort == "relative":
            for rank, noun in enumerate(source.nouns_before):
                if noun.words not in taken:
                    taken.add(noun.words)
                    yield Candidate(noun, noun_features(source, noun, rank), NOUN_BEFORE)
        if source.is_pronoun:
            return
        own = source.own()
        if own is not None and own.words not in taken and not (len(own.words) == 1 and own.words[0] in shorts):
            taken.add(own.words)
            yield Candidate(own, own_features(source, own, first=not self._told.spoken), OWN_WORDS)
        ranked = ((one, "") for one in source.fuller())
        for one, owner in (*ranked, *source.owned(self._owners(source))):
            if one.words not in taken:
                taken.add(one.words)
                yield Candidate(one, fuller_features(source, one, owner), FULLER)

    def _near(self, source: Source) -> Iterable[Entity]:
        """The entities named last before a source, those in it, those that share a word with it."""
        near: dict[int, Entity] = {}
        for _, number in reversed(self._mentions_before(source.whole.end, _MENTIONS)):
            near.setdefault(number, self.entities[number])
            if len(near) == _NEAR:
                break
        for _, number in self._mentions_behind(source.whole.end, _AFTER):
            near.setdefault(number, self.entities[number])
        others = [one for word in source.core[:_WORDS] for one in self._by_word.get(word, ())[:_SHARING]]
        others += self._told.speakers(source.parent)
        if source.sort in ("definite", "demonstrative"):
            others += self._described
        for one in others:
            near.setdefault(self._numbers[id(one)], one)
        return near.values()

    def _owners(self, source: Source) -> list[Entity]:
        """The persons and bodies named last before a source, the last first."""
        if source.sort != "possessive":
            return []
        numbers = dict.fromkeys(number for _, number in reversed(self._mentions_before(source.start, _OWNERS)))
        return [one for number in numbers if (one := self.entities[number]).kind in ("person", "organization")]

    def _mentions_before(self, at: int, count: int) -> list[tuple[Span, int]]:
        """The last mentions that begin before a character, names and settled sources together."""
        last: list[tuple[Span, int]] = []
        for held in (self.scene.named, self._spoken):
            index = bisect_left(held, (Span(at, at), 0))
            last += held[max(0, index - count) : index]
        return sorted(last)[-count:]

    def _mentions_behind(self, at: int, count: int) -> list[tuple[Span, int]]:
        """The first mentions that begin behind, likewise."""
        first: list[tuple[Span, int]] = []
        for held in (self.scene.named, self._spoken):
            index = bisect_left(held, (Span(at, at), 0))
            first += held[index : index + count]
        return sorted(first)[:count]

    def settle(self, index: int, candidate: Candidate) -> None:
        """Go on as if a candidate were the one meant."""
        one = self.done[index] = candidate.entity
        if one is None:
            return
        attribution = self.found[index]
        place = _place(attribution)
        span = attribution.source[0] if attribution.source else Span(place, place)
        if id(one) not in self._numbers:
            self._numbers[id(one)] = len(self.entities)
            self.entities.append(one)
            self._index(one, one.words)
        at = bisect_left(one.mentions, span)
        if one.mentions[at : at + 1] != [span]:
            one.mentions.insert(at, span)
            insort(self._spoken, (span, self._numbers[id(one)]))
        self._sources.setdefault(span, index)
        self._told.add(place, index)

    def _index(self, one: Entity, words: Iterable[str]) -> None:
        for word in set(words):
            if len(held := self._by_word[word]) < _SHARING:
                held.append(one)


def _place(one: Attribution) -> int:
    """Where a source stands; its cue where there is none."""
    return one.source[0].start if one.source else one.cue[0].start


def _order(found: Sequence[Attribution]) -> list[int]:
    """The order in which sources are resolved: that of the text, but each after the one in whose words it stands."""
    within: defaultdict[int | None, list[int]] = defaultdict(list)
    for index in sorted(range(len(found)), key=lambda index: (_place(found[index]), index), reverse=True):
        within[found[index].parent].append(index)
    order: list[int] = []
    waiting = within[None]
    while waiting:
        index = waiting.pop()
        order.append(index)
        waiting += within.pop(index, ())
    # Those that stand in one another, which no text has.
    return order + sorted(set(range(len(found))).difference(order), key=lambda index: (_place(found[index]), index))


def best(found: Sequence[Candidate], shares: Sequence[float]) -> tuple[int, float]:
    """Give the likeliest candidate and its share; the shares of those that have the same name are put together.

    Args:
        found: The candidates of a source, one at least.
        shares: The probability of each.

    Example:
        >>> nobody = Candidate(None, {}, NOBODY)
        >>> best([nobody, nobody], [0.25, 0.5])
        (1, 0.75)
    """
    names = [one.entity.words if one.entity is not None else () for one in found]
    sums: dict[tuple[str, ...], float] = {}
    for name, share in zip(names, shares, strict=True):
        sums[name] = sums.get(name, 0.0) + share
    top = max(sums, key=sums.__getitem__)
    return max((index for index, name in enumerate(names) if name == top), key=shares.__getitem__), sums[top]
