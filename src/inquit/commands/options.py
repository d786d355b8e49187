"""Options that several commands share, and how they open a record and end in an error."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from inquit.errors import InquitError, OptionError
from inquit.record.archive import DEFAULT, VARIABLE, Record
from inquit.record.codec import days_of
from inquit.statement import ACTS, FORMS, KINDS, SPEAKERS
from inquit.views.signs import folded

SOME_FAILED = 3
"""Exit code: everything was done but for some documents, which are in the record as failures."""

F = TypeVar("F", bound=Callable[..., Any])

db = click.option(
    "--db", metavar="FILE", help=f"The record; {DEFAULT} in this folder when absent, or what {VARIABLE} names.", type=click.Path()
)
style = click.option(
    "--format", "style", type=click.Choice(("text", "json", "jsonl", "csv")), default="text", show_default=True, help="How to print."
)
pack = click.option("--pack", metavar="FOLDER", help="Another model pack than the one that comes with inquit.")
progress = click.option("--progress/--no-progress", default=None, help="Show how far it is; in a terminal when absent.")


def jobs(function: F) -> F:
    """The option ``--jobs``."""
    help_text = "How many processes read; one for each core when absent."
    return click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help=help_text)(function)


def criteria(function: F) -> F:
    """The options that narrow a search."""
    for option in reversed(
        (
            click.option("--speaker", metavar="NAME", help="Who said it: a name or words of it."),
            click.option("--to", metavar="NAME", help="To whom it was said."),
            click.option("--mention", metavar="NAME", help="A name in what was said."),
            click.option("--since", metavar="DATE", help="Said on this day or later: 2021-12-01, 2021-12 or 2021."),
            click.option("--until", metavar="DATE", help="Said on this day or before."),
            click.option("--form", type=click.Choice(list(FORMS)), help="How it is reported."),
            click.option("--act", type=click.Choice(list(ACTS)), metavar="ACT", help=f"What it does: {', '.join(ACTS)}."),
            click.option("--kind", type=click.Choice(list(KINDS)), help="Something said, or a thought."),
            click.option("--type", type=click.Choice(list(SPEAKERS)), help="What the speaker is."),
            click.option("--lang", metavar="CODE", help="Language of the document, such as fr."),
            click.option("--publisher", metavar="NAME", help="Who published the document: a name or words of it."),
            click.option("--all-versions", is_flag=True, help="Look in documents too that have a later version."),
        )
    ):
        function = option(function)
    return function


def reported(function: F) -> F:
    """Have an error of ours end the command with one line on standard error and exit code 1."""

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except InquitError as error:
            # An error may quote copy or names of files.
            click.echo(f"inquit: {folded(str(error))}", err=True)
            sys.exit(1)

    return run  # type: ignore[return-value]


def opened(path: str | None, *, create: bool = False) -> Record:
    """Open the record that ``--db`` names."""
    return Record(path, create=create)


def in_order(since: str | None, until: str | None) -> None:
    """Refuse days of which the first is after the last: nothing is ever found by them. What is no date is told elsewhere."""
    first, last = days_of(since or ""), days_of(until or "")
    if first and last and first[0] > last[1]:
        raise OptionError(f"since {since!r} is after until {until!r}")


def named(value: str | None, what: str) -> str | None:
    """Give a value that was given; an empty one is a mistake."""
    if value is not None and not value.strip():
        raise OptionError(f"an empty {what}: give a word, or leave it out")
    return value
