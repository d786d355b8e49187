"""Hold the scores on the development corpora to the committed floors.

``floors.toml`` beside this file holds the floors and the fingerprint of each
corpus. ``--update`` measures again and raises floors that were beaten; it
never lowers one, for which the file has to be edited by hand and the reason
written into the changelog.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from inquit.evaluation import (
    CIRCUMSTANCES,
    Case,
    calibration_error,
    circumstance_rates,
    folded_name,
    kind_rates,
    pair,
    parents_right,
    read_gold,
    speaker_rates,
    types_right,
)
from inquit.intake.readers import read_text
from inquit.pipeline import Reader
from inquit.scoring import case, narrowed, tallied

FLOORS = Path(__file__).parent / "floors.toml"
SETS = {"fr-news": "fr-news/dev.jsonl", "polnear": "polnear/dev.jsonl", "dispatch": "dispatch.jsonl"}
# Processors round otherwise, and a handful of finds in a thousand tip over: in per
# cent, and for the calibration error. Counts of the one dispatch have no such room.
PROCESSORS, PROCESSORS_CALIBRATION = 0.3, 0.002
# Where less is better a floor is a ceiling.
CEILINGS = ("calibration-error", "false-finds", "false-in-bio", "false-circumstances")


def read_all(reader: Reader, documents: list[dict[str, Any]]) -> list[Case]:
    """Read a corpus and put each document beside its gold."""
    return [case(d, reader.read_raw(read_text(d["text"], d["id"]), published=d.get("published"))) for d in documents]


def fell(measure: str, value: float, floor: float) -> bool:
    """Tell whether a figure is worse than its floor or ceiling allows."""
    if measure in CEILINGS:
        return value > floor + (PROCESSORS_CALIBRATION if measure == "calibration-error" else 0)
    return value < floor - PROCESSORS


def of_corpus(cases: list[Case], nested: bool) -> dict[str, float]:
    """The gated figures of a development set, in per cent but for the calibration error."""
    outer = tallied(cases, nested=False)
    figures = {
        "relation-f1": 100 * outer.rates("relation").f1,
        "exact-f1": 100 * outer.rates("exact").f1,
        "content-f1": 100 * outer.rates("content").f1,
    }
    if nested:
        figures["nested-relation-f1"] = 100 * tallied(cases, nested=True).rates("relation").f1
        figures["attitude-f1"] = 100 * kind_rates(cases).f1
        right, count = parents_right(cases)
        figures["parent-right"] = 100 * right / max(1, count)
        for name, hard in (("speaker", False), ("hard-speaker", True)):
            rates = speaker_rates(cases, hard)
            figures |= {f"{name}-precision": 100 * rates.precision, f"{name}-recall": 100 * rates.recall}
        right, count = types_right(cases)
        figures["speaker-type-right"] = 100 * right / max(1, count)
        figures |= {f"{role}-f1": 100 * circumstance_rates(cases, role).f1 for role in CIRCUMSTANCES}
    figures["calibration-error"] = calibration_error(narrowed(cases, nested))
    return figures


def of_dispatch(one: Case, document: dict[str, Any]) -> dict[str, float]:
    """The gated figures of the reference dispatch, in attributions.

    The optional attribution, when it is found, is neither right nor wrong.
    """
    paired = pair(one)
    partner = {one.found[i].id: one.gold[j].id for i, j in paired.pairs}
    parents = {f.id: f.parent for f in one.found}
    gold_parents = {g.id: g.parent for g in one.gold}
    whole = sum(partner.get(parents[f] or "") == gold_parents[g] for f, g in partner.items())
    bio = one.text.rstrip().rfind("\n")
    exact = sum(tallied([Case("", one.text, (one.gold[j],), (one.found[i],))], nested=True).rates("exact").f1 == 1 for i, j in paired.pairs)
    optional = {tuple(a["cue"][0]) for a in document["attributions"] if a.get("optional")}
    false = [one.found[i] for i in paired.false if tuple(one.found[i].cue[0]) not in optional]
    told = [span for f in one.found for role in CIRCUMSTANCES if (span := getattr(f, role))]
    known = [span for g in one.gold for role in CIRCUMSTANCES if (span := getattr(g, role))]
    return {
        "speakers-right": sum(folded_name(one.found[i].speaker or "") == folded_name(one.gold[j].speaker or "") for i, j in paired.pairs),
        "circumstances-right": sum(span in told for span in known),
        "false-circumstances": sum(span not in known for span in told),
        "found-with-parent": whole,
        "exact": exact,
        "false-finds": len(false),
        "false-in-bio": sum(f.content[0].start > bio for f in false),
    }


def main() -> int:
    """Measure, print, compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--pack", help="another pack than the one that comes with inquit")
    parser.add_argument("--update", action="store_true", help="raise the floors that were beaten")
    options = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    reader = Reader(options.pack)
    fallen, measured = [], {}
    for name, path in SETS.items():
        file = options.corpora / path
        documents = read_gold(file)
        cases = read_all(reader, documents)
        measured[name] = of_dispatch(cases[0], documents[0]) if name == "dispatch" else of_corpus(cases, nested=name == "fr-news")
        known = floors.get(name, {}).get("sha256")
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        if known and known != digest:
            fallen.append(f"{name}: the corpus is not the one that the floors were measured on")
        for measure, value in measured[name].items():
            floor = floors.get(name, {}).get(measure)
            worse = floor is not None and fell(measure, value, floor)
            limit = "ceiling" if measure in CEILINGS else "floor"
            print(f"{name:<10} {measure:<20} {value:8.3f}   {limit} {floor}{'   FALLEN' if worse else ''}")
            if worse:
                fallen.append(f"{name} {measure}: {value:.3f}, floor {floor}")
        measured[name]["sha256"] = digest  # type: ignore[assignment]
    if options.update:
        write(floors, measured)
    for line in fallen:
        print(f"quality: {line}", file=sys.stderr)
    return 1 if fallen and not options.update else 0


def write(floors: dict[str, Any], measured: dict[str, Any]) -> None:
    """Write the better of floor and figure."""
    lines = ["# Figures that may not fall; see docs/evaluation.md. Raised by `python -m benchmarks.quality --update`."]
    for name, figures in measured.items():
        lines += ["", f"[{name}]"]
        for measure, value in figures.items():
            if isinstance(value, str):
                lines.append(f"{measure} = {json.dumps(value)}")
                continue
            step = 1000 if measure == "calibration-error" else 10
            # Rounded to the side that the same run passes.
            rounded = -(-value * step // 1) / step if measure in CEILINGS else value * step // 1 / step
            old = floors.get(name, {}).get(measure, rounded)
            lines.append(f"{measure} = {min(old, rounded) if measure in CEILINGS else max(old, rounded)}")
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
