"""The record: an archive of documents and their statements in one file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from inquit.document import Document
from inquit.errors import OptionError, RecordError
from inquit.record import checking, export, interchange, overview
from inquit.record.codec import compact
from inquit.record.database import Database, Row
from inquit.record.entries import Entry
from inquit.record.keeping import Keeper, entry_of, insert, now, rebuild_index
from inquit.record.migration import migrate
from inquit.record.overview import SpeakerCount, Stats
from inquit.record.search import Criteria, Hit, Results, hit_of, matching, search
from inquit.record.stemming import ANALYSER

DEFAULT = "inquit.db"
VARIABLE = "INQUIT_DB"
"""Names the record when no path is given."""

Outcome = Literal["added", "version", "known"]
"""What became of a document: it is new, it is a new version of what was at its address, or it was there."""


def default_path() -> Path:
    """Where the record is when nobody says: what ``INQUIT_DB`` names, else ``inquit.db`` in this folder."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


class Record:
    """An archive of documents and their statements.

    The file is SQLite, in write-ahead mode: many may read while one writes. An
    object is for one thread. A record of an older version is brought up to this one when
    it is opened.

    Args:
        path: The file; what ``INQUIT_DB`` names, else ``inquit.db``, when absent.
        create: Make it when it is not there.

    Raises:
        RecordError: it is not there, not a record, or of a newer version.

    Example:
        >>> import inquit, tempfile, pathlib
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "desk.db"
        >>> with Record(path, create=True) as record:
        ...     outcome = record.add(inquit.read("« Nous exigeons des garanties », a dit Anne Dupuis."))
        ...     found = record.search("garantie", speaker="dupuis")
        ...     outcome, [(hit.statement.speaker.name, hit.statement.content_text) for hit in found.hits]
        ('added', [('Anne Dupuis', '« Nous exigeons des garanties »')])
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, create: bool = False) -> None:
        self.path = default_path() if path is None else Path(path)
        self._database = Database(self.path, create=create)
        try:
            migrate(self._database)
            self._keep_up()
        except BaseException:
            self._database.close()
            raise
        self._keeper = Keeper(self._database)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is undone."""
        self._database.close()

    def _keep_up(self) -> None:
        """Make the index anew when it was made in another way."""
        if self._database.value("SELECT value FROM settings WHERE key = 'analyser'") == ANALYSER:
            return
        with self._database.transaction():
            rebuild_index(self._database, self._database.rows("SELECT * FROM documents"))
            self._database.run("INSERT OR REPLACE INTO settings (key, value) VALUES ('analyser', ?)", [ANALYSER])

    # What goes in

    def add(self, document: Document, **details: Any) -> Outcome:
        """Keep a document that was read.

        Args:
            document: What :func:`inquit.read` gives.
            details: Fields of :class:`inquit.record.entries.Entry`: ``addresses``, ``metadata``, ``data``, …

        Returns:
            ``added``; ``version`` when another document stood at one of its addresses;
            ``known`` when the same bytes are there: only addresses are added.
        """
        return self.put(Entry(document, **details))

    def put(self, entry: Entry, *, run: int | None = None) -> Outcome:
        """Keep an entry; see :meth:`add`."""
        if not self._database.in_transaction:
            self._keeper.forget()  # another process may have taken names out
        try:
            with self._database.transaction():
                return self._put(entry, run)
        except BaseException:
            self._keeper.forget()
            raise

    def _put(self, entry: Entry, run: int | None) -> Outcome:
        number = self.number_of(entry.document.sha256)
        known = number is not None
        if number is None:
            number = self._keeper.insert(entry, run)
        elsewhere = self._stood_there(entry.addresses, number)
        for address in entry.addresses:
            self._keeper.add_address(number, address)
            self._database.run("DELETE FROM failures WHERE address = ?", [address])
        return "known" if known else "version" if elsewhere else "added"

    def _stood_there(self, addresses: Iterable[str], number: int) -> bool:
        sql = "SELECT 1 FROM origins WHERE address = ? AND document_id <> ?"
        return any(self._database.row(sql, [address, number]) for address in addresses)

    def replace(self, entry: Entry, *, run: int | None = None) -> None:
        """Write what was read again over what was read before; ids stay.

        Raises:
            RecordError: the document is not in the record.
        """
        number = self.number_of(entry.document.sha256)
        if number is None:
            raise RecordError(f"document {entry.document.id}: not in the record")
        try:
            with self._database.transaction():
                self._keeper.replace(number, entry, run)
        except BaseException:
            self._keeper.forget()
            raise

    def remove(self, name: str) -> int:
        """Take documents out: the one of an id, or those found at an address.

        Returns:
            How many there were.
        """
        with self._database.transaction():
            numbers = [row["id"] for row in self._named(name)]
            for number in numbers:
                self._keeper.remove(number)
            if numbers:
                self._keeper.sweep()
            self._database.run("DELETE FROM failures WHERE address = ?", [name])
        return len(numbers)

    def number_of(self, sha256: str) -> int | None:
        """Give the number of the row of a document, None when it is not there."""
        # The key is the beginning of the hash, and it is the key that has an index.
        sql = "SELECT id FROM documents WHERE key = ? AND sha256 = ?"
        found: int | None = self._database.value(sql, [sha256[:16], sha256])
        return found

    def add_address(self, sha256: str, address: str) -> bool:
        """Say of a document that is there where else it was found; give whether that is new."""
        number = self.number_of(sha256)
        if number is None:
            raise RecordError(f"document {sha256[:16]}: not in the record")
        with self._database.transaction():
            self._database.run("DELETE FROM failures WHERE address = ?", [address])
            return self._keeper.add_address(number, address)

    def begin(self) -> None:
        """Open a transaction, if none is."""
        if not self._database.in_transaction:
            self._keeper.forget()
            self._database.begin()

    def commit(self) -> None:
        """Make lasting what was done, if a transaction is open."""
        if self._database.in_transaction:
            self._database.commit()

    # Runs

    def start_run(self, command: str, version: str, pack: str | None, options: Mapping[str, Any]) -> int:
        """Write down that documents are about to be read; give the run's number."""
        values = {"command": command, "started": now(), "reader": version, "pack": pack, "options": compact(dict(options))}
        return insert(self._database, "runs", values)

    def finish_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write down how a run ended."""
        sql = (
            "UPDATE runs SET finished = :now, found = :found, added = :added, known = :known, skipped = :skipped, failed = :failed"
            " WHERE id = :run"
        )
        names = ("found", "added", "known", "skipped", "failed")
        self._database.run(sql, {"now": now(), "run": run, **{name: counts.get(name, 0) for name in names}})

    def runs(self) -> list[dict[str, Any]]:
        """Give the runs, the last one first."""
        return [dict(row) for row in self._database.rows("SELECT * FROM runs ORDER BY id DESC")]

    def fail(self, run: int, address: str, reason: str) -> None:
        """Write down that a document could not be read, and why."""
        with self._database.transaction():
            self._database.run("DELETE FROM failures WHERE address = ?", [address])
            insert(self._database, "failures", {"run_id": run, "address": address, "reason": reason, "at": now()})

    def failures(self) -> list[dict[str, Any]]:
        """Give what could not be read and was not read since, the last one first."""
        return [dict(row) for row in self._database.rows("SELECT address, reason, at FROM failures ORDER BY id DESC")]

    def file_is_known(self, path: str, size: int, modified: int, options: str) -> bool:
        """Tell whether a file of this size and time was read whole with these options."""
        row = self._database.row("SELECT size, modified, checked, options FROM files WHERE path = ?", [path])
        # A file that was changed within two seconds of the look at it may have
        # been changed again without another time: it is looked at once more.
        return (
            row is not None
            and (row["size"], row["modified"], row["options"]) == (size, modified, options)
            and row["checked"] - row["modified"] > 2_000_000_000
        )

    def remember_file(self, path: str, size: int, modified: int, checked: int, options: str) -> None:
        """Write down that all documents of a file are in the record; times in nanoseconds."""
        sql = "INSERT OR REPLACE INTO files (path, size, modified, checked, options) VALUES (?, ?, ?, ?, ?)"
        self._database.run(sql, [path, size, modified, checked, options])

    # What comes out

    def search(self, query: str | None = None, *, limit: int = 20, offset: int = 0, sort: str | None = None, **criteria: Any) -> Results:
        """Find statements by the words of their content and by who said them, to whom, when and how.

        Args:
            query: Words, all of which are wanted, whatever their accents, case
                and inflection; ``"in quotes"`` a phrase; ``mot*`` a beginning. Statements
                by the other criteria alone when it is None.
            limit: How many hits to give at most.
            offset: How many to leave out first.
            sort: ``best``, ``newest`` or ``oldest``.
            criteria: Fields of :class:`inquit.record.search.Criteria`: ``speaker``, ``to``, ``mention``,
                ``since``, ``until``, ``form``, ``act``, ``kind``, ``type``, ``lang``, ``publisher``.

        Raises:
            OptionError: a criterion that makes no sense. A query never does.
        """
        return search(self._database, _criteria(query, criteria), limit=limit, offset=offset, sort=sort)

    def speakers(self, name: str | None = None, *, type: str | None = None, limit: int = 50) -> tuple[SpeakerCount, ...]:  # noqa: A002
        """Count statements by speaker, who speaks most first; of names with these words only, when given."""
        return overview.speakers(self._database, name=name, type=type, limit=limit)

    def stats(self) -> Stats:
        """Count what is in the record."""
        return overview.stats(self._database)

    def statement(self, identity: str) -> Hit | None:
        """Give a statement by its id, or by the beginning of it when that is enough; None when it is not there.

        Raises:
            OptionError: several begin so.
        """
        found = self._beginning("statements", identity)
        return None if found is None else hit_of(self._database, found)

    def document(self, identity: str) -> Document | None:
        """Give a document by its id, the beginning of it, or an address; None when it is not there.

        Raises:
            OptionError: several begin so.
        """
        entry = self.entry(identity)
        return None if entry is None else entry.document

    def entry(self, identity: str) -> Entry | None:
        """Give a document with all that is kept beside it; see :meth:`document`."""
        found = self._beginning("documents", identity)
        if found is None:
            rows = self._named(identity)
            found = rows[0]["id"] if rows else None
        return None if found is None else entry_of(self._database, self._row(found))

    def versions(self, address: str) -> list[dict[str, Any]]:
        """Give the versions of what was found at an address, the first one first."""
        sql = "SELECT version, document, seen, current FROM versions WHERE address = ? ORDER BY version"
        return [dict(row) for row in self._database.rows(sql, [address])]

    def addresses(self, identity: str) -> list[str]:
        """Give the addresses at which a document was found."""
        sql = "SELECT DISTINCT address FROM origins AS o JOIN documents AS d ON d.id = o.document_id WHERE d.key = ? ORDER BY o.id"
        return [row["address"] for row in self._database.rows(sql, [identity])]

    def entries(self, *, with_data: bool = True) -> Iterator[Entry]:
        """Give all documents, one at a time, in the order in which they came."""
        for number in self._numbers():
            yield entry_of(self._database, self._row(number), with_data=with_data)

    def outdated(self, pack: str, version: str) -> list[str]:
        """Give the ids of documents that another pack, or another version of inquit, has read."""
        rows = self._database.rows("SELECT key FROM documents WHERE pack <> ? OR reader <> ? ORDER BY id", [pack, version])
        return [row["key"] for row in rows]

    def wanted(self, criteria: Criteria | None, *, with_data: bool = False) -> Iterator[tuple[Entry, frozenset[str] | None]]:
        """Give documents with the ids of their statements that match; all, with None, without criteria."""
        if criteria is None:
            yield from ((entry, None) for entry in self.entries(with_data=with_data))
            return
        held: dict[int, set[str]] = {}
        for row in matching(self._database, criteria):
            held.setdefault(row["document_id"], set()).add(row["key"])
        for number, keys in held.items():
            yield entry_of(self._database, self._row(number), with_data=with_data), frozenset(keys)

    def export(
        self, path: str | os.PathLike[str], style: Literal["jsonl", "csv", "parquet"], query: str | None = None, *, raw: bool = False,
        originals: bool = True, **criteria: Any,
    ) -> int:  # fmt: skip
        """Write the record, or what a search finds, into a file.

        Args:
            path: The file; written beside and put in place when it is whole.
            style: ``jsonl``: documents, without loss; ``csv`` or ``parquet``: a row a statement.
            query: As in :meth:`search`; with it and ``criteria`` only what is found.
            raw: Leave cells alone that a spreadsheet would take for formulas.
            originals: Whether JSON Lines hold the bytes of documents as they came.
            criteria: As in :meth:`search`.

        Returns:
            The number of documents in JSON Lines, of statements in a table.
        """
        if style not in ("jsonl", "csv", "parquet"):
            raise OptionError(f"format {style!r}: one of jsonl, csv, parquet")
        chosen = _criteria(query, criteria) if query is not None or criteria else None
        target = Path(path)
        beside = target.with_name(f".{target.name}.part")
        try:
            count = self._write(beside, style, chosen, raw=raw, originals=originals)
            beside.replace(target)
        except OSError as error:
            raise RecordError(f"{path}: cannot be written: {error.strerror or error}") from None
        finally:
            beside.unlink(missing_ok=True)
        return count

    def _write(self, path: Path, style: str, criteria: Criteria | None, *, raw: bool, originals: bool) -> int:
        if style == "parquet":
            return export.write_parquet(export.table_rows(self.wanted(criteria), raw=raw), path)
        with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as out:
            if style == "csv":
                return export.write_csv(export.table_rows(self.wanted(criteria), raw=raw), out)
            count = 0
            for line in self.lines(criteria, originals=originals):
                out.write(line + "\n")
                count += 1
            return count

    def lines(self, criteria: Criteria | None = None, *, originals: bool = True) -> Iterator[str]:
        """Give documents as lines of JSON; of a search, whole documents with the ids of what was ``matched``."""
        for entry, matched in self.wanted(criteria, with_data=originals):
            more = {} if matched is None else {"matched": sorted(matched)}
            yield interchange.to_line(entry, **more)

    # Upkeep

    def problems(self) -> list[str]:
        """Look whether the record is whole; give a line for each thing that is wrong."""
        return list(checking.problems(self._database))

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Write a copy as the record stands now, while others may write to it.

        Raises:
            RecordError: the file is there already, or cannot be written.
        """
        target = Path(path)
        if target.exists():
            raise RecordError(f"{target}: is there already; a backup overwrites nothing")
        beside = target.with_name(f".{target.name}.part")
        beside.unlink(missing_ok=True)
        try:
            self._database.copy_to(beside)
            beside.replace(target)
        except (OSError, RecordError) as error:
            raise RecordError(f"{target}: cannot be written: {error}") from None
        finally:
            beside.unlink(missing_ok=True)

    def identities(self) -> list[str]:
        """Give the ids of all documents, in the order in which they came."""
        return [row["key"] for row in self._database.rows("SELECT key FROM documents ORDER BY id")]

    def _numbers(self) -> list[int]:
        return [row["id"] for row in self._database.rows("SELECT id FROM documents ORDER BY id")]

    def _row(self, number: int) -> Row:
        row = self._database.row("SELECT * FROM documents WHERE id = ?", [number])
        if row is None:
            raise RecordError("the document is no longer in the record")
        return row

    def _named(self, name: str) -> list[Row]:
        return self._database.rows(
            "SELECT DISTINCT d.id FROM documents AS d LEFT JOIN origins AS o ON o.document_id = d.id"
            " WHERE d.key = :key AND :name IN (d.key, d.sha256) OR o.address = :name OR o.address = :path"
            " ORDER BY d.current DESC, d.id DESC",
            {"name": name, "key": name[:16], "path": os.path.abspath(name)},  # noqa: PTH100 (resolve would follow links)
        )

    def _beginning(self, table: Literal["documents", "statements"], identity: str) -> int | None:
        if not identity or not all(character in "0123456789abcdef" for character in identity):
            return None
        # The index of statements has the first eight digits: these are enough to tell them apart.
        near = "substr(key, 1, 8) BETWEEN :head AND :head || 'g' AND " if table == "statements" else ""
        sql = f"SELECT id, key FROM {table} WHERE {near}key >= :start AND key < :stop LIMIT 2"  # noqa: S608
        found = self._database.rows(sql, {"head": identity[:8], "start": identity, "stop": identity + "g"})
        if len(found) > 1:
            raise OptionError(f"{identity}: several ids begin so; give more of it")
        return found[0]["id"] if found else None


def open_record(path: str | os.PathLike[str] | None = None, *, create: bool = False) -> Record:
    """Open a record; see :class:`inquit.Record`."""
    return Record(path, create=create)


def _criteria(query: str | None, criteria: Mapping[str, Any]) -> Criteria:
    try:
        return Criteria(query, **criteria)
    except TypeError:
        known = ", ".join(name for name in Criteria.__dataclass_fields__ if name != "query")
        raise OptionError(f"no such criterion among {', '.join(criteria)}; there are {known}") from None
