"""The command that takes a record, or what a search finds in it, elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from inquit.commands.options import criteria, db, in_order, named, opened, reported
from inquit.commands.printing import counted
from inquit.errors import OptionError
from inquit.record.export import table_rows, write_csv
from inquit.record.search import Criteria
from inquit.views.signs import folded

_STYLES = ("jsonl", "csv", "parquet")
_SPREADSHEETS = ("xlsx", "xls", "ods")


@click.command()
@click.argument("query", required=False)
@criteria
@click.option("--format", "style", type=click.Choice(_STYLES), help="Told by the ending of FILE when absent, else jsonl.")
@click.option("--output", "-o", metavar="FILE", type=click.Path(), help="Where to; standard output when absent.")
@click.option("--raw", is_flag=True, help="In tables, leave cells alone that a spreadsheet would take for formulas.")
@click.option("--no-originals", is_flag=True, help="In jsonl, leave out the bytes of documents as they came.")
@db
@reported
def export(
    query: str | None, style: str | None, output: str | None, raw: bool, no_originals: bool, db: str | None, **given: Any
) -> None:  # fmt: skip
    """Write a record, or what a search finds in it, into a file.

    jsonl holds documents without loss; `inquit add` takes them into another
    record and reads nothing again. csv and parquet are tables with one row a
    statement. QUERY and the options that narrow are those of `inquit search`.
    """
    in_order(given["since"], given["until"])
    narrowed = {name: value for name, value in given.items() if value}
    words = named(query, "query")
    style = style or _by_ending(output)
    with opened(db) as record:
        if output is not None:
            count = record.export(output, style, words, raw=raw, originals=not no_originals, **narrowed)  # type: ignore[arg-type]
            click.echo(f"{folded(output)}: {counted(count, 'document' if style == 'jsonl' else 'statement')}", err=True)
            return
        if style == "parquet":
            raise OptionError("parquet is no text: name a file with --output")
        chosen = Criteria(words, **narrowed) if words is not None or narrowed else None
        if style == "csv":
            write_csv(table_rows(record.wanted(chosen), raw=raw), sys.stdout)
            return
        for line in record.lines(chosen, originals=not no_originals):
            click.echo(line)


def _by_ending(output: str | None) -> str:
    ending = Path(output).suffix.lstrip(".").lower() if output else ""
    if ending in _SPREADSHEETS:
        raise OptionError(f"{output}: .{ending} is not written; name it .csv, which spreadsheets open")
    return ending if ending in _STYLES else "jsonl"
