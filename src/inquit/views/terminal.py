"""A document for people who look at a terminal: the copy in colour, then a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inquit.document import Document
from inquit.spans import Span
from inquit.statement import Statement

ROLE_STYLES = {"content": "cyan", "source": "bold yellow", "cue": "bold magenta"}
"""How each role is drawn; a later one lies over an earlier. A content inside a content is underlined."""

_NESTED_STYLE = "underline"


def render(document: Document, shown: Sequence[Statement] | None = None) -> RenderableType:
    """Draw a document: legend, copy, statements, what is odd.

    Args:
        document: What was read.
        shown: The statements to show, all when absent.
    """
    statements = list(document.statements if shown is None else shown)
    parts: list[RenderableType] = [_legend(), "", _copy(document, statements), ""]
    parts.append(_table(document, statements) if statements else Text("No statement found.", style="italic"))
    parts.extend(
        Text.assemble((f"{one.code} ", "red"), f"[{one.span.start}:{one.span.end}] {printable(one.message)}")
        for one in document.diagnostics
    )
    return Group(*parts)


def print_document(console: Console, document: Document, shown: Sequence[Statement] | None = None) -> None:
    """Print a document on a console."""
    console.print(render(document, shown))


def printable(text: str) -> str:
    r"""Replace what would act on a terminal, or hide in it, by a visible sign.

    Copy is not to be trusted: escape sequences would recolour or retitle the
    terminal, and marks of writing direction would show words in another order.

    Example:
        >>> printable("a\x1b[31mb\u202ec")
        'a�[31mb�c'
    """
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") else _sign(c) for c in text)


def _sign(character: str) -> str:
    # One for one: spans must keep their place. Soft hyphens and joiners are harmless.
    if character in "\t\r\x0b\x0c\x85":
        return " "
    return character if character in "\u00ad\u200c\u200d" else "\ufffd"


def _legend() -> Text:
    legend = Text()
    for role in ("source", "cue", "content"):
        legend.append(role, style=ROLE_STYLES[role])
        legend.append("  ")
    legend.append("nested", style=f"{ROLE_STYLES['content']} {_NESTED_STYLE}")
    return legend


def _copy(document: Document, statements: Sequence[Statement]) -> Text:
    copy = Text(printable(document.text).rstrip("\n"))
    for one in statements:
        for span in one.content:
            copy.stylize(ROLE_STYLES["content"] + (f" {_NESTED_STYLE}" if one.parent else ""), *span)
    for role in ("source", "cue"):
        for one in statements:
            spans: tuple[Span, ...] = getattr(one, role)
            for span in spans:
                copy.stylize(ROLE_STYLES[role], *span)
    # A source inside a cue (a-t-il dit) stays visible.
    for one in statements:
        for span in one.source:
            if any(cue.contains(span) for cue in one.cue):
                copy.stylize(ROLE_STYLES["source"], *span)
    return copy


def _table(document: Document, statements: Sequence[Statement]) -> Table:
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right", style="dim")
    table.add_column("speaker", max_width=32, overflow="fold")
    table.add_column("cue", max_width=24, overflow="fold")
    table.add_column("content", ratio=1, overflow="fold")
    table.add_column("form")
    table.add_column("kind")
    table.add_column("conf.", justify="right")
    for number, (one, depth) in enumerate(_with_depth(statements), start=1):
        cue = " … ".join(_line(span, document.text) for span in one.cue)
        indent = "  " * (depth - 1) + "↳ " if depth else ""
        table.add_row(
            str(number),
            escape(indent + (_folded(one.speaker.name) if one.speaker else "—")),
            escape(f"¬ {cue}" if one.negated else cue),
            Padding(escape(_folded(one.content_text)), (0, 0, 0, 2 * depth)),
            one.form,
            one.kind,
            f"{one.confidence:.2f}",
        )
    return table


def _with_depth(statements: Sequence[Statement]) -> Iterator[tuple[Statement, int]]:
    """Statements with how deep each is nested, a nested one after the one that holds it."""
    children: dict[str | None, list[Statement]] = {}
    ids = {one.id for one in statements}
    for one in statements:
        children.setdefault(one.parent if one.parent in ids else None, []).append(one)
    waiting = [(one, 0) for one in reversed(children.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting.extend((child, depth + 1) for child in reversed(children.get(one.id, [])))


def _line(span: Span, text: str) -> str:
    return _folded(span.of(text))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text))
