"""Reading many documents: several processes, each with one reader and one thread.

Half of the reading is in one core's matrices, so that threads within a reader gain
little; processes share nothing and gain all. Each has two documents at most
before it, so that memory does not grow with what waits. A process that dies over a
document takes that one with it and no other.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from inquit.document import Document, Metadata, RawDocument
from inquit.errors import InquitError, PackError
from inquit.pipeline import LANGUAGES, Reader
from inquit.record.entries import NO_METADATA, Terms, terms_of

AHEAD = 2
"""Documents before each process: the one it reads and the next."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Task:
    """A document to be read; ``ticket`` comes back with what became of it."""

    ticket: int
    raw: RawDocument
    metadata: Metadata = NO_METADATA


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: the document and what the index takes of it, or why there is none."""

    ticket: int
    document: Document | None = None
    terms: Terms | None = None
    error: str = ""


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_found(reader: Reader, raw: RawDocument, metadata: Metadata) -> Document:
    """Read a document with what is known beside its text.

    What was given goes over what the text shows of itself, the title, the
    authors and the agency; a dateline with its year stands in for a publication date.

    Args:
        reader: Reads it.
        raw: The document.
        metadata: What is known, the user's word over the document's.
    """
    language = metadata.language if metadata.language in LANGUAGES else None
    document = reader.read_raw(raw, published=metadata.published, language=language)
    filed = document.dateline.date if document.dateline else None
    published = document.published or (filed if filed and _DAY.fullmatch(filed) else None)
    return replace(
        document,
        published=published,
        title=metadata.title or document.title,
        authors=metadata.authors or document.authors,
        agency=metadata.agency or document.agency,
    )


def read_many(tasks: Iterable[Task], *, jobs: int, pack: str | None = None) -> Iterator[Done]:
    """Read documents, in the order in which they are done.

    Args:
        tasks: What to read; taken as there is room, in the caller's process.
        jobs: How many processes read; with one the caller's own does.
        pack: Folder of another model pack.

    Raises:
        PackError: the pack cannot be used.
    """
    coming = iter(tasks)
    first = next(coming, None)
    if first is None:  # nothing to read: no model is loaded, no process started
        return
    if jobs == 1:
        reader = Reader(pack)
        for task in itertools.chain([first], coming):
            yield _done(reader, task)
        return
    pool = _Pool(jobs, pack)
    try:
        yield from pool.run(itertools.chain([first], coming))
    finally:
        pool.close()


def _done(reader: Reader, task: Task) -> Done:
    try:
        document = read_found(reader, task.raw, task.metadata)
        return Done(task.ticket, document, terms_of(document))
    except InquitError as error:
        return Done(task.ticket, error=str(error))
    except Exception as error:  # noqa: BLE001 (whatever one document does, the others are read)
        return Done(task.ticket, error=f"the reader failed: {type(error).__name__}: {error}")


def _serve(connection: Connection, pack: str | None) -> None:
    """What a process does: read one document after the other until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        reader = Reader(pack)
    except InquitError as error:
        connection.send(error)
        return
    with contextlib.suppress(EOFError, OSError):  # the parent is gone, or has no more
        while (task := connection.recv()) is not None:
            connection.send(_done(reader, task))


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    waiting: deque[Task] = field(default_factory=deque)


class _Pool:
    """The processes, and what each has before it."""

    def __init__(self, jobs: int, pack: str | None) -> None:
        self._pack = pack
        # A fork would copy whatever threads and locks the caller has.
        self._context = multiprocessing.get_context("spawn")
        self._workers = [self._start() for _ in range(jobs)]

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        with _one_thread():
            process = self._context.Process(target=_serve, args=(theirs, self._pack), daemon=True)
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        more = True
        while True:
            while more and (free := self._freest()) is not None:
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    yield from self._send(free, task)
            busy = [worker.connection for worker in self._workers if worker.waiting]
            if not busy:
                return
            for connection in wait(busy):
                worker = next(one for one in self._workers if one.connection is connection)
                yield from self._receive(worker)

    def _freest(self) -> _Worker | None:
        free = min(self._workers, key=lambda worker: len(worker.waiting))
        return free if len(free.waiting) < AHEAD else None

    def _send(self, worker: _Worker, task: Task) -> Iterator[Done]:
        worker.waiting.append(task)
        try:
            worker.connection.send(task)
        except OSError:
            yield from self._bury(worker)

    def _receive(self, worker: _Worker) -> Iterator[Done]:
        try:
            answer: Any = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._bury(worker)
            return
        if isinstance(answer, InquitError):
            raise answer
        worker.waiting.popleft()
        yield answer

    def _bury(self, worker: _Worker) -> Iterator[Done]:
        """Put another in a dead process's place; what killed it is not tried again."""
        worker.process.join()
        code = worker.process.exitcode
        worker.connection.close()
        if not worker.waiting:
            raise PackError(f"the reading process ended by itself (exit code {code})")
        yield Done(worker.waiting.popleft().ticket, error=f"the reading process died over it (exit code {code})")
        left = list(worker.waiting)
        fresh = self._start()
        self._workers[self._workers.index(worker)] = fresh
        for task in left:
            yield from self._send(fresh, task)

    def close(self) -> None:
        """End the processes; what they had before them is dropped."""
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Have the processes that are started within compute in one thread each."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
