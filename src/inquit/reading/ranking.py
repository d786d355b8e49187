"""Weigh the candidates for a source: a log-linear model of their features, and how the encoder sees them.

Features say what can be said in rules. What they miss, that a rapper is no
prosecutor and whom a passage is about, the model's small second network reads
from the encoder's vectors: it gives each word what it asks of whom it means, and
what it answers when others ask. Source and mentions are put together by these,
and the outcome is added to the score of the features.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from inquit.reading.candidates import OWN_WORDS, SAME_SOURCE, Candidate, Resolver, best
from inquit.reading.records import SpeakerModel
from inquit.spans import Span

MENTIONS = 6
"""Mentions of a candidate that are looked at, the nearest ones."""


class Referents:
    """What the second network says of a document's words.

    Args:
        starts: The first characters of the words.
        answers: Shape (words, 3, width): what a word asks as a source, and two
            answers of it as a mention, of which the mean over mentions counts,
            and the best one.
    """

    def __init__(self, starts: Sequence[int], answers: NDArray[np.float32]) -> None:
        self._starts = starts
        self._asked = answers[:, 0]
        # Sums up to each word: the mean of any stretch is then one subtraction.
        self._told = np.zeros((len(answers) + 1, 2, answers.shape[2]))
        np.cumsum(answers[:, 1:], axis=0, out=self._told[1:])

    def likeness(self, source: Span, mentions: Sequence[Sequence[Span]]) -> list[float]:
        """How well a source goes with each of some entities; 0 for one that is named nowhere.

        Args:
            source: The source, in code points of the text.
            mentions: Where each entity is named; see :func:`nearest`.
        """
        ranges = [self._words(span) for of in mentions for span in of]
        if not ranges or not len(self._starts):
            return [0.0] * len(mentions)
        first, last = np.array(ranges).T
        asked = self._asked[slice(*self._words(source))].mean(0)
        told = (self._told[last] - self._told[first]) @ asked / (last - first)[:, None]
        means, bests = told.T.tolist()
        found, at = [], 0
        for of in mentions:
            end = at + len(of)
            found.append(sum(means[at:end]) / len(of) + max(bests[at:end]) if of else 0.0)
            at = end
        return found

    def _words(self, span: Span) -> tuple[int, int]:
        """The words of a span, one at least."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return first, max(first + 1, bisect_left(self._starts, span.end))


def nearest(source: Span, mentions: Sequence[Span]) -> list[Span]:
    """The mentions nearest to a source, itself left out.

    Example:
        >>> nearest(Span(10, 12), [Span(0, 4), Span(10, 12), Span(14, 20)])
        [Span(start=14, end=20), Span(start=0, end=4)]
    """
    at = bisect_left(mentions, source)
    around = [span for span in mentions[max(0, at - MENTIONS) : at + MENTIONS + 1] if span != source]
    return sorted(around, key=lambda span: (abs(span.start - source.start), span))[:MENTIONS]


def shares(features: Sequence[Mapping[str, float]], likeness: Sequence[float], weights: Mapping[str, float]) -> list[float]:
    """The model's probability of each candidate.

    Args:
        features: What speaks for each candidate.
        likeness: How well each goes with the source by the second network.
        weights: The weight of each feature; one that is not there weighs nothing.

    Example:
        >>> [round(share, 3) for share in shares([{"named": 1.0}, {}], [0.0, 0.0], {"named": 2.0})]
        [0.881, 0.119]
    """
    weight = weights.get
    scores = [sum([weight(name, 0.0) * value for name, value in of.items()]) + like for of, like in zip(features, likeness, strict=True)]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


class Ranking:
    """Weighs the candidates of one document's sources.

    Args:
        model: What the pack knows.
        referents: What the second network says of the document's words.
    """

    def __init__(self, model: SpeakerModel, referents: Referents) -> None:
        self._weights, self.least = model.weights, model.least
        self._referents = referents
        self._given: dict[Span, float] = {}

    def shares(self, candidates: Sequence[Candidate], resolver: Resolver, index: int) -> list[float]:
        """Give the probability of each candidate for the source of an attribution.

        Args:
            candidates: Who could be meant, nobody last.
            resolver: Where the sources before this one are resolved.
            index: The attribution, with a source.
        """
        source = resolver.found[index].source[0]
        if candidates[0].rule == SAME_SOURCE:
            share = self._given.get(source, 0.0)
            return [share, *[(1 - share) / (len(candidates) - 1)] * (len(candidates) - 1)]
        likeness = self._referents.likeness(source, [mentions_of(one, source) for one in candidates])
        found = shares([one.features for one in candidates], likeness, self._weights)
        self._given[source] = best(candidates, found)[1]
        return found


def mentions_of(candidate: Candidate, source: Span) -> list[Span]:
    """Where the second network looks at a candidate: its nearest mentions.

    One that is no entity yet is looked at where its words stand, unless they are
    those of the source.
    """
    one = candidate.entity
    if one is None:
        return []
    found = nearest(source, one.mentions)
    return found or ([] if candidate.rule == OWN_WORDS else [one.span])
