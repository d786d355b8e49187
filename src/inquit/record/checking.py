"""Is the record whole? What a damaged file, or a mistake of ours, would show."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from inquit.errors import RecordError
from inquit.record.codec import text_spans, unpacked_text
from inquit.record.database import Database
from inquit.record.keeping import original

_SPANS = ("source", "cue", "content", "verbatim")


def problems(database: Database) -> Iterator[str]:
    """Give a line for each thing that is wrong; nothing when all is well.

    The file's structure, references between tables, both full-text indexes,
    every span against its text, and every original against its hash.
    """
    try:
        yield from _structure(database)
        yield from _index(database)
        yield from _documents(database)
    except RecordError as error:
        yield f"the database cannot be read: {error}"


def _structure(database: Database) -> Iterator[str]:
    for row in database.rows("PRAGMA integrity_check(20)"):
        if row[0] != "ok":
            yield f"structure: {row[0]}"
    for row in database.rows("PRAGMA foreign_key_check"):
        yield f"references: a row of {row[0]} names a row of {row[2]} that is not there"


def _index(database: Database) -> Iterator[str]:
    for index, table in (("statement_index", "statements"), ("name_index", "names"), ("form_index", None)):
        try:
            database.run(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608
        except RecordError as error:
            yield f"{index}: {error}"
            continue
        if table is None:
            continue
        missing = database.value(f"SELECT count(*) FROM {table} WHERE id NOT IN (SELECT id FROM {index}_docsize)")  # noqa: S608
        stray = database.value(f"SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM {table})")  # noqa: S608
        if missing or stray:
            yield f"{index}: {missing} rows of {table} are missing, {stray} are too many"


def _documents(database: Database) -> Iterator[str]:
    for row in database.stream("SELECT id, key, sha256, characters FROM documents"):
        packed = database.value("SELECT zlib FROM texts WHERE document_id = ?", [row["id"]])
        try:
            text = unpacked_text(packed or b"")
        except (zlib.error, UnicodeDecodeError):
            text = ""
        if len(text) != row["characters"]:
            yield f"document {row['key']}: its text is missing or damaged"
            continue
        yield from _spans(database, row["id"], row["key"], len(text))
        if not _is_whole(database, row["id"], text, row["sha256"]):
            yield f"document {row['key']}: its original is damaged"


def _spans(database: Database, number: int, key: str, length: int) -> Iterator[str]:
    for row in database.rows("SELECT key, source, cue, content, verbatim FROM statements WHERE document_id = ?", [number]):
        if any(not 0 <= span.start <= span.end <= length for field in _SPANS for span in text_spans(row[field])):
            yield f"document {key}: statement {row['key']} points outside the text"


def _is_whole(database: Database, number: int, text: str, sha256: str) -> bool:
    try:
        data = original(database, number, text)
    except zlib.error:
        return False
    return data is None or hashlib.sha256(data).hexdigest() == sha256
