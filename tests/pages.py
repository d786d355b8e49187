"""Documents for the tests of the page, built by hand: no model is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from inquit.document import Block, Dateline, Diagnostic, Document
from inquit.segmentation import paragraphs
from inquit.spans import Span
from inquit.statement import Speaker, Statement, statement_id
from tests.tagged import parse

KINDS_BY_LINE = {
    "headline": 0,
    "byline": 1,
    "caption": 5,
    "crosshead": 8,
    "credit": -2,
    "boilerplate": -1,
}

DISPATCH = (Path(__file__).parent / "data" / "page.txt").read_text(encoding="utf-8")
"""A dispatch of our own: one statement is nested three deep, four name no source, one source lies in its cue."""


def document_of(tagged: str, **fields: object) -> Document:
    """Make a document of copy with its roles as tags; see :mod:`tests.tagged`."""
    held = parse(tagged)
    text = held.text
    ids = {one.id: statement_id("d", one.source, one.cue, one.content) for one in held.gold}
    statements = []
    for one in held.gold:
        content = " … ".join(span.of(text) for span in one.content)
        whole = bool(re.fullmatch(r"«.*»(?: … «.*»)?", content))
        verbatim = tuple(
            Span(s.start + m.start(1), s.start + m.end(1)) for s in one.content for m in re.finditer("«\\s?(.*?)\\s?»", s.of(text))
        )
        statements.append(
            Statement(
                id=ids[one.id],
                parent=ids.get(one.parent or ""),
                kind="attitude" if any(span.of(text) in ("craint", "redoutaient") for span in one.cue) else "speech",
                form="direct" if whole else "mixed" if "«" in content else "indirect",
                negated=any("pas" in span.of(text).split() for span in one.cue),
                source=one.source,
                cue=one.cue,
                content=one.content,
                verbatim=verbatim,
                speaker=Speaker(" … ".join(s.of(text) for s in one.source), one.source) if one.source else None,
                confidence=round(0.99 - 0.043 * (len(statements) % 11), 2),
                content_text=content,
                unknown=() if one.source else (("speaker", "no-source-in-text"),),
            )
        )
    statements.sort(key=lambda one: min(span.start for span in (*one.source, *one.cue, *one.content)))
    made = Document("d", "depeche.txt", "0" * 64, "utf-8", "reader-fr-en 1.0", "fr", None, text, statements=tuple(statements))
    return replace(made, **fields)


def dispatch() -> Document:
    """The sample dispatch with blocks, diagnostics and all that can be known."""
    made = document_of(DISPATCH)
    text = made.text
    lines = paragraphs(text)
    kinds = {number % len(lines): kind for kind, number in KINDS_BY_LINE.items()}
    blocks = [Block(kinds.get(number, "paragraph"), span, "fr") for number, span in enumerate(lines)]
    head = text.index(" - ", blocks[2].span.start) + 2
    blocks[2:3] = [Block("dateline", Span(blocks[2].span.start, head), "fr"), Block("paragraph", Span(head + 1, blocks[2].span.end), "fr")]
    stray, open_mark = text.index(" . .") + 1, text.index("« L’eau")
    found = (
        Diagnostic("stray-punctuation", Span(stray, stray + 3), "stray punctuation: . .; words may be missing here"),
        Diagnostic("unbalanced-marks", Span(open_mark, open_mark + 1), "the quotation mark « is not closed in its paragraph"),
        Diagnostic("author-bio", blocks[-1].span, "looks like an author's bio or a slogan; no statement is looked for in it"),
    )
    return replace(
        made,
        title=blocks[0].span.of(text),
        authors=("Clémence Aubrac", "Joris Vandel"),
        agency="Agence du Levant",
        dateline=Dateline("SELVANE", "2026-03-09"),
        published="2026-03-09T14:30",
        blocks=tuple(blocks),
        diagnostics=found,
    )
