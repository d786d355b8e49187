"""What every reading of every text must keep: the invariants of the design, and of the contract."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from inquit.document import BLOCKS, COPY, Document
from inquit.intake.diagnosis import DIAGNOSTICS
from inquit.spans import Span
from inquit.statement import FORMS, KINDS


def check_invariants(document: Document, text: str) -> None:
    """Fail when a document breaks one of them."""
    assert document.text == text
    _check_blocks(document)
    ids = [s.id for s in document.statements]
    assert len(set(ids)) == len(ids)
    copy = [block.span for block in document.blocks if block.kind in COPY]
    known = set(ids)
    firsts = []
    for statement in document.statements:
        roles = (statement.source, statement.cue, statement.content, statement.verbatim)
        for spans in roles:
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
            assert all(not text[s.start].isspace() and not text[s.end - 1].isspace() for s in spans)
            assert list(spans) == sorted(spans)
            assert not any(a.overlaps(b) for a, b in pairwise(spans))
            assert all(copy[bisect_right(copy, s.start, key=_start) - 1].contains(s) for s in spans), "a span outside the copy"
        assert statement.cue
        assert statement.content
        assert statement.kind in KINDS
        assert statement.form in FORMS
        assert (statement.form == "indirect") == (not any(c.isalnum() for v in statement.verbatim for c in v.of(text)))
        assert not any(c.overlaps(other) for c in statement.content for other in statement.cue)
        assert all(any(c.contains(v) for c in statement.content) for v in statement.verbatim)
        assert statement.parent is None or statement.parent in known
        assert statement.parent != statement.id
        assert 0 <= statement.confidence <= 1
        assert (statement.speaker is None) == (not statement.source)
        firsts.append(min(s.start for s in (*statement.source, *statement.cue, *statement.content)))
    assert firsts == sorted(firsts)
    for diagnostic in document.diagnostics:
        assert diagnostic.code in DIAGNOSTICS
        assert 0 <= diagnostic.span.start < diagnostic.span.end <= len(text)
        assert diagnostic.message
        assert diagnostic.level in ("note", "warning", "error")
        assert "\n" not in diagnostic.message


def _start(span: Span) -> int:
    return span.start


def _check_blocks(document: Document) -> None:
    held = 0
    for block in document.blocks:
        assert block.kind in BLOCKS
        assert held <= block.span.start < block.span.end <= len(document.text)
        assert not document.text[held : block.span.start].strip(), "something visible between two blocks"
        held = block.span.end
    assert not document.text[held:].strip()
