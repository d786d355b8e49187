"""Find the files that a path, a pattern or standard input stands for."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inquit.intake.limits import Budget, Limits, size
from inquit.intake.records import Skipped, visible

STANDARD_INPUT = "-"
# Folders that browsers save beside a page: scripts, pictures, frames of advertisers.
_BESIDE_PAGE = ("_files", "_fichiers", "-Dateien")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, wherever it lies: it can be opened again from its start.

    ``origin`` is where it lies, as it is shown; ``name`` may tell its type;
    ``length`` is what it takes where it lies. ``depth`` counts the archives
    that it lies in, ``budget`` what they have unpacked to.
    """

    origin: str
    name: str
    length: int
    open: Callable[[], BinaryIO]
    depth: int = 0
    budget: Budget | None = None


def entries(source: str | os.PathLike[str] | bytes, name: str, limits: Limits, stdin: BinaryIO | None) -> Iterator[Entry | Skipped]:
    """Find the files that a source stands for; see :func:`inquit.intake.sources.read_source`."""
    if isinstance(source, bytes):
        yield Entry(visible(name), name, len(source), lambda: io.BytesIO(source))
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
        yield from _at(path, set(), limits, named=True)
        return
    matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) and "\0" not in path else []  # noqa: PTH207
    seen: set[tuple[int, int]] = set()
    for match in matches:
        yield from _at(match, seen, limits, named=True)
    if not matches:
        what = "no file fits this pattern" if glob.has_magic(path) else "no such file or folder"
        yield Skipped(visible(path), what, "missing")


def _at(path: str, seen: set[tuple[int, int]], limits: Limits, *, named: bool = False) -> Iterator[Entry | Skipped]:
    """The files at a path. A folder is entered once, so that links cannot lead in circles."""
    try:
        status = os.stat(path)  # noqa: PTH116 - names may hold bytes that no path object improves
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                yield from _in_folder(path, seen, limits)
            return
    except OSError as error:
        yield Skipped(visible(path), f"cannot be read: {error.strerror or error}", "unreadable")
        return
    if stat.S_ISREG(status.st_mode):
        yield Entry(visible(path), os.path.basename(path), status.st_size, lambda: Path(path).open("rb"))  # noqa: PTH119, SIM115
    elif named and stat.S_ISFIFO(status.st_mode):
        # What a shell hands over as <(command).
        with Path(path).open("rb") as stream:
            yield from _spooled(stream, path, limits)
    else:
        yield Skipped(visible(path), "not a file, but a device or the like", "unknown-type")


def _in_folder(path: str, seen: set[tuple[int, int]], limits: Limits) -> Iterator[Entry | Skipped]:
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
    except OSError as error:
        yield Skipped(visible(path), f"cannot be read: {error.strerror or error}", "unreadable")
        return
    pages = {name.rsplit(".", 1)[0] for name in names if name.lower().endswith((".htm", ".html"))}
    for name in names:
        if any(name.endswith(end) and name.removesuffix(end) in pages for end in _BESIDE_PAGE):
            continue
        yield from _at(os.path.join(path, name), seen, limits)  # noqa: PTH118


def _spooled(stream: BinaryIO, name: str, limits: Limits) -> Iterator[Entry | Skipped]:
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

        yield Entry(visible(name), "" if name == STANDARD_INPUT else name, length, again)
