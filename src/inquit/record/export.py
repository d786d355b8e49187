"""Exports: the record as JSON Lines, without loss, or as a table with one row a statement."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from inquit.errors import InputError
from inquit.record.codec import dates_of
from inquit.record.entries import Entry
from inquit.record.search import Hit
from inquit.spans import Span
from inquit.statement import Statement

COLUMNS: dict[str, tuple[type, str]] = {
    "statement": (str, "id of the statement"),
    "parent": (str, "id of the statement in whose content it stands"),
    "document": (str, "id of its document"),
    "address": (str, "path or URL at which the document was found first"),
    "title": (str, "headline"),
    "publisher": (str, "who published it"),
    "published": (str, "when"),
    "language": (str, "of the document"),
    "said_from": (str, "first day on which it may have been said"),
    "said_to": (str, "last day on which it may have been said"),
    "date_of": (str, "`time`: the text tells the days; `published`: only the publication does"),
    "speaker": (str, "name of the speaker"),
    "speaker_type": (str, "what the speaker is"),
    "speaker_role": (str, "the speaker's role, in the document's words"),
    "speaker_country": (str, "ISO 3166 alpha-3"),
    "speaker_organization": (str, "the body that the role belongs to"),
    "chain": (str, "from the outermost speaker to the one whose words these are, with ` > ` between; `?` for one unknown"),
    "addressee": (str, "to whom"),
    "channel": (str, "through what, in the document's words"),
    "place": (str, "where"),
    "place_country": (str, "ISO 3166 alpha-3"),
    "time": (str, "when, as ISO 8601 of any precision"),
    "kind": (str, "speech or attitude"),
    "form": (str, "direct, indirect or mixed"),
    "modality": (str, "reported, hearsay or announced"),
    "negated": (bool, "whether the cue is"),
    "act": (str, "what the statement does"),
    "act_level": (str, "textual or interpretive"),
    "source": (str, "words that name who expresses"),
    "cue": (str, "words that introduce"),
    "content": (str, "what is reported"),
    "verbatim": (str, "the parts of it between quotation marks"),
    "mentions": (str, "names in the content, with `; ` between"),
    "content_start": (int, "where the content begins in the document's text, in code points"),
    "content_end": (int, "where it ends"),
    "confidence": (float, "probability that the attribution is right"),
    "pack": (str, "model pack that read it"),
}
"""The columns of a table, with their types and what they hold; the documentation reads this."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠|%")
_BATCH = 2_000
_ABOUT = ("document", "address", "title", "publisher", "published", "language", "said_from", "said_to", "date_of", "pack")


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: an apostrophe goes before what begins like one.

    Example:
        >>> harmless("=HYPERLINK(1)"), harmless(" @SUM"), harmless("- Non")
        ("'=HYPERLINK(1)", "' @SUM", "'- Non")
        >>> harmless("Non"), harmless("")
        ('Non', '')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def table_rows(entries: Iterable[tuple[Entry, frozenset[str] | None]], *, raw: bool = False) -> Iterator[dict[str, Any]]:
    """Give a row for each statement.

    Args:
        entries: Documents, each with the ids of the statements that are wanted, None for all.
        raw: Leave texts that begin like a formula as they are.
    """
    for entry, wanted in entries:
        document = entry.document
        about = {
            "document": document.id,
            "address": next(iter(entry.addresses), document.uri),
            "title": document.title,
            "publisher": entry.metadata.publisher,
            "published": document.published,
            "language": document.language,
            "pack": document.pack,
        }
        for one in document.statements:
            if wanted is None or one.id in wanted:
                said_from, said_to, date_of = dates_of(one.time, document.published)
                row = statement_row(one, document.text, {**about, "said_from": said_from, "said_to": said_to, "date_of": date_of})
                yield row if raw else harmless_row(row)


def hit_row(hit: Hit) -> dict[str, Any]:
    """Give what a search found as a row of the table."""
    about = {name: getattr(hit, name) for name in _ABOUT}
    return harmless_row(statement_row(hit.statement, hit.text, about))


def harmless_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Make all texts of a row harmless."""
    return {key: harmless(cell) if isinstance(cell, str) else cell for key, cell in row.items()}


def statement_row(one: Statement, text: str, about: Mapping[str, Any]) -> dict[str, Any]:
    """Give a statement as a row of the table.

    Args:
        one: The statement.
        text: The text of its document.
        about: The columns that tell of the document and of the days.
    """
    speaker = one.speaker

    def words(spans: Sequence[Span]) -> str:
        return " … ".join(span.of(text) for span in spans)

    row = {
        **about,
        "statement": one.id,
        "parent": one.parent,
        "speaker": speaker and speaker.name,
        "speaker_type": speaker and speaker.type,
        "speaker_role": speaker and speaker.role,
        "speaker_country": speaker and speaker.country,
        "speaker_organization": speaker and speaker.organization,
        "chain": " > ".join(name or "?" for name in one.chain),
        "addressee": one.addressee and (one.addressee.name or one.addressee.span.of(text)),
        "channel": one.channel and one.channel.of(text),
        "place": one.place and one.place.name,
        "place_country": one.place and one.place.country,
        "time": one.time and one.time.value,
        "kind": one.kind,
        "form": one.form,
        "modality": one.modality,
        "negated": one.negated,
        "act": one.act and one.act.label,
        "act_level": one.act and one.act.level,
        "source": words(one.source),
        "cue": words(one.cue),
        "content": words(one.content),
        "verbatim": words(one.verbatim),
        "mentions": "; ".join(one.mentions),
        "content_start": one.content[0].start if one.content else None,
        "content_end": one.content[-1].end if one.content else None,
        "confidence": one.confidence,
    }
    return {name: row[name] for name in COLUMNS}


def write_csv(rows: Iterable[Mapping[str, Any]], out: IO[str]) -> int:
    """Write rows as CSV with a header; give their number."""
    writer = csv.DictWriter(out, list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow({key: str(cell).lower() if isinstance(cell, bool) else cell for key, cell in row.items()})
        count += 1
    return count


def write_parquet(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write rows as a Parquet file; give their number.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        # The one door to pyarrow, which weighs 160 MB: it comes with an extra.
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise InputError("Parquet needs pyarrow: pip install 'inquit[parquet]'") from None
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, (kind, _) in COLUMNS.items()])
    count = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    held: list[Mapping[str, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) >= _BATCH:
            yield held
            held = []
    if held:
        yield held
