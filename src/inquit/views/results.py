"""What a record holds, for people who look at a terminal: hits, tables, bars.

Everything that comes from copy goes through :func:`folded` or :func:`printable`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from inquit.document import Document
from inquit.record.overview import SpeakerCount, Stats
from inquit.record.search import Hit, Results
from inquit.spans import Span
from inquit.statement import Statement
from inquit.views.signs import folded, printable
from inquit.views.terminal import ROLE_STYLES, render

_FOUND = "bold reverse"
_BAR = 30
_ARROW = " → "


def render_results(results: Results, first: int = 1) -> RenderableType:
    """Draw what a search found, with the number of all."""
    if not results.total:
        return Text("Nothing found.", style="italic")
    more = "more than " if results.capped else ""
    parts: list[RenderableType] = [render_hit(hit, number) for number, hit in enumerate(results.hits, start=first)]
    noun = "statement" if results.total == 1 else "statements"
    parts.append(Text(f"{len(results.hits)} of {more}{results.total:,} {noun}", style="dim"))
    return Group(*parts)


def render_hit(hit: Hit, number: int | None = None) -> RenderableType:
    """Draw one statement: who to whom and when, the words with what was looked for marked, the document."""
    one = hit.statement
    head = Text("" if number is None else f"{number}. ", style="dim")
    if one.speaker:
        head.append(folded(one.speaker.name), style=ROLE_STYLES["source"])
    else:
        words = " … ".join(folded(span.of(hit.text)) for span in one.source)
        head.append(words or "—", style="yellow")
        head.append(f" ({folded(dict(one.unknown).get('speaker', 'unknown'))})", style="dim")
    if one.addressee:
        head.append(_ARROW + folded(one.addressee.name or one.addressee.span.of(hit.text)), style=ROLE_STYLES["source"])
    if when := said(hit):
        head.append(f"  {when}", style="bold")
    facts = [one.act.label if one.act else "", one.form, one.kind, "negated" if one.negated else "", f"{one.confidence:.2f}"]
    head.append("  " + " · ".join(filter(None, facts)), style="dim")
    lines: list[RenderableType] = [head]
    if len(one.chain) > 1:
        lines.append(
            Padding(
                Text("as told by " + " > ".join(folded(name or "?") for name in one.chain[:-1]), style="dim"), (0, 0, 0, 3), expand=False
            )
        )
    lines.append(Padding(_content(hit), (0, 0, 0, 3), expand=False))
    about = [hit.title or "", hit.publisher or "", hit.published or "", hit.address]
    lines.append(
        Padding(Text(" · ".join(folded(part) for part in about if part) + f" · {one.id}", style="dim"), (0, 0, 1, 3), expand=False)
    )
    return Group(*lines)


def said(hit: Hit) -> str:
    """When it was said, as short as that can be told; ``published`` beside it when only that is known."""
    if hit.said_from is None:
        return ""
    days = hit.said_from if hit.said_from == hit.said_to else f"{hit.said_from} to {hit.said_to}"
    return f"{days} (published)" if hit.date_of == "published" else days


def render_statement(hit: Hit) -> RenderableType:
    """Draw all that is known of a statement, field by field."""
    one = hit.statement
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for field, value in _fields(hit, one):
        if value:
            table.add_row(field, folded(value))
    return Group(render_hit(hit), table)


def _fields(hit: Hit, one: Statement) -> Iterable[tuple[str, str | None]]:
    def words(spans: Sequence[Span]) -> str:
        return "  ".join(f"{span.of(hit.text)} [{span.start}:{span.end}]" for span in spans)

    yield "statement", one.id
    yield "document", hit.document
    yield "source", words(one.source)
    yield "cue", words(one.cue)
    yield "content", words(one.content)
    yield "verbatim", words(one.verbatim)
    if one.speaker:
        yield (
            "speaker",
            ", ".join(filter(None, [one.speaker.name, one.speaker.type, one.speaker.role, one.speaker.organization, one.speaker.country])),
        )
        yield (
            "evidence",
            "  ".join(f"{e.field}: {e.span.of(hit.text)} [{e.span.start}:{e.span.end}] {e.rule}" for e in one.speaker.evidence),
        )
    yield "addressee", words([one.addressee.span]) if one.addressee else None
    yield "channel", words([one.channel]) if one.channel else None
    yield "place", f"{words([one.place.span])} {one.place.country or ''}" if one.place else None
    yield "time", f"{words([one.time.span])} {one.time.value or ''}" if one.time else None
    yield "act", f"{one.act.label} ({one.act.level}, {one.act.rule}) {words(one.act.evidence)}" if one.act else None
    yield "modality", one.modality
    yield "mentions", "; ".join(one.mentions)
    yield "parent", one.parent
    yield "unknown", ", ".join(f"{field}: {why}" for field, why in one.unknown)


def render_document(document: Document) -> RenderableType:
    """Draw a document with its statements, as ``inquit read`` does."""
    return render(document)


def render_speakers(speakers: Sequence[SpeakerCount]) -> RenderableType:
    """Draw who speaks, a row each; only names and what is known of them are broken into lines."""
    if not speakers:
        return Text("Nothing found.", style="italic")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", overflow="fold")
    table.add_column("who", overflow="fold")
    for name in ("statements", "documents"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("first", "last"):
        table.add_column(name, no_wrap=True)
    for one in speakers:
        about = " · ".join(folded(part) for part in (one.role, one.type, one.country) if part)
        table.add_row(folded(one.name), about, f"{one.statements:,}", f"{one.documents:,}", one.first or "", one.last or "")
    return table


def render_stats(stats: Stats) -> RenderableType:
    """Draw what is in a record: totals, then bars."""
    totals = Table(show_header=False, box=None, pad_edge=False)
    totals.add_column()
    totals.add_column(justify="right", style="bold")
    for name in ("documents", "statements", "speakers", "characters"):
        totals.add_row(name, f"{getattr(stats, name):,}")
    if stats.versions:
        totals.add_row("documents with a later version", f"{stats.versions:,}")
    if stats.failures:
        totals.add_row("could not be read", f"{stats.failures:,}")
    totals.add_row("size of the record", f"{stats.size / 1e6:,.1f} MB")
    if stats.first:
        totals.add_row("said", f"{stats.first} to {stats.last}")
    parts: list[RenderableType] = [totals]
    for name in ("months", "languages", "publishers", "types", "acts", "forms", "kinds"):
        counts: Sequence[tuple[str, int]] = getattr(stats, name)
        if counts:
            parts += ["", Text(_TITLES[name], style="bold"), _bars(counts)]
    return Group(*parts)


_TITLES = {
    "months": "statements by month",
    "types": "statements by type of speaker",
    "publishers": "documents by publisher",
    "languages": "documents by language",
    "acts": "statements by act",
    "forms": "statements by form",
    "kinds": "statements by kind",
}


def _bars(counts: Sequence[tuple[str, int]]) -> RenderableType:
    most = max(count for _, count in counts)
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(max_width=32, overflow="ellipsis", no_wrap=True)
    table.add_column(justify="right")
    table.add_column(style=ROLE_STYLES["content"], no_wrap=True)
    for label, count in counts:
        table.add_row(printable(label), f"{count:,}", "█" * max(1, round(_BAR * count / most)))
    return table


def _content(hit: Hit) -> Text:
    text = Text()
    for at, piece in enumerate(hit.statement.content):
        shown = Text(printable(piece.of(hit.text)), style=ROLE_STYLES["content"])
        for span in hit.highlights:
            if piece.contains(span):
                shown.stylize(_FOUND, span.start - piece.start, span.end - piece.start)
        text.append(" … " if at else "")
        text.append_text(shown)
    flat = Text()
    for line in text.split("\n"):
        flat.append(" " if flat else "")
        flat.append_text(line)
    return flat
