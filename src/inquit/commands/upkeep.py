"""The commands that keep a record in order: remove, check and backup."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from inquit.commands.options import db, opened, reported
from inquit.commands.printing import counted
from inquit.views.signs import folded


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@db
@reported
def remove(names: Sequence[str], db: str | None) -> None:
    """Take documents out of a record, with all that was read in them.

    ID is the id of a document, or its path or address; all versions found at
    an address go. What is not there is named in one line, and the exit code is
    then 1.
    """
    missing = False
    with opened(db) as record:
        for name in names:
            count = record.remove(name)
            if count:
                click.echo(f"{folded(name)}: {count} removed")
            else:
                missing = True
                click.echo(f"inquit: {folded(name)}: no document of this id or address", err=True)
    if missing:
        sys.exit(1)


@click.command()
@db
@reported
def check(db: str | None) -> None:
    """Look whether a record is whole.

    Each thing that is wrong is named in one line, and the exit code is then 1.
    """
    with opened(db) as record:
        found = record.problems()
        documents = record.stats().documents if not found else 0
    for line in found:
        click.echo(folded(line))
    if found:
        sys.exit(1)
    click.echo(f"all is well: {counted(documents, 'document')}")


@click.command()
@click.argument("target", metavar="FILE", type=click.Path())
@db
@reported
def backup(target: str, db: str | None) -> None:
    """Copy a record as it stands now into a new file.

    Others may go on reading and writing. A file that is there already is left
    alone.
    """
    with opened(db) as record:
        record.backup(target)
    click.echo(f"{folded(target)}: written")
