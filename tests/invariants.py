"""What every reading of every text must keep: the invariants of the design, and of the contract."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from inquit.document import BLOCKS, COPY, Document
from inquit.intake.diagnosis import DIAGNOSTICS
from inquit.spans import Span
from inquit.statement import ACTS, FORMS, KINDS, LEVELS, MODALITIES, SPEAKERS, UNKNOWN, Statement


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
        _check_fields(statement, text)
        firsts.append(min(s.start for s in (*statement.source, *statement.cue, *statement.content)))
    assert firsts == sorted(firsts)
    for diagnostic in document.diagnostics:
        assert diagnostic.code in DIAGNOSTICS
        assert 0 <= diagnostic.span.start < diagnostic.span.end <= len(text)
        assert diagnostic.message
        assert diagnostic.level in ("note", "warning", "error")
        assert "\n" not in diagnostic.message


def _check_fields(statement: Statement, text: str) -> None:
    """Each field has its evidence in the text, or the reason why it is not known."""
    unknown = dict(statement.unknown)
    assert set(unknown.values()) <= set(UNKNOWN)
    values = {name: getattr(statement, name) for name in ("speaker", "addressee", "channel", "place", "act")}
    values["time"] = statement.time and statement.time.value
    assert {name for name, value in values.items() if value is None} == set(unknown)
    told = [one.span for one in (statement.addressee, statement.place, statement.time) if one]
    told += [statement.channel] if statement.channel else []
    assert not any(span.overlaps(other) for span in told for other in statement.content)
    assert statement.modality in MODALITIES
    assert statement.chain
    assert statement.chain[-1] == (statement.speaker.name if statement.speaker else None)
    if statement.speaker:
        speaker = statement.speaker
        assert statement.source, "a speaker without a source"
        assert speaker.type in SPEAKERS
        assert speaker.name.strip() == speaker.name != ""
        assert 0 <= speaker.confidence <= 1
        assert speaker.country is None or (len(speaker.country) == 3 and speaker.country.isupper())
        proved = {one.field for one in speaker.evidence}
        assert "name" in proved
        assert {name for name in ("role", "country", "organization") if getattr(speaker, name)} <= proved
        told += [one.span for one in speaker.evidence]
    if statement.act:
        assert statement.act.label in ACTS
        assert statement.act.level in LEVELS
        assert all(any(role.contains(span) for role in (*statement.cue, *statement.content)) for span in statement.act.evidence)
    assert all(0 <= span.start < span.end <= len(text) for span in told)


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
