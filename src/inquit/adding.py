"""Many documents into a record: found, known already or read, and written as they are done."""

from __future__ import annotations

import glob
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inquit.document import Metadata, RawDocument, merged
from inquit.errors import InputError
from inquit.intake.records import Found, Skipped
from inquit.record.archive import Record
from inquit.record.codec import compact
from inquit.record.database import UnfitError
from inquit.record.entries import NO_METADATA, Entry
from inquit.record.interchange import HEAD, from_line
from inquit.version import __version__
from inquit.workers import Done, Task, read_many

HARMLESS_SKIPS = frozenset({"unknown-type", "pdf"})
"""Reasons to pass a file over that are no failure: it never was news copy that is read."""

COMMIT_AFTER = 1.0
"""Seconds after which what was written is made lasting, however much more there is to write."""

PAUSE = 0.05
"""Seconds without writing: what comes after them is made lasting at once, since nobody knows when the next will come."""

_HASHED = 64_000_000  # bytes of the largest document
_TOLD = 1_000  # reasons that a report holds; all are in the record

Read = Callable[[str], Iterable[Found | Skipped]]
"""Gives the documents of one file."""


@dataclass(slots=True)
class Report:
    """What became of everything that was found, while it goes on and at the end."""

    files: int = 0
    found: int = 0
    added: int = 0
    versions: int = 0
    known: int = 0
    skipped: int = 0
    failed: int = 0
    statements: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """What the record keeps of it."""
        return {"found": self.found, "added": self.added, "known": self.known, "skipped": self.skipped, "failed": self.failed}


Progress = Callable[[Report], None]


@dataclass(slots=True)
class _File:
    """A file some documents of which may still be before the readers."""

    path: str
    state: os.stat_result | None
    pending: int = 0
    whole: bool = False
    failed: bool = False


class Adder:
    """Adds documents to a record.

    Args:
        record: Where to.
        pack: Folder of another model pack.
        jobs: How many processes read; one is the caller's own.
        option: Metadata that go over the documents' own.
        originals: Whether to keep the bytes as they came.
        settings: Whatever else decides how files are read, such as ``--map``.
        progress: Called with the report after each document.
    """

    def __init__(
        self,
        record: Record,
        *,
        pack: str | None = None,
        jobs: int = 1,
        option: Metadata = NO_METADATA,
        originals: bool = True,
        settings: dict[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.report = Report()
        self._record = record
        self._pack = pack
        self._jobs = jobs
        self._option = option
        self._originals = originals
        self._progress = progress or _quietly
        given = {name: value for name in Metadata.__dataclass_fields__ if (value := getattr(option, name))}
        self._given = {name: str(value) for name, value in given.items()}
        self._options = {**given, **(settings or {})}
        self._signature = compact(self._options)
        self._held: dict[int, tuple[Found, Metadata, _File]] = {}
        self._begun = 0.0
        self._written = 0.0
        self._run = 0

    def add(self, paths: Iterable[str], read: Read) -> Report:
        """Add all documents of the files; those that are there already are not read again.

        Whatever stops it, what was done so far stays.

        Args:
            paths: Files; ``-`` is standard input.
            read: Gives the documents of a file.
        """
        self._run = self._record.start_run("add", __version__, self._pack, self._options)
        try:
            for done in read_many(self._tasks(paths, read), jobs=self._jobs, pack=self._pack):
                self._take(done)
        finally:
            self._record.commit()
            self._record.finish_run(self._run, self.report.counts())
        return self.report

    def refresh(self, identities: Iterable[str]) -> Report:
        """Read documents of the record again, from their texts; ids stay."""
        self._run = self._record.start_run("refresh", __version__, self._pack, {})
        entries: dict[int, Entry] = {}

        def tasks() -> Iterator[Task]:
            for ticket, identity in enumerate(identities):
                entry = self._record.entry(identity)
                if entry is not None:
                    entries[ticket] = entry
                    yield Task(ticket, _raw(entry), entry.metadata)

        try:
            for done in read_many(tasks(), jobs=self._jobs, pack=self._pack):
                self._replace(done, entries.pop(done.ticket))
        finally:
            self._record.commit()
            self._record.finish_run(self._run, self.report.counts())
        return self.report

    def _replace(self, done: Done, entry: Entry) -> None:
        self.report.found += 1
        if done.document is None:
            self._fail(entry.document.id, done.error)
        else:
            fresh = Entry(done.document, metadata=entry.metadata, media_type=entry.media_type, given=entry.given, terms=done.terms)
            self._write(lambda: self._record.replace(fresh, run=self._run))
            self.report.added += 1
            self.report.statements += len(done.document.statements)
        self._progress(self.report)

    def _tasks(self, paths: Iterable[str], read: Read) -> Iterator[Task]:
        """Look through the files; what has to be read goes on, the rest is settled here."""
        ticket = 0
        for path in paths:
            file = _File(path, _state(path))
            self.report.files += 1
            looked = time.time_ns()
            if self._is_known(file) or self._is_known_by_bytes(file, looked):
                self.report.found += 1
                self.report.known += 1
                self._progress(self.report)
                continue
            for item in _items(path, read):
                if isinstance(item, Found):
                    task = self._task(ticket, item, file)
                    ticket += 1
                    if task is not None:
                        yield task
                else:
                    self._settle(item, file)
                self._progress(self.report)
            file.whole = True
            self._close(file, looked)

    def _is_known(self, file: _File) -> bool:
        if file.state is None:
            return False
        return self._record.file_is_known(os.path.abspath(file.path), file.state.st_size, file.state.st_mtime_ns, self._signature)  # noqa: PTH100

    def _is_known_by_bytes(self, file: _File, looked: int) -> bool:
        """Tell whether a whole file is a document of the record; a page is then not taken apart to find out."""
        if file.state is None or file.state.st_size > _HASHED or not stat.S_ISREG(file.state.st_mode):
            return False
        try:
            sha256 = hashlib.sha256(Path(file.path).read_bytes()).hexdigest()
        except OSError:
            return False
        if self._record.number_of(sha256) is None:
            return False
        self._write(lambda: self._record.add_address(sha256, _writable(_absolute(file.path))))
        file.whole = True
        self._close(file, looked)
        return True

    def _task(self, ticket: int, item: Found, file: _File) -> Task | None:
        self.report.found += 1
        if self._record.number_of(item.raw.sha256) is not None:
            self.report.known += 1
            for address in _addresses(item.origin, item.raw.metadata):
                self._write(lambda address=address: self._record.add_address(item.raw.sha256, address))  # type: ignore[misc]
            return None
        file.pending += 1
        metadata = merged(self._option, item.raw.metadata)
        self._held[ticket] = (item, metadata, file)
        return Task(ticket, item.raw, metadata)

    def _settle(self, item: Skipped | Entry | InputError, file: _File) -> None:
        if isinstance(item, Entry):
            self._keep(item, file)
            return
        if isinstance(item, Skipped) and item.code in HARMLESS_SKIPS:
            self.report.skipped += 1
            if len(self.report.skips) < _TOLD:
                self.report.skips.append((item.origin, item.reason))
            return
        self.report.found += 1
        file.failed = True
        if isinstance(item, Skipped):
            self._fail(item.origin, item.reason)
        else:
            self._fail(file.path, str(item))

    def _take(self, done: Done) -> None:
        item, metadata, file = self._held.pop(done.ticket)
        file.pending -= 1
        if done.document is None:
            file.failed = True
            self._fail(item.origin, done.error)
        else:
            self._keep(
                Entry(
                    done.document,
                    addresses=_addresses(item.origin, metadata),
                    metadata=metadata,
                    media_type=item.raw.media_type,
                    given=self._given,
                    data=item.data if self._originals else None,
                    terms=done.terms,
                ),
                file,
                counted=True,
            )
        self._close(file, 0)
        self._progress(self.report)

    def _keep(self, entry: Entry, file: _File, *, counted: bool = False) -> None:
        self.report.found += not counted
        try:
            outcome = self._write(lambda: self._record.put(entry, run=self._run))
        except UnfitError as error:
            file.failed = True
            self._fail(next(iter(entry.addresses), entry.document.uri), f"cannot be kept: {error}")
            return
        if outcome == "known":
            self.report.known += 1
            return
        self.report.added += 1
        self.report.versions += outcome == "version"
        self.report.statements += len(entry.document.statements)

    def _fail(self, address: str, reason: str) -> None:
        self.report.failed += 1
        if len(self.report.failures) < _TOLD:
            self.report.failures.append((address, reason))
        place = _absolute(address)
        self._write(lambda: self._record.fail(self._run, _writable(place), _writable(reason)))

    def _close(self, file: _File, looked: int) -> None:
        """Remember a file all of whose documents are in the record."""
        if file.whole and not file.pending and not file.failed and file.state is not None:
            state, checked = file.state, looked or time.time_ns()
            place = os.path.abspath(file.path)  # noqa: PTH100
            self._write(lambda: self._record.remember_file(place, state.st_size, state.st_mtime_ns, checked, self._signature))

    def _write(self, write: Callable[[], Any]) -> Any:
        """Write within the transaction that is open; end it when it has been open long enough."""
        if not self._begun:
            self._record.begin()
            self._begun = time.monotonic()
        result = write()
        now = time.monotonic()
        if now - self._begun > COMMIT_AFTER or now - self._written > PAUSE:
            self._record.commit()
            self._begun = 0.0
        self._written = now
        return result


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """Give the files that are named, those of folders in the order of names, without hidden ones.

    What is no folder is given as it is: a file, a pattern, or nothing at all.
    """
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 (names may hold bytes that no path object improves)
            yield from _matches(path)
            continue
        for folder, folders, names in os.walk(path):
            pages = {name.rsplit(".", 1)[0] for name in names if name.lower().endswith((".htm", ".html"))}
            folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_beside(name, pages))
            yield from (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))  # noqa: PTH118


def _matches(path: str) -> Iterator[str]:
    if "\0" in path or os.path.lexists(path) or not glob.has_magic(path):
        yield path
        return
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207
    yield from files_of(found) if found else [path]


def _is_beside(name: str, pages: set[str]) -> bool:
    """Whether a folder is what a browser saved beside a page: scripts and pictures."""
    return any(name.endswith(end) and name.removesuffix(end) in pages for end in ("_files", "_fichiers", "-Dateien"))


def _items(path: str, read: Read) -> Iterator[Found | Skipped | Entry | InputError]:
    """Give what is in a file; an export of a record is read line by line."""
    if not _is_export(path):
        try:
            yield from read(path)
        except InputError as error:
            yield error
        return
    with Path(path).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield from_line(line)
                except InputError as error:
                    yield Skipped(f"{path}#{number}", str(error), "damaged")


def _is_export(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(HEAD)) == HEAD
    except (OSError, ValueError):
        return False


def _state(path: str) -> os.stat_result | None:
    try:
        state = Path(path).stat()
    except (OSError, ValueError):
        return None
    return state


def _quietly(_: Report) -> None:
    """Tell nobody."""


def _writable(text: str) -> str:
    """A text that UTF-8 can write: names of files may hold bytes that are none."""
    return text.encode("utf-8", "replace").decode()


def _absolute(origin: str) -> str:
    return origin if origin == "-" or "://" in origin else os.path.abspath(origin)  # noqa: PTH100


def _addresses(origin: str, metadata: Metadata) -> tuple[str, ...]:
    """Where a document was found: a path, and the URL that it names; standard input is no place."""
    path = () if origin in ("", "-") else (_absolute(origin),)
    return (*path, metadata.url) if metadata.url else path


def _raw(entry: Entry) -> RawDocument:
    document = entry.document
    return RawDocument(document.uri, document.sha256, document.encoding, document.text, entry.media_type, entry.metadata)
