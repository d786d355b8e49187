"""Migrations: the numbered steps from an empty file to the schema of this version.

Each is a file of ``migrations/``, named by its number. They are only ever added
to: a record of any version is led through the steps that it lacks, each in a
transaction that also writes its number into ``schema_version``.
"""

from __future__ import annotations

import datetime
import functools
from importlib.resources import files

from inquit.errors import RecordError
from inquit.record.database import Database


@functools.cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Give the steps in order: number and script of SQL.

    Example:
        >>> [number for number, _ in migrations()][0]
        1
    """
    folder = files("inquit.record") / "migrations"
    named = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return tuple((int(path.name.split("_")[0]), path.read_text(encoding="utf-8")) for path in named)


def version_of(database: Database) -> int:
    """Give the number of the last step that a record has taken; 0 for an empty file."""
    if not database.value("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"):
        return 0
    return int(database.value("SELECT max(version) FROM schema_version") or 0)


def migrate(database: Database) -> int:
    """Lead a record through the steps that it lacks.

    Returns:
        The version that it was of.

    Raises:
        RecordError: a newer inquit made it.
    """
    steps = migrations()
    before = version_of(database)
    if before > steps[-1][0]:
        raise RecordError(f"{database.path}: made by a newer inquit (schema {before}; this one knows {steps[-1][0]})")
    for number, script in steps:
        if number > before:
            _take(database, number, script)
    return before


def _take(database: Database, number: int, script: str) -> None:
    with database.transaction():
        if version_of(database) >= number:  # another process was quicker
            return
        database.script(script)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        database.run("INSERT INTO schema_version (version, applied) VALUES (?, ?)", [number, now])
