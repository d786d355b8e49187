"""Read very long texts: memory, time for each megabyte, and every invariant.

Ten megabytes of copy, a hundred thousand paragraphs, and a megabyte each of what
scraped files hold at their worst. The time a megabyte may not grow with length.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

from inquit.pipeline import Reader
from tests.invariants import check_invariants

SAMPLE = Path(__file__).parent.parent / "examples" / "depeche.txt"
# How much longer a megabyte may take in ten than by itself; machines are noisy.
SLACK = 1.5


def texts(megabytes: int) -> dict[str, str]:
    """The texts by name, the first two alike but for their length."""
    copy = SAMPLE.read_text(encoding="utf-8")
    size = 1_000_000
    return {
        "copy, 1 MB": (copy * (size // len(copy) + 1))[:size],
        f"copy, {megabytes} MB": (copy * (megabytes * size // len(copy) + 1))[: megabytes * size],
        "100,000 paragraphs": "\n".join(f"La ligne {n} du relevé." for n in range(100_000)),
        "one line": (copy.replace("\n", " ") * (size // len(copy) + 1))[:size],
        "opening marks": "« " * (size // 4),
        "one word": "a" * size,
        "decomposed, soft hyphens, marks of direction": "e\u0301t\u00ade\u0301 \u202ea dit « o\u0301 ».\0\n" * (size // 60),
    }


def main() -> int:
    """Read the texts and print what each took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stress", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=10)
    options = parser.parse_args()
    reader = Reader()
    pace = []
    for name, text in texts(options.megabytes).items():
        begun = time.process_time()
        document = reader.read_text(text)
        spent = time.process_time() - begun
        check_invariants(document, text)
        pace.append(spent / len(text))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:<46} {len(text) / 1e6:5.1f} M characters {spent:7.1f} s  {len(document.statements):6} statements"
            f"  {len(document.diagnostics):6} diagnostics  peak {peak:5.0f} MB",
            flush=True,
        )
    print(f"a megabyte in {options.megabytes}, against one by itself: {pace[1] / pace[0]:.2f} times as long")
    return 1 if pace[1] > SLACK * pace[0] else 0


if __name__ == "__main__":
    sys.exit(main())
