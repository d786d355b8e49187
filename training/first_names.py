"""Make the list of first names and their gender from the names that Faker ships for its many locales and a short list of ours.

Run by hand when Faker has new names: ``python -m training.first_names``.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "inquit" / "data" / "any" / "first-names.tsv"
MORE = Path(__file__).parent / "first-names-more.tsv"
# A name that both women and men bear tells nothing: this share of the locales must
# agree. French ones count more, for Jean is a man in French copy.
AGREEMENT = 0.75
FRENCH = 4
# Shorter ones are scraps: "Al", "Jo".
SHORTEST = 3


def first_names() -> dict[str, str]:
    """Give the gender, m or f, of each first name, written in small Latin letters without accents."""
    from faker.providers import person

    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for gender, names in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in set(map(_folded, getattr(provider, names, ()))):
                if name.isalpha() and name.isascii() and len(name) >= SHORTEST:
                    votes[name][gender] += FRENCH if found.name.startswith("fr") else 1
    shown = {}
    for name, count in votes.items():
        (gender, most), *_ = count.most_common(1)
        if most >= AGREEMENT * count.total():
            shown[name] = gender
    return shown | _more()


def _more() -> dict[str, str]:
    """French names that Faker lacks, written by hand; "-" for one that it has and that says nothing."""
    rows = [line.split("\t") for line in MORE.read_text(encoding="utf-8").splitlines()[1:]]
    return {_folded(name): gender for name, gender in rows}


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))


def table() -> str:
    """Give the list as it is committed."""
    return "name\tgender\n" + "".join(f"{name}\t{gender}\n" for name, gender in sorted(first_names().items()) if gender != "-")


def main(arguments: list[str] | None = None, target: Path = TARGET) -> int:
    """Write the list; with ``--check`` tell whether the committed one is it."""
    parser = argparse.ArgumentParser(description="Write the list of first names.")
    parser.add_argument("--check", action="store_true", help="only tell whether the list is what would be written")
    if not parser.parse_args(arguments).check:
        target.write_text(table(), encoding="utf-8")
        return 0
    same = target.read_text(encoding="utf-8") == table()
    print(f"{target.name} is {'' if same else 'not '}what Faker gives")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
