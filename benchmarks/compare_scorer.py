"""Hold inquit's own scores beside those of the corpora's scorer, on the same finds."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from benchmarks.quality import SETS, read_all
from inquit.evaluation import FORMS, ROLES, Judged, read_gold
from inquit.pipeline import Reader
from inquit.scoring import narrowed, tallied

# The scorer's names for our measures.
NAMES = {"relation": "relation", "content": "span50", "exact": "exact", "overlap": "overlap"} | {
    f"tokens of {r}": f"tok_{r}" for r in ROLES
}
TOLERANCE = 1e-9


def plain(side: tuple[Judged, ...]) -> list[dict[str, list[list[int]]]]:
    """Write attributions as the scorer takes them."""
    return [{role: [list(span) for span in getattr(one, role)] for role in ROLES} for one in side]


def main() -> int:
    """Compare every figure; any difference is an error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_scorer", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True, help="the corpora's score.py")
    options = parser.parse_args()
    if not options.scorer.is_file():
        print(f"compare-scorer: no scorer at {options.scorer}; give SCORER=", file=sys.stderr)
        return 2
    spec = importlib.util.spec_from_file_location("corpora_scorer", options.scorer)
    if spec is None or spec.loader is None:
        raise ImportError(str(options.scorer))
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    reader, compared, wrong = Reader(), 0, 0
    for name, path in SETS.items():
        cases = read_all(reader, read_gold(options.corpora / path))
        for nested in (False, True):
            held = narrowed(cases, nested)
            theirs = scorer.score([(c.text, plain(c.gold), plain(c.found)) for c in held])
            ours = tallied(cases, nested)
            for measure, other in NAMES.items():
                for form in FORMS:
                    rates = ours.rates(measure, form)
                    for figure, key in ((rates.precision, "p"), (rates.recall, "r"), (rates.f1, "f")):
                        compared += 1
                        if abs(figure - theirs[other][form][key]) > TOLERANCE:
                            wrong += 1
                            where = f"{name} nested={nested} {measure} {form} {key}"
                            print(f"{where}: ours {figure:.6f}, theirs {theirs[other][form][key]:.6f}")
    print(f"{compared} figures compared, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
