"""A document for people who look at a terminal: the copy in colour, then a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inquit.document import COPY, Document
from inquit.spans import Span
from inquit.statement import Speaker, Statement
from inquit.views.outline import outline
from inquit.views.selection import nothing_found
from inquit.views.signs import folded, printable

ROLE_STYLES = {
    "content": "cyan",
    "addressee": "bold green",
    "channel": "italic green",
    "time": "bold bright_blue",
    "place": "italic bright_blue",
    "source": "bold yellow",
    "cue": "bold magenta",
}
"""How each role is drawn; a later one lies over an earlier. A content inside a content is underlined."""

_LEGEND = ("source", "cue", "content", "nested", "addressee", "time", "place", "channel")
_NESTED_STYLE = "underline"
_DOUBTED_STYLE = "bold red"
_DOT = Text.assemble((" · ", "dim"))


def render(document: Document, shown: Sequence[Statement] | None = None) -> RenderableType:
    """Draw a document: legend, copy, statements, what is odd.

    Args:
        document: What was read.
        shown: The statements to show, all when absent.
    """
    statements = list(document.statements if shown is None else shown)
    parts: list[RenderableType] = [_legend(), "", _copy(document, statements), ""]
    parts.append(_table(document, statements) if statements else Text(nothing_found(document), style="italic"))
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
    styles = {**ROLE_STYLES, "nested": f"{ROLE_STYLES['content']} {_NESTED_STYLE}"}
    return Text("  ").join(Text(role, style=styles[role]) for role in _LEGEND)


# --- the copy ----------------------------------------------------------------------


def _copy(document: Document, statements: Sequence[Statement]) -> Text:
    copy = Text(printable(document.text).rstrip("\n"))
    for block in document.blocks:
        if block.kind not in COPY:
            copy.stylize("dim", *block.span)
        elif block.kind in ("headline", "crosshead"):
            copy.stylize("bold", *block.span)
    for role, style in ROLE_STYLES.items():
        for one in statements:
            for span in _spans_of(one, role):
                copy.stylize(f"{style} {_NESTED_STYLE}" if role == "content" and one.parent else style, *span)
    # A source inside a cue (a-t-il dit) stays visible.
    for one in statements:
        for span in one.source:
            if any(cue.contains(span) for cue in one.cue):
                copy.stylize(ROLE_STYLES["source"], *span)
    return copy


def _spans_of(one: Statement, role: str) -> tuple[Span, ...]:
    held = getattr(one, role)
    if held is None:
        return ()
    if role in ("source", "cue", "content"):
        return tuple(held)
    return (held if isinstance(held, Span) else held.span,)


# --- the statements ------------------------------------------------------------------


def _table(document: Document, statements: Sequence[Statement]) -> Table:
    """A row a statement: on the left who, to whom, when and where, on the right what, and what kind of saying."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
    table.add_column("#", justify="right", style="dim", no_wrap=True)
    table.add_column("who, to whom, when, where", ratio=2, overflow="fold")
    table.add_column("what", ratio=3, overflow="fold")
    for number, (one, depth) in enumerate(outline(statements), start=1):
        who = list(_who(document.text, one))
        if depth:
            who[0] = Text.assemble(("↳ ", "dim"), who[0])
        left = Group(who[0], *(Padding(line, (0, 0, 0, 2)) for line in who[1:]))
        what = Group(Text(folded(one.content_text)), _facts(one))
        table.add_row(str(number), Padding(left, (0, 0, 0, _indent(depth - 1))), Padding(what, (0, 0, 0, _indent(depth))))
    return table


def _indent(depth: int) -> int:
    # The columns are narrow: past the fourth level the arrow alone shows the nesting.
    return 2 * min(max(depth, 0), 4)


def _who(text: str, one: Statement) -> Iterator[Text]:
    """The lines of the left column; what is not known has none, but for the speaker."""
    source, cue = ROLE_STYLES["source"], ROLE_STYLES["cue"]
    before = Text()
    for name in one.chain[:-1]:
        before.append(folded(name) if name else "?", style="yellow")
        before.append(" → ", style="dim")
    if one.speaker:
        yield before + Text(folded(one.speaker.name), style=source)
        yield Text(_what_is_known(one.speaker), style="dim")
    else:
        why = dict(one.unknown).get("speaker", "unknown")
        words = _joined(text, one.source)
        yield before + Text.assemble((words or "—", "yellow"), (f" ({folded(why)})", "dim"))
    how = Text(("¬ " if one.negated else "") + _joined(text, one.cue), style=cue)
    if one.addressee:
        how.append(" → ", style="not bold dim")
        how.append(folded(one.addressee.name or one.addressee.span.of(text)), style=ROLE_STYLES["addressee"])
    yield how
    if beside := list(_circumstances(text, one)):
        yield _DOT.join(beside)


def _circumstances(text: str, one: Statement) -> Iterator[Text]:
    if one.time:
        words = folded(one.time.span.of(text))
        why = folded(dict(one.unknown).get("time", "unknown"))
        yield Text(f"{folded(one.time.value)} ({words})" if one.time.value else f"{words} ({why})", style=ROLE_STYLES["time"])
    if one.place:
        yield Text(_and(one.place.name, one.place.country), style=ROLE_STYLES["place"])
    if one.channel:
        yield Text(folded(one.channel.of(text)), style=ROLE_STYLES["channel"])


def _what_is_known(speaker: Speaker) -> str:
    role = speaker.role if speaker.role != speaker.name else None
    organization = speaker.organization if speaker.organization not in (speaker.name, None) else None
    if organization and organization in (role or ""):
        organization = None
    members = f"[{', '.join(speaker.members)}]" if speaker.members else None
    return _and(role, organization, speaker.type, speaker.country, members)


def _facts(one: Statement) -> Text:
    facts = [Text(_and(f"{one.form} {one.kind}", f"{one.confidence:.2f}"), style="dim")]
    if one.act:
        facts.insert(0, Text.assemble((folded(one.act.label), "bold"), (f" ({folded(one.act.level)})", "dim")))
    if one.modality != "reported":
        facts.insert(0, Text(folded(one.modality), style=_DOUBTED_STYLE))
    return _DOT.join(facts)


def _and(*facts: str | None) -> str:
    return " · ".join(folded(one) for one in facts if one)


def _joined(text: str, spans: Iterable[Span]) -> str:
    return " … ".join(folded(span.of(text)) for span in spans)
