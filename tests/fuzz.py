"""``python -m tests.fuzz``: read very many generated and mutated texts; none may break the reader.

Half of the texts are drawn by hypothesis, half are the project's own samples,
mutated. Each must be read without an exception, keep every invariant, be
written as JSON and as a page. A text that fails is printed with its seed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
import traceback
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as hypothesis_seed

import inquit
from inquit.views.contract import to_json
from inquit.views.page import to_html
from tests.invariants import check_invariants
from tests.tagged import parse
from tests.test_spans import texts

HERE = Path(__file__).parent
HOSTILE = (
    *"«»“”„‟\"'’‘‹›+-–—…. ,;:!?()[]<>&\n\r\t\0",
    "\r\n", "\u00a0", "\u202f", "\u2028", "\x85", "\x0c", "\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\ufffd", "\ud800",
    "e\u0301", "\u0301" * 5, "👩‍👩‍👧", "𝔘", "ﬁ", "İ", "ß", "中文", "العربية",
    " . .", "''", "``", "+…+", "<script>", "\x1b[31m", "a-t-il dit",
    "selon ", "Par Ana Roy\n", "KIEL (Reuters) - ", "(c) AFP\n", "a" * 300, "« " * 40, "2021", "l\"eau",
)  # fmt: skip


def samples() -> list[str]:
    """The project's own texts, whole and by paragraph."""
    whole = [path.read_text(encoding="utf-8") for path in sorted((HERE.parent / "examples").glob("*.txt"))]
    whole.append(parse((HERE / "data" / "sister.txt").read_text(encoding="utf-8")).text)
    lines = (HERE / "data" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    parts = [parse(line).text for line in lines if line and line[0] != "#"]
    return parts + [paragraph for text in whole for paragraph in text.split("\n") if paragraph] * 2 + whole


def mutated(text: str, rng: random.Random) -> str:
    """Cut, double, move and spoil parts of a text."""
    for _ in range(rng.randint(1, 6)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + int(rng.expovariate(1 / 12)))
        part, rest = text[start:end], text[:start] + text[end:]
        at = rng.randint(0, len(rest))
        text = rng.choice(
            (
                rest,
                text[:start] + part + part + text[end:],
                rest[:at] + part + rest[at:],
                text[:start] + rng.choice(HOSTILE) + text[start:],
                text[:start] + rng.choice(HOSTILE) + text[end:],
                text[:start] + part.upper() + text[end:],
                text[:start] + "".join(rng.sample(part, len(part))) + text[end:],
                text.replace(rng.choice(text or " "), rng.choice(HOSTILE), rng.randint(1, 20)),
            )
        )
    return text


def check(reader: inquit.Reader, text: str) -> None:
    """Read one text and hold the result to all that is promised."""
    if not text.strip():
        return
    document = reader.read_text(text)
    check_invariants(document, text)
    again = json.loads(to_json(document))
    for statement in again["statements"]:
        for role in ("source", "cue", "content", "verbatim"):
            assert all(text[s["start"] : s["end"]] == s["text"] for s in statement[role])
    to_html(document)


def run_mutations(count: int, seed: int) -> str | None:
    """Read mutated samples; the report of the first that fails, or None."""
    rng, reader, pool = random.Random(seed), inquit.Reader(), samples()
    for number in range(count):
        text = mutated(rng.choice(pool), rng)
        try:
            check(reader, text)
        except Exception:  # noqa: BLE001  what breaks is what is looked for
            return f"mutation {number} of seed {seed}: {text!r}\n{traceback.format_exc()}"
    return None


def run_generated(count: int, seed: int) -> str | None:
    """Read texts drawn by hypothesis; the report of the smallest that fails, or None."""
    reader = inquit.Reader()

    @hypothesis_seed(seed)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck)
    )
    @given(texts)
    def one(text: str) -> None:
        check(reader, text)

    try:
        one()
    except Exception:  # noqa: BLE001  what breaks is what is looked for
        return f"generated with seed {seed}\n{traceback.format_exc()}"
    return None


def job(task: tuple[str, int, int]) -> str | None:
    """One share of the work, in a process of its own."""
    kind, count, seed = task
    return (run_mutations if kind == "mutated" else run_generated)(count, seed)


SHARE = 1000


def main() -> int:
    """Read the texts, print progress, exit with 1 if one broke the reader."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args()
    shares = -(-options.texts // SHARE)
    tasks = [(("mutated", "generated")[i % 2], min(SHARE, options.texts - i * SHARE), options.seed * 100_003 + i) for i in range(shares)]
    begun, done = time.monotonic(), 0
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for number, report in enumerate(pool.imap(job, tasks)):
            done += tasks[number][1]
            if report:
                print(report, file=sys.stderr)
                return 1
            rate = done / (time.monotonic() - begun)
            print(
                f"fuzz: {done} of {options.texts} texts, {rate:.0f} a second, {(options.texts - done) / rate / 60:.0f} min left", flush=True
            )
    print(f"fuzz: {done} texts read, none broke the reader")
    return 0


if __name__ == "__main__":
    sys.exit(main())
