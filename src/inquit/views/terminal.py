"""A document for people who look at a terminal: the copy in colour, then a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inquit.document import COPY, Document
from inquit.spans import Span
from inquit.statement import Statement
from inquit.views.outline import outline
from inquit.views.signs import folded, printable

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
    if document.diagnostics:
        parts.append("")
    parts.extend(
        Text.assemble((f"{one.code} ", "red"), f"[{one.span.start}:{one.span.end}] {printable(one.message)}")
        for one in document.diagnostics
    )
    return Group(*parts)


def print_document(console: Console, document: Document, shown: Sequence[Statement] | None = None) -> None:
    """Print a document on a console."""
    console.print(render(document, shown))


def _legend() -> Text:
    legend = Text()
    for role in ("source", "cue", "content"):
        legend.append(role, style=ROLE_STYLES[role])
        legend.append("  ")
    legend.append("nested", style=f"{ROLE_STYLES['content']} {_NESTED_STYLE}")
    return legend


def _copy(document: Document, statements: Sequence[Statement]) -> Text:
    copy = Text(printable(document.text).rstrip("\n"))
    for block in document.blocks:
        if block.kind not in COPY:
            copy.stylize("dim", *block.span)
        elif block.kind in ("headline", "crosshead"):
            copy.stylize("bold", *block.span)
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
    """A row a statement; in two lines where the width of a terminal asks for it."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("#", justify="right", style="dim")
    table.add_column("speaker, cue", max_width=34, min_width=16, overflow="fold")
    table.add_column("content", ratio=1, overflow="fold")
    table.add_column("form, kind", style="dim", no_wrap=True)
    table.add_column("conf.", justify="right")
    for number, (one, depth) in enumerate(outline(statements), start=1):
        cue = " … ".join(_line(span, document.text) for span in one.cue)
        indent = "  " * (depth - 1) + "↳ " if depth else ""
        who = Text(indent + (folded(one.speaker.name) if one.speaker else "—"), style=ROLE_STYLES["source"])
        who.append(f"\n{' ' * len(indent)}{'¬ ' if one.negated else ''}{cue}", style=ROLE_STYLES["cue"])
        content = Padding(escape(folded(one.content_text)), (0, 0, 0, 2 * depth))
        table.add_row(str(number), who, content, f"{one.form}\n{one.kind}", f"{one.confidence:.2f}")
    return table


def _line(span: Span, text: str) -> str:
    return folded(span.of(text))
