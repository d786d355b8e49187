"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from inquit import evaluation, scoring
from inquit.commands import COMMANDS
from inquit.document import Document, RawDocument
from inquit.errors import InputError, InquitError
from inquit.intake.readers import read_bytes, read_file, read_text
from inquit.intake.records import Found
from inquit.intake.sources import read_source
from inquit.pipeline import LANGUAGES, Reader
from inquit.statement import ACTS, KINDS, SPEAKERS, Statement
from inquit.version import __version__
from inquit.views.contract import to_json
from inquit.views.page import to_html
from inquit.views.selection import Selection, nothing_found
from inquit.views.signs import printable

FORMATS = ("text", "html", "json", "jsonl")
_STDIN = "-"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="inquit")
def main() -> None:
    """Read news copy and tell who said what.

    \b
    inquit read dispatch.txt        the copy in colour and a table of statements
    inquit read --format html dispatch.txt > dispatch.html
    inquit read --format json -     the same as data, from standard input
    inquit add dispatches/          keep a folder of them in a record, inquit.db
    inquit search "garanties de sécurité" --speaker Lavrov
    """


for _command in COMMANDS:
    main.add_command(_command)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "style", type=click.Choice(FORMATS), help="How to print; text in a terminal, else jsonl (one document a line).")
@click.option(
    "--labels", type=click.Choice(LANGUAGES), default="fr", show_default=True, help="Language of the page that --format html makes."
)
@click.option("--published", metavar="DATE", help="Publication date, such as 2022-01-28.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the copy; guessed when absent.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out what is less sure.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Show one kind of statement only.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="TEXT",
    help="Show what one speaker says: words of the name or the role. Several: any of them.",
)
@click.option(
    "--type", "types", multiple=True, type=click.Choice(list(SPEAKERS)), help="Show one type of speaker only. Several: any of them."
)
@click.option(
    "--act",
    "acts",
    multiple=True,
    type=click.Choice(list(ACTS)),
    metavar="LABEL",
    help="Show one act only, such as deny or promise; docs/contract.md names them. Several: any of them.",
)
@click.option("--to", "addressees", multiple=True, metavar="TEXT", help="Show what is said to one addressee. Several: any of them.")
@click.option("--pack", metavar="FOLDER", help="Another model pack than the one that comes with inquit.")
def read(
    files: Sequence[str],
    style: str | None,
    labels: str,
    published: str | None,
    language: str | None,
    min_confidence: float,
    kind: str | None,
    speakers: tuple[str, ...],
    types: tuple[str, ...],
    acts: tuple[str, ...],
    addressees: tuple[str, ...],
    pack: str | None,
) -> None:
    """Read text files and print who said what.

    FILE is a text file; - reads standard input. A file that cannot be read
    is named in one line and the others are read; the exit code is then 1.
    """
    selection = Selection(min_confidence, kind, types, acts, speakers, addressees)
    style = style or ("text" if sys.stdout.isatty() else "jsonl")
    if style == "html" and len(files) > 1:
        raise click.UsageError("--format html makes one page of one file; call it once for each")
    reader = _or_exit(pack)
    failed = False
    for name in files:
        try:
            document = reader.read_raw(_raw(name), published=published, language=language)
        except InputError as error:
            click.echo(f"inquit: {error}", err=True)
            failed = True
            continue
        except InquitError as error:
            raise _failure(error) from None
        shown = selection.of(document)
        _print(document, shown, style, labels, heading=len(files) > 1)
        # The terminal's page says so itself.
        if document.statements and not shown and style != "text":
            click.echo(f"inquit: {printable(name)}: {nothing_found(document)}", err=True)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--nested", is_flag=True, help="Count nested attributions too, not outermost ones alone.")
@click.option("--errors", is_flag=True, help="List what was missed and what was found wrongly.")
@click.option("--pack", metavar="FOLDER", help="Another model pack than the one that comes with inquit.")
def evaluate(gold: Path, nested: bool, errors: bool, pack: str | None) -> None:
    """Read an annotated corpus and score what is found against it.

    GOLD holds a JSON document a line, with text and attributions; see
    docs/evaluation.md for the format and the measures.
    """
    try:
        documents = evaluation.read_gold(gold)
    except InquitError as error:
        raise _failure(error) from None
    reader = _or_exit(pack)
    cases = []
    with click.progressbar(documents, label="reading", file=sys.stderr) as shown:
        for document in shown:
            published = document.get("published")
            found = reader.read_raw(
                read_text(document["text"], str(document.get("id", ""))), published=published if isinstance(published, str) else None
            )
            cases.append(scoring.case(document, found))
    click.echo(scoring.report(cases, nested=nested))
    if errors:
        for line in scoring.listing(cases, nested=nested):
            click.echo(line)


def _or_exit(pack: str | None) -> Reader:
    try:
        return Reader(pack)
    except InquitError as error:
        raise _failure(error) from None


def _failure(error: InquitError) -> click.ClickException:
    failure = click.ClickException(str(error))
    failure.show = lambda file=None: click.echo(f"inquit: {error}", file=file, err=True)  # type: ignore[method-assign]
    return failure


# Files whose text has to be taken out of something else.
_PAGES = frozenset((".html", ".htm", ".xhtml", ".docx"))


def _raw(name: str) -> RawDocument:
    if name == _STDIN:
        return read_bytes(sys.stdin.buffer.read(), _STDIN)
    if Path(name).suffix.lower() in _PAGES:
        found = next(iter(read_source(name)), None)
        if isinstance(found, Found):
            return found.raw
        raise InputError(f"{name}: {found.reason if found else 'nothing to read in it'}")
    return read_file(Path(name), name)


def _print(document: Document, shown: Sequence[Statement], style: str, labels: str, *, heading: bool) -> None:
    if style == "text":
        # rich takes a tenth of a second to load, which JSON need not pay.
        from rich.console import Console

        from inquit.views.terminal import print_document

        console = Console(highlight=False)
        if heading:
            console.rule(printable(document.uri), characters="─", style="dim")
        print_document(console, document, shown)
    elif style == "html":
        click.echo(to_html(document, labels, shown))
    else:
        click.echo(to_json(replace(document, statements=tuple(shown)), indent=2 if style == "json" else None))
