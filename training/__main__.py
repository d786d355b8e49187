"""``python -m training``: from the corpora to a pack, in one command.

Every stage keeps its result in ``--work`` and is skipped when it is there, so
that a run that was broken off goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tokenizers

from inquit.reading.windows import surface
from inquit.segmentation import words
from training import base as base_weights
from training import pack, silver, vocabulary
from training.examples import read_corpus
from training.export import export_floats, quantise
from training.model import Reader, from_base, with_rows
from training.referents import SPEAKER_FILES, fit_speakers
from training.train import train

TRAINED_ON = {"fr-news": "fr-news/train.jsonl", "polnear": "polnear/train.jsonl", "winer-fr": "winer-fr.jsonl"}
MEASURED_ON = {"fr-news": "fr-news/dev.jsonl", "polnear": "polnear/dev.jsonl"}
HERE = Path(__file__).parent


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m training", description="Train the reader and write its pack.")
    parser.add_argument(
        "--corpora-dir", type=Path, default=os.environ.get("INQUIT_CORPORA"), help="folder of the corpora (else INQUIT_CORPORA)"
    )
    parser.add_argument("--corpora", default=",".join(TRAINED_ON), help="corpora to train on, with commas between (%(default)s)")
    parser.add_argument("--config", type=Path, default=HERE / "config.toml", help="settings (%(default)s)")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="where the stages keep their results (%(default)s)")
    parser.add_argument("--out", type=Path, default=None, help="where to copy the finished pack, besides WORK/pack")
    options = parser.parse_args(given)
    if options.corpora_dir is None or not Path(options.corpora_dir).is_dir():
        parser.error("no folder of corpora: give --corpora-dir or set INQUIT_CORPORA")
    unknown = sorted(set(options.corpora.split(",")) - set(TRAINED_ON))
    if unknown:
        parser.error(f"no such corpus: {', '.join(unknown)}; there are {', '.join(TRAINED_ON)}")
    options.corpora_dir = Path(options.corpora_dir)
    return options


def split(
    corpora: dict[str, list[dict[str, Any]]], tuning: dict[str, int], seed: int
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, list[dict[str, Any]]]]:
    """Set documents aside for thresholds and calibration."""
    rest, aside = {}, {}
    for name, documents in corpora.items():
        order = documents[:]
        random.Random(seed).shuffle(order)
        count = tuning.get(name, 0)
        aside[name], rest[name] = order[:count], order[count:]
    return rest, aside


def main(given: Sequence[str] | None = None) -> int:
    """Run all stages."""
    options = arguments(given)
    settings = tomllib.loads(options.config.read_text(encoding="utf-8"))
    options.work.mkdir(parents=True, exist_ok=True)
    corpora = {name: read_corpus(options.corpora_dir / TRAINED_ON[name]) for name in options.corpora.split(",")}
    base = base_weights.load(base_weights.fetch(options.work))
    surfaces = (surface(d["text"], s) for documents in corpora.values() for d in documents for s in words(d["text"]))
    rows = vocabulary.choose(base, surfaces, settings["vocabulary"]["common"], ("fr", "en"), settings["vocabulary"]["rare"])
    tokenizer = vocabulary.tokenizer_json(base, rows)
    coder = tokenizers.Tokenizer.from_str(tokenizer)
    print(f"vocabulary: {len(rows)} of {len(base.pieces)} pieces", flush=True)
    if "polnear" in corpora:
        silver.add_names(corpora["polnear"], options.work)

    known: dict[str, tuple[int, ...]] = {}

    def encode(surfaces: Sequence[str]) -> list[tuple[int, ...]]:
        new = list(dict.fromkeys(s for s in surfaces if s not in known))
        for s, encoding in zip(new, coder.encode_batch(new), strict=True):
            known[s] = tuple(encoding.ids) or (3,)
        return [known[s] for s in surfaces]

    rest, aside = split(corpora, settings["tuning"]["documents"], settings["seed"])
    reader = from_base(base, rows, **settings["model"])
    size, seed = settings["windows"]["size"], settings["seed"]
    reader = train(reader, rest, encode, settings["training"], size, seed, options.work / "checkpoint.pt")

    floats, small = options.work / "floats", options.work / "pack"
    export_floats(reader, floats)
    quantise(floats, small)
    for folder in (floats, small):
        (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    corpora_dir: Path = options.corpora_dir
    description = pack.describe(
        settings,
        base={**pack.BASE, "sha256": base.sha256, "layers": settings["model"]["layers"], "rows": len(rows)},
        made={"command": f"python -m training --corpora {options.corpora}", "config-sha256": fingerprint(options.config)},
        corpora={
            name: {"sha256": fingerprint(corpora_dir / TRAINED_ON[name]), "documents": len(corpora[name]), "terms": pack.TERMS[name]}
            for name in corpora
        },
    )
    if "fr-news" in corpora:
        print("training who is meant", flush=True)
        pack.write_description(small, description)
        fit_speakers(small, corpora["fr-news"], settings["speakers"], seed)
        for name in SPEAKER_FILES:
            shutil.copyfile(small / name, floats / name)
    print("setting thresholds and calibration", flush=True)
    pack.tune(small, aside, description)
    pack.write_description(floats, description)
    print("measuring", flush=True)
    sets = {name: read_corpus(corpora_dir / path) for name, path in MEASURED_ON.items() if (corpora_dir / path).exists()}
    if sets:
        description["scores"] = pack.measure(small, sets, nested=pack.NESTED)
        description["scores"]["pooled"] = {"relation-f1-int8": pack.pooled(small, sets), "relation-f1-floats": pack.pooled(floats, sets)}
        description["scores"]["vocabulary"] = compare_vocabularies(base, reader, floats, options.work / "whole", description, sets)
        pack.write_description(small, description)
        print(json.dumps(description["scores"], indent=1), flush=True)
    if options.out is not None:
        pack.copy_pack(small, options.out)
        print(f"wrote {options.out}", flush=True)
    return 0


def compare_vocabularies(
    base: base_weights.Base, reader: Reader, cut: Path, whole: Path, description: dict[str, Any], sets: dict[str, list[dict[str, Any]]]
) -> dict[str, float]:
    """Measure what the cut of the vocabulary costs: the same weights with every piece of the base encoder.

    The word table is frozen in training, so the whole one fits the trained layers.
    """
    rows = vocabulary.every(base)
    export_floats(with_rows(reader, base, rows), whole)
    (whole / "tokenizer.json").write_text(vocabulary.tokenizer_json(base, rows), encoding="utf-8")
    pack.write_description(whole, description)
    for name in SPEAKER_FILES:
        shutil.copyfile(cut / name, whole / name)
    return {
        f"{name}-relation-f1-{kind}": pack.pooled(folder, {name: documents})
        for name, documents in sets.items()
        for kind, folder in (("cut", cut), ("whole", whole))
    }


def fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
