"""From tag probabilities to word ranges that can stand together.

The cue ends at its anchor. The source is one run of words or none. The
content is any number of runs, none of which touches the cue or the source;
the source may lie inside the cue (*a-t-il dit*). Within these bounds the
likeliest tags win.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from inquit.reading.records import BEGIN, CIRCUMSTANCES, GROUPS, INSIDE, NAMES, OUTSIDE, Candidate, Labelled, Word
from inquit.spans import Span
from inquit.statement import Name

_SOURCE, _CUE, _CONTENT = (GROUPS.index(name) for name in ("source", "cue", "content"))
_NEVER = -1e4

Range = tuple[int, int]


def best_run(tags: NDArray[np.float32], least: float = 0.0) -> tuple[Range | None, float]:
    """Find the likeliest single run of words, or none.

    Args:
        tags: Shape (words, 3), log probabilities of outside, begin, inside.
        least: By how much a run must be likelier than none to be given.

    Returns:
        The run as word range ``[first, last)``, or None, and by how much, as
        a difference of logarithms, the likeliest run is likelier than none.

    Example:
        >>> p = np.log(np.array([[.9, .05, .05], [.2, .7, .1], [.1, .1, .8], [.9, .05, .05]]))
        >>> best_run(p.astype(np.float32))[0]
        (1, 3)
    """
    if not len(tags):
        return None, _NEVER
    inside = np.concatenate([[0.0], np.cumsum(tags[:, INSIDE] - tags[:, OUTSIDE], dtype=np.float64)])
    # The best place to stop at or after each word that may begin.
    stops = np.maximum.accumulate(inside[:0:-1])[::-1]
    gain = tags[:, BEGIN] - tags[:, OUTSIDE] + stops - inside[1:]
    first = int(gain.argmax())
    if gain[first] <= least:
        return None, float(gain[first])
    last = first + 1 + int((inside[first + 1 :]).argmax())
    return (first, last), float(gain[first])


def best_runs(tags: NDArray[np.float32]) -> tuple[list[Range], float]:
    """Find the likeliest runs of words, by Viterbi over outside, begin, inside.

    Returns:
        Word ranges in order, and the log probability of the whole tagging.

    Example:
        >>> p = np.log(np.array([[.1, .8, .1], [.9, .05, .05], [.1, .5, .4], [.1, .5, .4]]))
        >>> best_runs(p.astype(np.float32))[0]
        [(0, 1), (2, 3), (3, 4)]
    """
    out, inn = 0.0, _NEVER * len(tags) - 1.0
    from_inside: list[tuple[bool, bool]] = []
    begins: list[bool] = []
    for outside, begin, inside in tags.tolist():
        best = max(out, inn)
        opened, carried = best + begin, inn + inside
        from_inside.append((inn > out, inn > out if opened >= carried else True))
        begins.append(opened >= carried)
        out, inn = best + outside, max(opened, carried)
    runs: list[Range] = []
    within, end = inn > out, len(tags)
    score = max(out, inn)
    for index in range(len(tags) - 1, -1, -1):
        if not within:
            end = index
            within = from_inside[index][0]
        elif begins[index]:
            runs.append((index, end))
            end = index
            within = from_inside[index][1]
    return runs[::-1], float(score)


def _forbidden(tags: NDArray[np.float32], ranges: Sequence[Range]) -> NDArray[np.float32]:
    free = tags.copy()
    for first, last in ranges:
        free[first:last, OUTSIDE] = 0.0
        free[first:last, BEGIN:] = _NEVER
    return free


def decode(candidate: Candidate, least: Mapping[str, float] = MappingProxyType({})) -> Labelled | None:
    """Give the words of a candidate their likeliest roles.

    Args:
        candidate: A word that may end a cue.
        least: For source, addressee, when and channel: by how much, as a
            difference of logarithms, one must be likelier than none; 0 for one
            that is absent. Below 0 for the source, since the texts nearly
            always name one: a doubtful one is then likelier right than none.

    Returns:
        The roles as word ranges of the document; None when no word is content.
    """
    tags, at = candidate.tags, candidate.anchor - candidate.first
    cue = _cue(tags[:, _CUE], at)
    source, source_gain = best_run(tags[:, _SOURCE], least.get("source", 0.0))
    sources = [source] if source else []
    contents, content_score = best_runs(_forbidden(tags[:, _CONTENT], [cue, *sources]))
    if not contents:
        return None
    shift = candidate.first

    def placed(ranges: Sequence[Range]) -> tuple[Range, ...]:
        return tuple((first + shift, last + shift) for first, last in ranges)

    features = (candidate.score, content_score, source_gain, float(source is not None))
    # To whom, when, through what: said outside the content, and mostly not said.
    others = {}
    for name in CIRCUMSTANCES:
        run, _ = best_run(_forbidden(tags[:, GROUPS.index(name)], [*sources, *contents]), least.get(name, 0.0))
        others[name] = placed([run])[0] if run else None
    return Labelled(placed(sources), placed([cue]), placed(contents), candidate.attitude, candidate.negated, features, **others)


def _cue(tags: NDArray[np.float32], at: int) -> Range:
    """Where a cue that ends with word ``at`` begins."""
    gains = np.concatenate([[0.0], np.cumsum((tags[: at + 1, INSIDE] - tags[: at + 1, OUTSIDE])[::-1], dtype=np.float64)])
    opening = (tags[: at + 1, BEGIN] - tags[: at + 1, OUTSIDE])[::-1]
    back = int((opening + gains[:-1]).argmax())
    return at - back, at + 1


def names(words: Sequence[Word], tags: NDArray[np.int8]) -> tuple[Name, ...]:
    """Read the names off the tags of a document's words.

    Args:
        words: The document's words.
        tags: Shape (words,); see :class:`inquit.reading.records.Tagged`.

    Returns:
        Names in the order of the text; none crosses a paragraph or a window's tag of another kind.
    """
    found: list[Name] = []
    first: int | None = None
    last = -1
    for index in [*np.flatnonzero(tags).tolist(), len(words)]:
        tag = int(tags[index]) if index < len(words) else 0
        if first is not None:
            kind = (int(tags[first]) - 1) // 2
            goes_on = tag == 2 * kind + 2 and last + 1 == index and words[index].paragraph == words[last].paragraph
            if not goes_on:
                found.append(Name(Span(words[first].span.start, words[last].span.end), NAMES[kind]))
                first = None
        if first is None:
            first = index
        last = index
    return tuple(found)
