"""The one door to the database: statements of SQL with named parameters, and transactions.

A thin layer of our own and not SQLAlchemy: what would differ between SQLite and
PostgreSQL here is the full-text index and the migrations, which no library
writes for us; the rest is plain ``SELECT`` and ``INSERT``. It loads in ten milliseconds,
so that ``import inquit`` stays quick. A second backend offers the same methods.

Values never become part of a statement of SQL: they are always parameters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inquit.errors import RecordError

Row = sqlite3.Row
"""A row; its columns are had by name and by number."""

Values = Mapping[str, Any] | Sequence[Any]
"""Parameters of a statement, by name or in order."""

APPLICATION_ID = 0x696E7175
"""Marks an SQLite file as ours: "inqu"."""

_WAIT = 60.0  # seconds that a writer waits for another one
_CACHE = 32_000  # kilobytes of pages held in memory


class UnfitError(RecordError):
    """A row or a value that the database does not take: the fault of what is written, not of the record."""


class Database:
    """One connection to an SQLite file.

    Args:
        path: Where the file is.
        create: Make the file when there is none.

    Raises:
        RecordError: there is none, or it is no record of inquit.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if not create and not path.is_file():
            raise RecordError(f"{path}: no such record; `inquit add` makes one, --db names another")
        try:
            self._connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        except sqlite3.Error as error:
            raise RecordError(f"{path}: cannot be opened: {error}") from None
        self._connection.row_factory = sqlite3.Row
        try:
            self._set_up()
        except RecordError as error:
            self._connection.close()
            why = str(error).removeprefix(f"{path}: ")
            raise RecordError(f"{path}: not a record of inquit: {why}") from None

    def _set_up(self) -> None:
        owner = self.value("PRAGMA application_id")
        if owner != APPLICATION_ID:
            if owner or self.value("SELECT count(*) FROM sqlite_master"):
                raise RecordError(f"{self.path}: it is the database of another program")
            # A packed text fits a page of this size, with little left over.
            self.run("PRAGMA page_size = 8192")
            self.run(f"PRAGMA application_id = {APPLICATION_ID:d}")
        self.run("PRAGMA journal_mode = WAL")
        # A transaction that was committed outlives the loss of power too.
        self.run("PRAGMA synchronous = FULL")
        self.run("PRAGMA foreign_keys = ON")
        self.run("PRAGMA trusted_schema = OFF")
        self.run(f"PRAGMA cache_size = -{_CACHE:d}")

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self._connection.close()

    def run(self, sql: str, values: Values = ()) -> int:
        """Run a statement; give the id of the row that it inserted, else 0."""
        return self._execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, values: Iterable[Values]) -> None:
        """Run a statement once for each set of values."""
        with self._told():
            self._connection.executemany(sql, values)

    def script(self, text: str) -> None:
        """Run the statements of a script one after the other, within the transaction that is open."""
        for statement in split(text):
            self.run(statement)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Give all rows of a query."""
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Give the rows of a query as they are read."""
        with self._told():
            yield from self._connection.execute(sql, values)

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Give the first row of a query, None when there is none."""
        with self._told():
            found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Values = ()) -> Any:
        """Give the first column of the first row, None when there is no row."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def _execute(self, sql: str, values: Values) -> sqlite3.Cursor:
        with self._told():
            return self._connection.execute(sql, values)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Have what goes wrong within told as an error of ours.

        Raises:
            UnfitError: the database does not take a row or a value.
            RecordError: it cannot do anything at all: locked, full, damaged.
        """
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, OverflowError, UnicodeEncodeError) as error:
            raise UnfitError(f"{self.path}: {error}") from error
        except sqlite3.Error as error:
            raise RecordError(f"{self.path}: {error}") from error

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def begin(self) -> None:
        """Open a transaction that writes; another writer waits for its end."""
        self.run("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make lasting what was done since :meth:`begin`."""
        self.run("COMMIT")

    def rollback(self) -> None:
        """Undo what was done since :meth:`begin`."""
        if self._connection.in_transaction:
            self.run("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; within another transaction a part of it that can be undone alone."""
        nested = self.in_transaction
        self.run("SAVEPOINT part") if nested else self.begin()
        try:
            yield
        except BaseException:
            if nested:
                self.run("ROLLBACK TO part")
                self.run("RELEASE part")
            else:
                self.rollback()
            raise
        self.run("RELEASE part") if nested else self.commit()

    def copy_to(self, path: Path) -> None:
        """Write a compact copy of the database, as it stands at this moment, into a new file."""
        self.run("VACUUM INTO ?", [str(path)])


def split(script: str) -> Iterator[str]:
    """Split a script into its statements.

    Example:
        >>> list(split("CREATE TABLE a (b DEFAULT ';');  DROP TABLE a;"))
        ["CREATE TABLE a (b DEFAULT ';');", 'DROP TABLE a;']
    """
    held = ""
    for piece in script.split(";")[:-1]:
        held += piece + ";"
        if sqlite3.complete_statement(held):
            yield held.strip()
            held = ""
