"""Find documents: in files, folders, patterns, standard input, archives and tables.

Everything is a generator, and no more than one document is held. What cannot be read
is passed over with a reason and the rest goes on; nothing is fetched.
"""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZipInfo

from inquit.document import RawDocument
from inquit.errors import InputError, RefusedError
from inquit.intake import archives, formats
from inquit.intake.columns import Columns, Row, checked, document_of, find_columns
from inquit.intake.limits import LIMITS, Budget, Limits, size
from inquit.intake.office import BODY, read_docx
from inquit.intake.parquet import parquet_rows
from inquit.intake.readers import read_bytes
from inquit.intake.records import Found, Skipped, visible
from inquit.intake.tables import Numbered, csv_rows, json_lines, json_rows
from inquit.intake.webpages import read_page

STANDARD_INPUT = "-"
_IN_MEMORY = 4_000_000
# Folders that browsers save beside a page: scripts, pictures, frames of advertisers.
_BESIDE_PAGE = ("_files", "_fichiers", "-Dateien")

_ROWS: dict[str, Callable[[BinaryIO, Limits], Iterator[Numbered]]] = {
    formats.CSV: csv_rows,
    formats.TSV: lambda stream, limits: csv_rows(stream, limits, tabs=True),
    formats.JSON_LINES: json_lines,
    formats.JSON: json_rows,
    formats.PARQUET: parquet_rows,
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file, wherever it lies: it can be opened again from its start."""

    origin: str
    name: str
    length: int
    open: Callable[[], BinaryIO]
    depth: int = 0
    budget: Budget | None = None


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
    return _found(_entries(source, name, limits, stdin), columns, limits)


def _found(entries: Iterator[_Entry | Skipped], mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    for entry in entries:
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _documents(entry, mapping, limits)


# --- where files lie -------------------------------------------------------------------


def _entries(source: str | os.PathLike[str] | bytes, name: str, limits: Limits, stdin: BinaryIO | None) -> Iterator[_Entry | Skipped]:
    if isinstance(source, bytes):
        yield _Entry(visible(name), name, len(source), lambda: io.BytesIO(source))
        return
    path = os.fspath(source)
    if path == STANDARD_INPUT:
        yield from _spooled(stdin or sys.stdin.buffer, name, limits)
        return
    try:
        there = os.path.lexists(path)
    except ValueError:  # a null byte
        there = False
    if there:
        yield from _at(path, set(), named=True)
        return
    matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) and "\0" not in path else []  # noqa: PTH207
    seen: set[tuple[int, int]] = set()
    for match in matches:
        yield from _at(match, seen, named=True)
    if not matches:
        what = "no file fits this pattern" if glob.has_magic(path) else "no such file or folder"
        yield Skipped(visible(path), what, "missing")


def _at(path: str, seen: set[tuple[int, int]], *, named: bool = False) -> Iterator[_Entry | Skipped]:
    """The files at a path. A folder is entered once, so that links cannot lead in circles."""
    try:
        status = os.stat(path)  # noqa: PTH116 - names may hold bytes that no path object improves
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                yield from _in_folder(path, seen)
            return
    except OSError as error:
        yield Skipped(visible(path), f"cannot be read: {error.strerror or error}", "unreadable")
        return
    if stat.S_ISREG(status.st_mode):
        yield _Entry(visible(path), os.path.basename(path), status.st_size, lambda: Path(path).open("rb"))  # noqa: PTH119, SIM115
    elif named and stat.S_ISFIFO(status.st_mode):
        # What a shell hands over as <(command).
        with Path(path).open("rb") as stream:
            yield from _spooled(stream, path, LIMITS)
    else:
        yield Skipped(visible(path), "not a file, but a device or the like", "unknown-type")


def _in_folder(path: str, seen: set[tuple[int, int]]) -> Iterator[_Entry | Skipped]:
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
    except OSError as error:
        yield Skipped(visible(path), f"cannot be read: {error.strerror or error}", "unreadable")
        return
    pages = {name.rsplit(".", 1)[0] for name in names if name.lower().endswith((".htm", ".html"))}
    for name in names:
        if any(name.endswith(end) and name.removesuffix(end) in pages for end in _BESIDE_PAGE):
            continue
        yield from _at(os.path.join(path, name), seen)  # noqa: PTH118


def _spooled(stream: BinaryIO, name: str, limits: Limits) -> Iterator[_Entry | Skipped]:
    """Standard input, kept in a file of no name so that it can be read twice."""
    with tempfile.TemporaryFile() as kept:
        length = 0
        while chunk := stream.read(1 << 20):
            length += len(chunk)
            if length > limits.expanded:
                yield Skipped(visible(name), f"more than {size(limits.expanded)} on standard input", "too-large")
                return
            kept.write(chunk)
        kept.flush()
        descriptor = kept.fileno()

        def again() -> BinaryIO:
            copy = os.fdopen(os.dup(descriptor), "rb")
            copy.seek(0)
            return copy

        yield _Entry(visible(name), "" if name == STANDARD_INPUT else name, length, again)


# --- what is in a file -------------------------------------------------------------------


def _documents(entry: _Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
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


def _whole(entry: _Entry, limits: Limits) -> bytes:
    with entry.open() as stream:
        data = stream.read(limits.document + 1)
    if len(data) > limits.document:
        raise RefusedError("too-large", f"larger than {size(limits.document)}")
    return data


def _one(entry: _Entry, told: str, limits: Limits) -> Found:
    data = _whole(entry, limits)
    raw: RawDocument = read_page(data, entry.origin) if told == formats.HTML else read_bytes(data, entry.origin)
    return Found(raw, data, entry.origin)


# How many rows without a known column of text may stand before the first that has one.
_LEADING = 10
_SETS = 100


def _of_table(entry: _Entry, told: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    columns = _TableColumns(mapping, loose=told in (formats.JSON, formats.JSON_LINES))
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


class _TableColumns:
    """The columns of a table; in JSON each row has its own.

    Args:
        mapping: What was asked for.
        loose: Whether a row may lack columns that others have.
    """

    def __init__(self, mapping: Mapping[str, str], *, loose: bool) -> None:
        self._mapping, self._loose = mapping, loose
        self._known: dict[tuple[str, ...], Columns] = {}
        self._missing = dict(mapping)
        self._refused: RefusedError | None = None
        self._without = 0
        self.known = False

    def of(self, row: Row) -> Columns:
        """Give a row's columns.

        Raises:
            RefusedError: with ``no-column`` when that holds for the whole table.
        """
        names = tuple(row)
        if names not in self._known:
            # Rows of JSON may all differ; a few sets of keys are worth keeping.
            if len(self._known) >= _SETS:
                self._known.clear()
            self._known[names] = self._find(names) if self._loose else find_columns(names, self._mapping)
        found = self._known[names]
        self.known = self.known or "text" in found.of
        if not self.known:
            self._without += 1
            if self._refused is not None and self._without >= _LEADING:
                raise self._refused
        return found

    def _find(self, names: tuple[str, ...]) -> Columns:
        there = {field: name for field, name in self._mapping.items() if name in names or name.split(".")[0] in names}
        for field in there:
            self._missing.pop(field, None)
        if "text" in self._mapping:
            there["text"] = self._mapping["text"]
        try:
            return find_columns(names, there)
        except RefusedError as error:
            self._refused = self._refused or error
            return Columns({})

    def finish(self) -> None:
        """Say at the end what no row had.

        Raises:
            RefusedError: no row had the text, or a column that was asked for.
        """
        if self._refused is not None and not self.known:
            raise self._refused
        if self._loose and self.known:
            for field, name in self._missing.items():
                raise RefusedError("no-column", f"no row has the column {name!r} for {field}")


def _of_gzip(entry: _Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
    depth, budget = _inside(entry, limits)
    name = entry.name[: -len(".gz")] if entry.name.lower().endswith(".gz") else entry.name

    def unzipped() -> BinaryIO:
        return archives.unzipped(entry.open(), entry.length, budget)

    yield from _documents(replace(entry, name=name, open=unzipped, depth=depth, budget=budget), mapping, limits)


def _inside(entry: _Entry, limits: Limits) -> tuple[int, Budget]:
    if entry.depth >= limits.depth:
        raise RefusedError("too-deep", f"an archive inside {limits.depth} others; unpack it yourself if you trust it")
    return entry.depth + 1, entry.budget or Budget(limits)


def _of_zip(entry: _Entry, mapping: Mapping[str, str], limits: Limits) -> Iterator[Found | Skipped]:
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

            inner = _Entry(f"{entry.origin}!/{visible(name)}", name, info.compress_size, again, depth, budget)
            for found in _documents(inner, mapping, limits):
                yield found
                if isinstance(found, Skipped) and budget.expanded > limits.expanded:
                    return


@contextmanager
def _seekable(entry: _Entry) -> Iterator[BinaryIO]:
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
