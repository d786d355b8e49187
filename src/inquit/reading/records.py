"""What the stages of the reading hand one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inquit.spans import Span
from inquit.statement import Act, Addressee, Modality, Place, Speaker, Time

GROUPS = ("source", "cue", "content", "addressee", "when", "channel")
"""What a word can be to a cue, in the order of the pack's linker."""

CIRCUMSTANCES = ("addressee", "when", "channel")
"""The groups of which an attribution has one run of words at most, outside its content."""

FLAGS = ("person", "organization", "location", "named", "quoted", "capital", "first", "ends-sentence", "mark")
"""What the second network is told of a word beside its vector; the first four are read off the tags of names."""

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


NAMES = ("person", "organization", "location")
"""The kinds of name, in the order of the pack's head: its tags are outside, then begin and inside of each."""


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """What the model says of a document's words.

    ``candidates`` stand in the order of their anchors, each word at most once.
    ``names`` has shape (words,): 0 outside a name, 1 + 2k where one of kind k of
    :data:`NAMES` begins, 2 + 2k inside it. ``referents`` has shape (words, 3,
    width): see :class:`inquit.reading.ranking.Referents`.
    """

    candidates: list[Candidate]
    names: NDArray[np.int8]
    referents: NDArray[np.float32]


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
    addressee: tuple[int, int] | None = None
    when: tuple[int, int] | None = None
    channel: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerModel:
    """What a pack knows about who is meant.

    ``weights`` are those of the features of candidates; ``least`` is the
    probability from which a candidate is taken for the speaker.
    """

    weights: Mapping[str, float]
    least: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages found out about one attribution.

    The fields that start with ``no_`` say, by a key of
    :data:`inquit.statement.UNKNOWN`, why there is none.
    """

    speaker: Speaker | None = None
    no_speaker: str = "not-stated"
    addressee: Addressee | None = None
    place: Place | None = None
    time: Time | None = None
    no_time: str = "not-stated"
    act: Act | None = None
    no_act: str = "no-act"
    modality: Modality = "reported"
    mentions: tuple[str, ...] = ()
