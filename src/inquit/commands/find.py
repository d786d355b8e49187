"""The commands that look things up: search, speakers, show and stats."""

from __future__ import annotations

from dataclasses import asdict, fields
from types import ModuleType
from typing import Any

import click

from inquit.commands.options import criteria, db, in_order, named, opened, reported, style
from inquit.commands.printing import hit_values, print_rows
from inquit.errors import RecordError
from inquit.record.export import hit_row
from inquit.record.overview import SpeakerCount
from inquit.record.search import SORTS
from inquit.statement import SPEAKERS
from inquit.views.contract import document_values


@click.command()
@click.argument("query", required=False)
@criteria
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True, help="How many to show.")
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="How many to leave out first.")
@click.option("--sort", type=click.Choice(list(SORTS)), help="The best fit when there is a QUERY, else the newest.")
@style
@db
@reported
def search(query: str | None, limit: int, offset: int, sort: str | None, style: str, db: str | None, **given: Any) -> None:
    """Find statements in a record.

    QUERY is words of what was said, all of which must be there; accents, case
    and inflection do not matter. "In quotes" is a phrase, mot* a beginning.
    Without QUERY the options alone decide.
    """
    in_order(given["since"], given["until"])
    with opened(db) as record:
        results = record.search(named(query, "query"), limit=limit, offset=offset, sort=sort, **given)
    rows = [hit_row(hit) if style == "csv" else hit_values(hit) for hit in results.hits]
    whole = {"total": results.total, "capped": results.capped, "hits": rows}
    print_rows(rows, style, lambda: _drawings().render_results(results, offset + 1), whole)


@click.command()
@click.argument("name", required=False)
@click.option("--type", type=click.Choice(list(SPEAKERS)), help="What the speakers are.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="How many to show.")
@style
@db
@reported
def speakers(name: str | None, type: str | None, limit: int, style: str, db: str | None) -> None:
    """List who speaks in a record, who speaks most first.

    NAME narrows it to names with these words.
    """
    with opened(db) as record:
        found = record.speakers(named(name, "name"), type=type, limit=limit)
    rows = [asdict(one) for one in found]
    columns = [one.name for one in fields(SpeakerCount)]
    print_rows(rows, style, lambda: _drawings().render_speakers(found), columns=columns)


@click.command()
@click.argument("name", metavar="ID")
@style
@db
@reported
def show(name: str, style: str, db: str | None) -> None:
    """Show one statement, or one document with its statements.

    ID is the id of either, or the beginning of it, or the path or address of a
    document.
    """
    with opened(db) as record:
        hit = record.statement(name)
        document = record.document(name) if hit is None else None
    if hit is not None:
        values = hit_values(hit)
        print_rows([hit_row(hit) if style == "csv" else values], style, lambda: _drawings().render_statement(hit), values)
        return
    if document is None:
        raise RecordError(f"{name}: no statement and no document of this id or address")
    if style == "csv":
        with opened(db) as record:
            found = record.search(document=document.id, all_versions=True, limit=100_000, sort="oldest")
        print_rows([hit_row(one) for one in found.hits], style, lambda: "")
        return
    values = document_values(document)
    print_rows([values], style, lambda: _drawings().render_document(document), values)


@click.command()
@style
@db
@reported
def stats(style: str, db: str | None) -> None:
    """Count what is in a record."""
    with opened(db) as record:
        found = record.stats()
        failures = record.failures()
    values = asdict(found)
    totals = {key: value for key, value in values.items() if not isinstance(value, tuple)}
    counts = [
        *({"what": "record", "label": key, "count": value} for key, value in totals.items()),
        *(
            {"what": key, "label": label, "count": count}
            for key, value in values.items()
            if isinstance(value, tuple)
            for label, count in value
        ),
    ]
    whole = {**totals, **{key: dict(value) for key, value in values.items() if isinstance(value, tuple)}, "failed": failures}
    print_rows(counts, style, lambda: _drawings().render_stats(found), whole, ("what", "label", "count"))


def _drawings() -> ModuleType:
    # rich takes a tenth of a second to load, which JSON need not pay.
    from inquit.views import results

    return results
