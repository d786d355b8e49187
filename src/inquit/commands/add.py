"""The commands that read documents into a record: add and refresh."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from inquit.adding import Adder, Report, files_of
from inquit.commands.options import SOME_FAILED, db, jobs, opened, pack, progress, reported
from inquit.commands.printing import counted
from inquit.document import Metadata
from inquit.errors import OptionError
from inquit.intake.sources import read_source
from inquit.pipeline import LANGUAGES, Reader
from inquit.record.codec import days_of
from inquit.version import __version__
from inquit.views.signs import folded
from inquit.workers import usable_cores

_SHOWN = 20


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@db
@click.option("--map", "mapping", metavar="FIELD=COLUMN,...", help="Which columns of tables hold what: text=body,published=date.")
@click.option("--published", metavar="DATE", help="Publication date of all, whatever they say themselves.")
@click.option("--publisher", metavar="NAME", help="Who published all of them.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of all; guessed when absent.")
@click.option("--no-originals", is_flag=True, help="Keep the texts, but not the files as they came.")
@jobs
@pack
@progress
@reported
def add(
    paths: Sequence[str],
    db: str | None,
    mapping: str | None,
    published: str | None,
    publisher: str | None,
    language: str | None,
    no_originals: bool,
    jobs: int | None,
    pack: str | None,
    progress: bool | None,
) -> None:
    """Read documents into a record.

    PATH is a file, a folder, a pattern or - for standard input: text, HTML,
    tables, DOCX, zip or gzip of these, or what `inquit export` wrote. What is
    in the record already is not read again. A document that cannot be read is
    kept as a failure, the others are read, and the exit code is then 3.
    """
    if published is not None and days_of(published) is None:
        raise OptionError(f"published {published!r}: not an ISO date; write it as 2022-01-28")
    columns = _columns(mapping)
    option = Metadata(published=published, publisher=publisher, language=language)
    files = list(files_of(paths))
    # The bar goes before a message comes, so that they do not share a line.
    with opened(db, create=True) as record, _stoppable("added", resumes=True) as watch, _shown(len(files), progress) as tell:
        adder = Adder(
            record, pack=pack, jobs=jobs or _jobs(len(files)), option=option,
            originals=not no_originals, settings={"map": columns} if columns else {}, progress=tell,
        )  # fmt: skip
        watch(adder.report)
        adder.add(files, lambda path: read_source(path, mapping=columns))
    _sum_up(adder.report, "added")


@click.command()
@db
@click.option("--all", "everything", is_flag=True, help="Read all documents again, not only those of another pack or version.")
@jobs
@pack
@progress
@reported
def refresh(db: str | None, everything: bool, jobs: int | None, pack: str | None, progress: bool | None) -> None:
    """Read again what another model pack or version of inquit has read.

    Documents are read from the texts in the record; nothing else is needed.
    Ids stay.
    """
    title = Reader(pack).pack.title
    with opened(db) as record:
        identities = record.outdated(title, __version__) if not everything else record.identities()
        with _stoppable("read again", resumes=not everything) as watch, _shown(len(identities), progress) as tell:
            adder = Adder(record, pack=pack, jobs=jobs or _jobs(len(identities)), progress=tell)
            watch(adder.report)
            adder.refresh(identities)
    _sum_up(adder.report, "read again")


def _jobs(files: int) -> int:
    # A second process takes a second to start: not worth it for a few files.
    return usable_cores() if files > 8 else 1


def _columns(mapping: str | None) -> dict[str, str]:
    found = {}
    for pair in (mapping or "").split(","):
        if pair.strip():
            field, equals, column = pair.partition("=")
            if not equals or not field.strip() or not column.strip():
                raise OptionError(f"--map {pair!r}: write it as field=column, such as text=body")
            found[field.strip()] = column.strip()
    return found


@contextlib.contextmanager
def _stoppable(verb: str, *, resumes: bool) -> Iterator[Callable[[Report], None]]:
    watched: list[Report] = []
    try:
        yield watched.append
    except KeyboardInterrupt:
        hint = "; the same command goes on from there" if resumes else ""
        click.echo(
            f"inquit: stopped; {counted(sum(one.added for one in watched), 'document')} {verb} and kept in the record{hint}", err=True
        )
        sys.exit(130)


@contextlib.contextmanager
def _shown(total: int, wanted: bool | None) -> Iterator[Callable[[Report], None]]:
    """Show how far it is on standard error, with rate and time left."""
    if wanted is None:
        wanted = sys.stderr.isatty()
    if not wanted:
        yield lambda _: None
        return
    # rich takes a tenth of a second to load, which a quiet run need not pay.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=total, rate="")

        def tell(report: Report) -> None:
            done = max(report.files, report.found if report.found <= total else 0)
            elapsed = bar.tasks[0].elapsed or 0
            rate = f"{report.found / elapsed:,.1f} documents/s" if elapsed > 1 else ""
            bar.update(task, completed=min(done, total), rate=rate)

        yield tell


def _sum_up(report: Report, verb: str) -> None:
    """Say what became of everything; what could not be read ends in exit code 3."""
    for what, found in (("skipped", report.skips), ("not read", report.failures)):
        for address, reason in found[:_SHOWN]:
            click.echo(f"inquit: {folded(address)}: {what}: {folded(reason)}", err=True)
        count = report.skipped if what == "skipped" else report.failed
        if count > _SHOWN:
            click.echo(f"inquit: and {count - _SHOWN:,} more {what}", err=True)
    parts = [f"{report.added:,} {verb}"]
    if report.versions:
        parts[0] += f" ({report.versions:,} as {'a new version' if report.versions == 1 else 'new versions'})"
    parts += [
        f"{number:,} {word}" for number, word in ((report.known, "known"), (report.skipped, "skipped"), (report.failed, "failed")) if number
    ]
    click.echo(f"{', '.join(parts)}; {counted(report.statements, 'statement')}")
    if report.failed:
        sys.exit(SOME_FAILED)
