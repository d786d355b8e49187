"""From corpora to windows with labels."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from inquit.reading.records import Window, Word
from inquit.reading.windows import lay_out, pieces_of
from inquit.spans import Span
from training.copydesk import Moves, furnish, headless, moved, restyle
from training.model import GROUPS, NAMES

Encode = Callable[[Sequence[str]], list[tuple[int, ...]]]
IGNORE = -100
ENGLISH_GROUPS = 3
"""The English corpus marks the first three groups alone."""


def read_corpus(path: Path) -> list[dict[str, Any]]:
    """Read a corpus, one JSON document a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@dataclass
class Laid:
    """A document laid out in words, with word-level labels.

    ``anchors`` maps the anchor's word to (kind, negated, {group: word ranges});
    kind and negated are ``IGNORE`` where the corpus says nothing.
    ``blind`` are words where an anchor may stand that the corpus does not mark.
    ``names`` is one tag a word, or None.
    """

    words: list[Word]
    anchors: dict[int, tuple[int, int, dict[str, list[tuple[int, int]]]]]
    groups: int
    blind: set[int]
    names: list[int] | None
    marked: bool


def word_range(words: Sequence[Word], start: int, end: int) -> tuple[int, int] | None:
    """Words ``[first, last)`` that share a character with ``[start, end)``."""
    spans = [w.span for w in words]
    first = _bisect(spans, lambda s: s.end <= start)
    last = _bisect(spans, lambda s: s.start < end)
    return (first, last) if first < last else None


def _bisect(spans: list[Span], before: Callable[[Span], bool]) -> int:
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if before(spans[middle]) else (low, middle)
    return low


def lay(document: dict[str, Any], encode: Encode, rng: random.Random | None = None) -> Laid:
    """Lay a document out; with ``rng``, dressed anew each time."""
    text = document["text"]
    french = document["language"] == "fr"
    marked = "attributions" in document
    steps: list[Moves] = []
    if rng is not None:
        if marked and rng.random() < 0.15:
            text, by = headless(text)
            steps.append(by)
        if rng.random() < (0.85 if french else 0.3):
            text, by = restyle(text, rng)
            steps.append(by)
        if marked and rng.random() < (0.7 if french else 0.3):
            text, by = furnish(text, rng)
            steps.append(by)

    def place(spans: list[list[int]] | None) -> list[tuple[int, int]]:
        found = [(start, end) for start, end in spans or ()]
        for by in steps:
            found = moved(found, by)
        return found

    words = lay_out(text, encode)

    def ranges(spans: list[list[int]] | None) -> list[tuple[int, int]]:
        found = (word_range(words, s, e) for s, e in place(spans))
        return [r for r in found if r]

    anchors: dict[int, tuple[int, int, dict[str, list[tuple[int, int]]]]] = {}
    blind: set[int] = set()
    for a in document.get("attributions", ()):
        parts = {name: ranges(a.get(name)) for name in ("source", "cue", "content")}
        for name in ("addressee", "when", "channel"):
            parts[name] = ranges([a[name]] if a.get(name) else None)
        if not parts["cue"] or not parts["content"]:
            continue
        kind = IGNORE if a.get("kind") is None else int(a["kind"] == "attitude")
        negated = IGNORE if a.get("negated") is None else int(a["negated"])
        anchors[parts["cue"][0][1] - 1] = (kind, negated, parts)
        if not french:
            blind.update(w for first, last in parts["content"] for w in range(first, last))
    names = None
    if "entities" in document:
        names = [0] * len(words)
        for start, end, label in document["entities"]:
            where = ranges([[start, end]])
            if label.lower() in NAMES and where:
                tag = 1 + 2 * NAMES.index(label.lower())
                first, last = where[0]
                names[first:last] = [tag] + [tag + 1] * (last - first - 1)
    return Laid(words, anchors, len(GROUPS) if french else ENGLISH_GROUPS, blind - set(anchors), names, marked)


def cuts(laid: Laid, size: int, rng: random.Random) -> Iterator[Window]:
    """Cut a document into windows that do not overlap, at places that change."""
    start, first = 0, True
    while start < len(laid.words):
        # The first window is short by chance, so that edges fall elsewhere each time.
        room = int(size * rng.uniform(0.3, 1.0)) if first else size
        first = False
        used, end, last_break = 2, start, None
        while end < len(laid.words):
            word = laid.words[end]
            closes = end + 1 == len(laid.words) or laid.words[end + 1].paragraph != word.paragraph
            cost = min(len(word.pieces), size - 3) + closes
            if used + cost > room and end > start:
                break
            used += cost
            end += 1
            if closes and used > room // 2:
                last_break = end
        if end < len(laid.words) and last_break is not None and rng.random() < 0.7:
            end = last_break
        yield Window(start, end)
        start = end


@dataclass
class Batch:
    """Windows padded to one shape; ``A`` anchors over all of them."""

    pieces: Tensor
    mask: Tensor
    firsts: Tensor
    paragraphs: Tensor
    real: Tensor  # (B, W) true where there is a word
    found: Tensor  # (B, W) 1 anchor, 0 none, IGNORE not known
    names: Tensor  # (B, W) tag or IGNORE
    window: Tensor
    at: Tensor
    kind: Tensor
    negated: Tensor
    tags: Tensor  # (A, W, G) 0 O, 1 B, 2 I or IGNORE


def collate(items: Sequence[tuple[Laid, Window]], specials: tuple[int, int, int], size: int, blank: float, rng: random.Random) -> Batch:
    """Put windows into one batch.

    Args:
        items: Windows with their documents.
        specials: Ids of the begin, separator and unknown pieces.
        size: Pieces a window, at most.
        blank: Share of pieces replaced by the unknown piece.
        rng: Source of chance.
    """
    begin, separator, unknown = specials
    encoded = [pieces_of(laid.words, w, begin, separator, size) for laid, w in items]
    length, count = max(len(p) for p, _ in encoded), max(len(f) for _, f in encoded)
    pieces = np.ones((len(items), length), np.int64)
    firsts, paragraphs = np.zeros((2, len(items), count), np.int64)
    real = np.zeros((len(items), count), bool)
    found, names = np.full((2, len(items), count), IGNORE, np.int64)
    rows: list[tuple[int, int, int, int]] = []
    tags: list[np.ndarray[Any, np.dtype[np.int64]]] = []
    mask = np.zeros((len(items), length), bool)
    for b, ((laid, w), (p, f)) in enumerate(zip(items, encoded, strict=True)):
        pieces[b, : len(p)] = [unknown if blank and rng.random() < blank and i > separator + 1 else i for i in p]
        mask[b, : len(p)] = True
        n = w.end - w.start
        firsts[b, :n] = f
        paragraphs[b, :n] = [word.paragraph for word in laid.words[w.start : w.end]]
        real[b, :n] = True
        if laid.marked:
            found[b, :n] = [IGNORE if i in laid.blind else int(i in laid.anchors) for i in range(w.start, w.end)]
        if laid.names is not None:
            names[b, :n] = laid.names[w.start : w.end]
        for i in range(w.start, w.end):
            if i in laid.anchors:
                kind, negated, parts = laid.anchors[i]
                rows.append((b, i - w.start, kind, negated))
                tag = np.zeros((count, len(GROUPS)), np.int64)
                tag[n:] = IGNORE
                tag[:, laid.groups :] = IGNORE
                for g, name in enumerate(GROUPS[: laid.groups]):
                    for start, end in parts[name]:
                        s, e = max(start, w.start) - w.start, min(end, w.end) - w.start
                        if s < e:
                            tag[s:e, g] = 2
                            if start >= w.start:
                                tag[s, g] = 1
                tags.append(tag)
    t = torch.from_numpy
    columns = [t(np.array([row[c] for row in rows], np.int64)) for c in range(4)]
    stacked = t(np.stack(tags)) if tags else torch.zeros(0, count, len(GROUPS), dtype=torch.long)
    return Batch(t(pieces), t(mask), t(firsts), t(paragraphs), t(real), t(found), t(names), *columns, stacked)
