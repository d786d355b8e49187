"""Words a second in one thread, beside spaCy's French model, in one run.

The same hundred French texts; spaCy both text by text and in batches, the
faster of the two counts; rounds alternate, so that a noisy machine hurts both.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from inquit.pipeline import Reader

MODEL = "fr_core_news_md"
TEXTS, ROUNDS = 100, 5


def main() -> int:
    """Measure and print the ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--least", type=float, default=0.0, help="fail under this ratio")
    options = parser.parse_args()
    import spacy  # noqa: PLC0415

    with (options.corpora / "fr-news" / "train.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(TEXTS), lines, strict=False)]
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    reader, other = Reader(), spacy.load(MODEL)
    runs: dict[str, Callable[[], object]] = {
        "inquit": lambda: [reader.read_text(text) for text in texts],
        "spaCy, text by text": lambda: [other(text) for text in texts],
        "spaCy, pipe of 16": lambda: list(other.pipe(texts, batch_size=16)),
    }
    reader.read_text(texts[0])
    other(texts[0])
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            spent[name].append(time.perf_counter() - begun)
    pace = {name: words / statistics.median(times) for name, times in spent.items()}
    for name, value in pace.items():
        print(f"{name:<20} {value:8.0f} words/s (median of {ROUNDS})")
    ratio = pace["inquit"] / max(value for name, value in pace.items() if name != "inquit")
    print(f"inquit / spaCy {MODEL}, the faster way: {ratio:.2f}")
    return 1 if ratio < options.least else 0


if __name__ == "__main__":
    sys.exit(main())
