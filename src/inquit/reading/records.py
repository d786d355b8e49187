"""What the stages of the reading hand one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquit.spans import Span

GROUPS = ("source", "cue", "content", "addressee", "when", "channel")
"""What a word can be to a cue, in the order of the pack's linker."""

OUTSIDE, BEGIN, INSIDE = range(3)
"""The tags of a word in each group."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word with what the encoder needs of it.

    ``span`` counts code points of the document's text; ``pieces`` are ids of
    the pack's vocabulary, at least one; ``paragraph`` numbers the paragraphs;
    ``ends_sentence`` tells a full stop and its like.
    """

    span: Span
    pieces: tuple[int, ...]
    paragraph: int
    ends_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``[start, end)`` of the document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A word that may be the last of a cue, with what the words around are to it.

    ``anchor`` is a word of the document, ``first`` the document word to which
    row 0 of ``tags`` belongs. ``score``, ``attitude`` and ``negated`` are
    logits. ``tags`` has shape (words, groups, 3): natural logarithms of the
    probabilities of :data:`OUTSIDE`, :data:`BEGIN` and :data:`INSIDE`.
    """

    anchor: int
    first: int
    score: float
    attitude: float
    negated: float
    tags: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A candidate decoded: word ranges ``[first, last)`` of the document for each role.

    ``features`` are what the calibrated confidence is computed from: the
    anchor's logit, the log probability of the content's tags, that of the
    source's, and 1 where there is a source.
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    attitude: float
    negated: float
    features: tuple[float, ...]
