"""Printing what a command found: a drawing for people, JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from inquit.record.export import COLUMNS, harmless
from inquit.record.search import Hit
from inquit.spans import Span
from inquit.views.signs import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

# What acts on a screen or hides on it. JSON has a way to write all of it in
# letters, so that nothing is lost.
_ACTING = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    Example:
        >>> counted(1, "statement"), counted(2_000, "statement")
        ('1 statement', '2,000 statements')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def to_json(value: Any, indent: int | None = None) -> str:
    r"""Write a value as JSON in which nothing acts on a terminal.

    Example:
        >>> to_json({"é": "\x9b31m"})
        '{"é": "\\u009b31m"}'
    """
    return _ACTING.sub(lambda match: json.dumps(match.group())[1:-1], json.dumps(value, ensure_ascii=False, indent=indent))


def to_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Write rows as CSV with a header; no cell acts on a terminal or a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(cell) for key, cell in row.items()})
    return out.getvalue()


def _cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return str(cell).lower()
    # What was made harmless elsewhere begins with an apostrophe and stays as it is.
    return harmless(printable(cell)) if isinstance(cell, str) else cell


def print_rows(
    rows: Sequence[Mapping[str, Any]], style: str, drawn: Callable[[], RenderableType], whole: Any = None, columns: Sequence[str] = ()
) -> None:
    """Print rows in the style that was asked for.

    Args:
        rows: What JSON Lines and CSV have.
        style: ``text``, ``json``, ``jsonl`` or ``csv``.
        drawn: Makes what ``text`` shows.
        whole: What ``json`` has, when it is not the list of rows.
        columns: Of CSV; those of exports when absent.
    """
    if style == "text":
        draw(drawn())
    elif style == "json":
        click.echo(to_json(list(rows) if whole is None else whole, indent=2))
    elif style == "jsonl":
        for row in rows:
            click.echo(to_json(row))
    else:
        click.echo(to_csv(rows, columns or tuple(COLUMNS)), nl=False)


def draw(drawing: RenderableType) -> None:
    """Draw on standard output; without colour where nobody looks."""
    # rich takes a tenth of a second to load, which JSON need not pay.
    from rich.console import Console

    console = Console(highlight=False, file=sys.stdout, soft_wrap=False)
    console.print(drawing)


def hit_values(hit: Hit) -> dict[str, Any]:
    """Give a hit as plain values; offsets are code points of the document's text."""
    one = hit.statement

    def spans(found: Iterable[Span]) -> list[dict[str, Any]]:
        return [{"start": span.start, "end": span.end, "text": span.of(hit.text)} for span in found]

    return {
        "id": one.id,
        "parent": one.parent,
        "document": {
            "id": hit.document,
            "title": hit.title,
            "address": hit.address,
            "publisher": hit.publisher,
            "published": hit.published,
            "language": hit.language,
            "pack": hit.pack,
        },
        "speaker": one.speaker
        and {
            "id": one.speaker.id,
            "name": one.speaker.name,
            "type": one.speaker.type,
            "role": one.speaker.role,
            "country": one.speaker.country,
            "organization": one.speaker.organization,
            "members": list(one.speaker.members),
            "evidence": [{"field": e.field, "start": e.span.start, "end": e.span.end, "rule": e.rule} for e in one.speaker.evidence],
            "confidence": one.speaker.confidence,
        },
        "chain": list(one.chain),
        "addressee": one.addressee and {**spans([one.addressee.span])[0], "name": one.addressee.name},
        "said": {"from": hit.said_from, "to": hit.said_to, "by": hit.date_of},
        "time": one.time and {**spans([one.time.span])[0], "value": one.time.value, "precision": one.time.precision},
        "place": one.place and {**spans([one.place.span])[0], "name": one.place.name, "country": one.place.country},
        "channel": one.channel and spans([one.channel])[0],
        "kind": one.kind,
        "form": one.form,
        "modality": one.modality,
        "negated": one.negated,
        "act": one.act and {"label": one.act.label, "level": one.act.level, "evidence": spans(one.act.evidence), "rule": one.act.rule},
        "source": spans(one.source),
        "cue": spans(one.cue),
        "content": spans(one.content),
        "verbatim": spans(one.verbatim),
        "mentions": list(one.mentions),
        "unknown": dict(one.unknown),
        "highlights": spans(hit.highlights),
        "confidence": one.confidence,
    }
