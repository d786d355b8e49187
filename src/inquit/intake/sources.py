"""Find documents: in files, folders, patterns, standard input, archives and tables.

Everything is a generator, and no more than one document is held. What cannot be read
is passed over with a reason and the rest goes on; nothing is fetched.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import BinaryIO, cast
from zipfile import ZipInfo

from inquit.document import RawDocument
from inquit.errors import InputError, RefusedError
from inquit.intake import archives, formats
from inquit.intake.columns import TableColumns, checked, document_of
from inquit.intake.limits import LIMITS, Budget, Limits, size
from inquit.intake.office import BODY, read_docx
from inquit.intake.parquet import parquet_rows
from inquit.intake.places import STANDARD_INPUT, Entry, entries
from inquit.intake.readers import read_bytes
from inquit.intake.records import Found, Skipped, visible
from inquit.intake.tables import Numbered, csv_rows, json_lines, json_rows
from inquit.intake.webpages import read_page

_IN_MEMORY = 4_000_000

_ROWS: dict[str, Callable[[BinaryIO, Limits], Iterator[Numbered]]] = {
    formats.CSV: csv_rows,
    formats.TSV: lambda stream, limits: csv_rows(stream, limits, tabs=True),
    formats.JSON_LINES: json_lines,
    formats.JSON: json_rows,
    formats.PARQUET: parquet_rows,
}


def read_source(
    source: str | os.PathLike[str] | bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    name: str = STANDARD_INPUT,
    limits: Limits = LIMITS,
    stdin: BinaryIO | None = None,
) -> Iterator[Found | Skipped]:
    """Find the documents in a source, one after the other.

    Args:
        source: A file, a folder (taken with all that is in it, in the order of
            names, hidden files left out), a pattern such as ``2022/*.html``, ``-``
            for standard input, or bytes.
        mapping: Fields of :data:`inquit.intake.columns.FIELDS` with the columns of
            tables that hold them; columns with obvious names need none.
        name: What bytes and standard input are called; its ending may tell their type.
        limits: What is too much.
        stdin: Another standard input.

    Returns:
        Documents found and what was passed over, as they come. Nothing that
        lies in a file raises.

    Raises:
        OptionError: the mapping names a field that there is not; at once, not while it is read.

    Example:
        >>> [found.raw.text for found in read_source(b'[{"body": "Un."}, {"body": "Deux."}]', name="two.json")]
        ['Un.', 'Deux.']
    """
    columns = checked(mapping)
    return _found(entries(source, name, limits, stdin), columns, limits)


def _found(found: Iterator[Entry | Skipped], mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _documents(entry, mapping, limits)


# --- what is in a file -------------------------------------------------------------------


def _documents(entry: Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    """The documents in a file; whatever is wrong with it becomes a reason."""
    try:
        with entry.open() as stream:
            head = stream.read(formats.HEAD)
        if not head:
            raise RefusedError("no-text", "an empty file")
        told = formats.media_type(head, entry.name)
        if told in _ROWS:
            yield from _of_table(entry, told, mapping, limits)
        elif told == formats.GZIP:
            yield from _of_gzip(entry, mapping, limits)
        elif told == formats.ZIP:
            yield from _of_zip(entry, mapping, limits)
        else:
            yield _one(entry, told, limits)
    except InputError as error:
        code = error.code if isinstance(error, RefusedError) else "damaged"
        yield Skipped(entry.origin, _shortened(str(error), entry.origin), code)
    except OSError as error:
        yield Skipped(entry.origin, f"cannot be read: {error.strerror or error}", "unreadable")


def _shortened(reason: str, origin: str) -> str:
    return visible(reason.removeprefix(f"{origin}: "))


def _whole(entry: Entry, limits: Limits) -> bytes:
    with entry.open() as stream:
        data = stream.read(limits.document + 1)
    if len(data) > limits.document:
        raise RefusedError("too-large", f"larger than {size(limits.document)}")
    return data


def _one(entry: Entry, told: str, limits: Limits) -> Found:
    data = _whole(entry, limits)
    raw: RawDocument = read_page(data, entry.origin) if told == formats.HTML else read_bytes(data, entry.origin)
    return Found(raw, data, entry.origin)


def _of_table(entry: Entry, told: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    columns = TableColumns(mapping, loose=told in (formats.JSON, formats.JSON_LINES))
    # Rows passed over before any had the text: if none has, one reason does for all.
    leading: list[Skipped] = []
    with ExitStack() as stack:
        stream = stack.enter_context(_seekable(entry) if told == formats.PARQUET else entry.open())
        for number, row in _ROWS[told](stream, limits):
            origin = f"{entry.origin}#{number}"
            try:
                if isinstance(row, RefusedError):
                    raise row
                raw, data = document_of(row, columns.of(row), origin, entry.origin)
            except RefusedError as error:
                if error.code == "no-column":
                    raise
                leading.append(Skipped(origin, visible(str(error)), error.code))
                if columns.known:
                    yield from leading
                    leading.clear()
            else:
                yield from leading
                leading.clear()
                yield Found(raw, data, origin)
    columns.finish()
    yield from leading


def _of_gzip(entry: Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    depth, budget = _inside(entry, limits)
    name = entry.name[: -len(".gz")] if entry.name.lower().endswith(".gz") else entry.name

    def unzipped() -> BinaryIO:
        return archives.unzipped(entry.open(), entry.length, budget)

    yield from _documents(replace(entry, name=name, open=unzipped, depth=depth, budget=budget), mapping, limits)


def _inside(entry: Entry, limits: Limits) -> tuple[int, Budget]:
    if entry.depth >= limits.depth:
        raise RefusedError("too-deep", f"an archive inside {limits.depth} others; unpack it yourself if you trust it")
    return entry.depth + 1, entry.budget or Budget(limits)


def _of_zip(entry: Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    with ExitStack() as stack:
        outer = entry.budget or Budget(limits)
        stream = stack.enter_context(_seekable(entry))
        archive = stack.enter_context(archives.opened(stream, outer))
        if BODY in archive.namelist() and "[Content_Types].xml" in archive.namelist():
            stream.seek(0)
            data = stream.read(limits.document + 1)
            if len(data) > limits.document:
                raise RefusedError("too-large", f"larger than {size(limits.document)}")
            raw = read_docx(archive, lambda name: archives.member(archive, archive.getinfo(name), outer), data, entry.origin)
            yield Found(raw, data, entry.origin)
            return
        if (what := archives.what_else(archive)) is not None:
            raise RefusedError("unknown-type", what)
        depth, budget = _inside(entry, limits)
        for info in archive.infolist():
            name = archives.name_of(info)
            if name is None or info.is_dir():
                continue
            budget.member()

            def again(info: ZipInfo = info) -> BinaryIO:
                return archives.member(archive, info, budget)

            inner = Entry(f"{entry.origin}!/{visible(name)}", name, info.compress_size, again, depth, budget)
            for found in _documents(inner, mapping, limits):
                yield found
                if isinstance(found, Skipped) and budget.expanded > limits.expanded:
                    return


@contextmanager
def _seekable(entry: Entry) -> Iterator[BinaryIO]:
    """The file such that one can go back in it: itself, or a copy of no name."""
    with entry.open() as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
            while chunk := stream.read(1 << 20):
                kept.write(chunk)
            kept.seek(0)
            yield cast("BinaryIO", kept)
