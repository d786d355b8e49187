"""Documents into the database and out of it.

Every function here wants a transaction to be open when it writes: a document
is there with all that belongs to it, or not at all.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from inquit.document import Block, Diagnostic, Document, Metadata
from inquit.record.codec import (
    compact,
    content_text,
    dateline_text,
    names_text,
    packed_text,
    speaker_columns,
    speaker_of,
    statement_columns,
    statement_of,
    text_dateline,
    text_names,
    text_spans,
    unpacked_text,
)
from inquit.record.database import Database, Row
from inquit.record.entries import Entry, lines_of, terms_of
from inquit.record.folding import folded_text
from inquit.spans import Span
from inquit.statement import Speaker, Statement

_HELD = 50_000  # names whose numbers are remembered


class Keeper:
    """Writes documents; remembers the numbers of names and gaps between them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names: dict[str, int] = {}
        self._gaps: dict[str, int] = {}

    def forget(self) -> None:
        """Forget remembered numbers: what gave them was undone."""
        self._names.clear()
        self._gaps.clear()

    def insert(self, entry: Entry, run: int | None) -> int:
        """Write a document that is not there yet.

        Args:
            entry: The document.
            run: Number of the run that read it.

        Returns:
            The number of its row.
        """
        values = {**_document_columns(entry), "run_id": run}
        number = insert(self._database, "documents", values)
        self._database.run("INSERT INTO texts (document_id, zlib) VALUES (?, ?)", [number, packed_text(entry.document.text)])
        if entry.data is not None:
            # A plain text file is its text: it is not kept twice.
            packed = None if entry.data == _bytes_of(entry.document.text) else zlib.compress(entry.data, 6)
            self._database.run("INSERT INTO originals (document_id, size, zlib) VALUES (?, ?, ?)", [number, len(entry.data), packed])
        self._write_parts(number, entry, {})
        return number

    def replace(self, number: int, entry: Entry, run: int | None) -> None:
        """Write a document that was read again over what was read before; statements that are still there keep their numbers."""
        kept = {row["key"]: row["id"] for row in self._database.rows("SELECT id, key FROM statements WHERE document_id = ?", [number])}
        self.clear(number)
        values = {**_document_columns(entry), "run_id": run}
        assignments = ", ".join(f"{column} = :{column}" for column in values)
        self._database.run(f"UPDATE documents SET {assignments} WHERE id = :id", {**values, "id": number})  # noqa: S608
        self._write_parts(number, entry, kept)

    def clear(self, number: int) -> None:
        """Take out what was read in a document, the index's lines first: they are told by their text."""
        document = self._database.row(
            "SELECT d.language, t.zlib FROM documents AS d JOIN texts AS t ON t.document_id = d.id WHERE d.id = ?", [number]
        )
        if document is None:
            return
        found = self._database.rows("SELECT id, content FROM statements WHERE document_id = ?", [number])
        text, language = unpacked_text(document["zlib"]), document["language"]
        for row in found:
            index(self._database, row["id"], *lines_of(content_text(text, text_spans(row["content"])), language), language, delete=True)
        for table in ("statements", "speakers", "blocks", "diagnostics"):
            self._database.run(f"DELETE FROM {table} WHERE document_id = ?", [number])  # noqa: S608

    def remove(self, number: int) -> None:
        """Take a document out, with its text, its original and its origins."""
        self.clear(number)
        addresses = self._database.rows("SELECT address FROM origins WHERE document_id = ?", [number])
        self._database.run("DELETE FROM documents WHERE id = ?", [number])
        for row in addresses:
            # What is in an archive or a table is at path!/member or path#row.
            self._database.run(
                "DELETE FROM files WHERE path = :address OR substr(:address, 1, length(path) + 1) IN (path || '#', path || '!')",
                {"address": row["address"]},
            )
            latest = self._database.value("SELECT document_id FROM origins WHERE address = ? ORDER BY version DESC", [row["address"]])
            if latest is not None:
                self._mark_current(latest)

    def sweep(self) -> None:
        """Take out the names that nothing mentions any more."""
        unused = self._database.rows(
            "SELECT id, folded FROM names AS n WHERE NOT EXISTS (SELECT 1 FROM speakers WHERE name_id = n.id)"
            " AND NOT EXISTS (SELECT 1 FROM mentions WHERE name_id = n.id)"
            " AND NOT EXISTS (SELECT 1 FROM statements WHERE addressee_id = n.id)"
        )
        for row in unused:
            self._database.run("INSERT INTO name_index (name_index, rowid, folded) VALUES ('delete', ?, ?)", [row["id"], row["folded"]])
            self._database.run("DELETE FROM names WHERE id = ?", [row["id"]])
        self.forget()

    def add_address(self, number: int, address: str) -> bool:
        """Say that a document was found at an address; give whether that is new.

        The same address with another document is its next version.
        """
        last = self._database.row("SELECT version, document_id FROM origins WHERE address = ? ORDER BY version DESC LIMIT 1", [address])
        if last is not None and last["document_id"] == number:
            return False
        version = 1 if last is None else last["version"] + 1
        insert(self._database, "origins", {"address": address, "version": version, "document_id": number, "seen": now()})
        self._mark_current(number)
        if last is not None:
            self._mark_current(last["document_id"])
        return True

    def _mark_current(self, number: int) -> None:
        """A document is current unless each of its addresses has a later version."""
        self._database.run(
            "UPDATE documents SET current = NOT EXISTS (SELECT 1 FROM origins WHERE document_id = :id) OR EXISTS ("
            "SELECT 1 FROM origins AS o WHERE o.document_id = :id AND NOT EXISTS ("
            "SELECT 1 FROM origins AS later WHERE later.address = o.address AND later.version > o.version)) WHERE id = :id",
            {"id": number},
        )

    def _write_parts(self, number: int, entry: Entry, kept: Mapping[str, int]) -> None:
        document = entry.document
        self._database.run_many(
            "INSERT INTO blocks (document_id, n, kind, span_start, span_end, language, rule) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, n, one.kind, *one.span, one.language, one.rule) for n, one in enumerate(document.blocks)],
        )
        self._database.run_many(
            "INSERT INTO diagnostics (document_id, n, code, level, span_start, span_end, message) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, n, one.code, one.level, *one.span, one.message) for n, one in enumerate(document.diagnostics)],
        )
        terms = entry.terms or terms_of(document)
        speakers: dict[Speaker, int] = {}
        for n, one in enumerate(document.statements):
            self._write_statement(number, n, one, document, speakers, (terms.stems[n], terms.forms[n]), kept.get(one.id))

    def _write_statement(
        self,
        number: int,
        n: int,
        one: Statement,
        document: Document,
        speakers: dict[Speaker, int],
        lines: tuple[str, str],
        kept: int | None,
    ) -> None:
        if one.speaker is not None and one.speaker not in speakers:
            columns = {"document_id": number, "name_id": self._name(one.speaker.name), **speaker_columns(one.speaker)}
            speakers[one.speaker] = insert(self._database, "speakers", columns)
        meant = one.addressee and (one.addressee.name or one.addressee.span.of(document.text))
        values = {
            "id": kept,
            "document_id": number,
            "n": n,
            "language": document.language,
            "speaker_id": one.speaker and speakers[one.speaker],
            "addressee_id": self._name(meant) if meant else None,
            "gap_id": self._gap(one.unknown),
            **statement_columns(one, document.published),
        }
        row = insert(self._database, "statements", values)
        index(self._database, row, *lines, document.language)
        self._database.run_many(
            "INSERT INTO mentions (statement_id, n, name_id) VALUES (?, ?, ?)",
            [(row, at, self._name(name)) for at, name in enumerate(one.mentions)],
        )

    def _name(self, name: str) -> int:
        held = self._names.get(name)
        if held is None:
            if len(self._names) >= _HELD:
                self._names.clear()
            held = self._database.value("SELECT id FROM names WHERE name = ?", [name])
            if held is None:
                folded = folded_text(name)
                held = insert(self._database, "names", {"name": name, "folded": folded})
                self._database.run("INSERT INTO name_index (rowid, folded) VALUES (?, ?)", [held, folded])
            self._names[name] = held
        return held

    def _gap(self, unknown: tuple[tuple[str, str], ...]) -> int | None:
        if not unknown:
            return None
        fields = compact([list(pair) for pair in unknown])
        held = self._gaps.get(fields)
        if held is None:
            held = self._database.value("SELECT id FROM gaps WHERE fields = ?", [fields])
            held = self._gaps[fields] = held or insert(self._database, "gaps", {"fields": fields})
        return held


def index(database: Database, number: int, stems: str, forms: str, language: str | None, *, delete: bool = False) -> None:
    """Put a statement into the indexes, or take it out: they keep no text and have to be told it.

    Each language has a column, so that stems of the one are not taken for the other's.
    """
    columns = ["", stems] if language == "en" else [stems, ""]
    if delete:
        database.run("INSERT INTO statement_index (statement_index, rowid, french, english) VALUES ('delete', ?, ?, ?)", [number, *columns])
        database.run("INSERT INTO form_index (form_index, rowid, forms) VALUES ('delete', ?, ?)", [number, forms])
    else:
        database.run("INSERT INTO statement_index (rowid, french, english) VALUES (?, ?, ?)", [number, *columns])
        database.run("INSERT INTO form_index (rowid, forms) VALUES (?, ?)", [number, forms])


def insert(database: Database, table: str, values: Mapping[str, Any]) -> int:
    """Insert a row; ``table`` and the names of the columns are our own, never a user's."""
    columns = ", ".join(values)
    places = ", ".join(f":{column}" for column in values)
    return database.run(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608


def now() -> str:
    """The time of writing, in UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _document_columns(entry: Entry) -> dict[str, Any]:
    document, metadata = entry.document, entry.metadata
    return {
        "key": document.id,
        "sha256": document.sha256,
        "uri": document.uri,
        "media_type": entry.media_type,
        "encoding": document.encoding,
        "language": document.language,
        "title": document.title,
        "published": document.published,
        "publisher": metadata.publisher,
        "agency": document.agency,
        "authors": compact(list(document.authors)),
        "dateline": dateline_text(document.dateline),
        "names": names_text(document.names),
        "metadata": compact({key: value for key, value in asdict(metadata).items() if value}),
        "given": compact(dict(entry.given)),
        "pack": document.pack,
        "reader": entry.reader,
        "characters": len(document.text),
    }


def metadata_of(text: str) -> Metadata:
    """Read a document's own metadata back."""
    values = json.loads(text)
    return Metadata(**{**values, "authors": tuple(values.get("authors", ()))})


def document_of(database: Database, row: Row) -> Document:
    """Make a document of its row in ``documents``, with all that was read in it."""
    number = row["id"]
    text = unpacked_text(database.value("SELECT zlib FROM texts WHERE document_id = ?", [number]))
    blocks = database.rows("SELECT * FROM blocks WHERE document_id = ? ORDER BY n", [number])
    odd = database.rows("SELECT * FROM diagnostics WHERE document_id = ? ORDER BY n", [number])
    return Document(
        id=row["key"],
        uri=row["uri"],
        sha256=row["sha256"],
        encoding=row["encoding"],
        pack=row["pack"],
        language=row["language"],
        published=row["published"],
        text=text,
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        agency=row["agency"],
        dateline=text_dateline(row["dateline"]),
        names=text_names(row["names"]),
        blocks=tuple(Block(one["kind"], Span(one["span_start"], one["span_end"]), one["language"], one["rule"]) for one in blocks),
        statements=tuple(statements_of(database, number, text)),
        diagnostics=tuple(Diagnostic(one["code"], Span(one["span_start"], one["span_end"]), one["message"], one["level"]) for one in odd),
    )


def statements_of(database: Database, number: int, text: str) -> Iterator[Statement]:
    """Give the statements of a document in its order."""
    speakers = {
        row["id"]: speaker_of(row)
        for row in database.rows(
            "SELECT s.*, n.name FROM speakers AS s JOIN names AS n ON n.id = s.name_id WHERE document_id = ?", [number]
        )
    }
    mentions: defaultdict[int, list[str]] = defaultdict(list)
    for row in database.rows(
        "SELECT m.statement_id, n.name FROM mentions AS m JOIN statements AS s ON s.id = m.statement_id JOIN names AS n ON n.id = m.name_id"
        " WHERE s.document_id = ? ORDER BY m.statement_id, m.n",
        [number],
    ):
        mentions[row["statement_id"]].append(row["name"])
    found = database.rows(
        "SELECT s.*, g.fields FROM statements AS s LEFT JOIN gaps AS g ON g.id = s.gap_id WHERE s.document_id = ? ORDER BY s.n", [number]
    )
    for row in found:
        yield statement_of(row, text, speakers.get(row["speaker_id"]), mentions[row["id"]])


def entry_of(database: Database, row: Row, *, with_data: bool = True) -> Entry:
    """Make an entry of a row in ``documents``: what would put it into another record."""
    number = row["id"]
    document = document_of(database, row)
    origins = database.rows("SELECT address FROM origins WHERE document_id = ? ORDER BY id", [number])
    return Entry(
        document=document,
        addresses=tuple(dict.fromkeys(one["address"] for one in origins)),
        metadata=metadata_of(row["metadata"]),
        media_type=row["media_type"],
        given=json.loads(row["given"]),
        reader=row["reader"],
        data=original(database, number, document.text) if with_data else None,
    )


def original(database: Database, number: int, text: str) -> bytes | None:
    """Give the bytes of a document as they came; None when they were not kept."""
    row = database.row("SELECT zlib FROM originals WHERE document_id = ?", [number])
    if row is None:
        return None
    return _bytes_of(text) if row["zlib"] is None else zlib.decompress(row["zlib"])


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def rebuild_index(database: Database, documents: Iterable[Row]) -> None:
    """Make the full-text index anew from the texts; wanted when the way to make stems has changed."""
    for name in ("statement_index", "form_index"):
        database.run(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")  # noqa: S608
    for row in documents:
        document = document_of(database, row)
        terms = terms_of(document)
        numbers = database.rows("SELECT id FROM statements WHERE document_id = ? ORDER BY n", [row["id"]])
        for number, stems, forms in zip(numbers, terms.stems, terms.forms, strict=True):
            index(database, number["id"], stems, forms, document.language)
