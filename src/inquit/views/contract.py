"""The JSON contract: a document as plain values, as ``docs/contract.md`` promises."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from inquit.document import Document
from inquit.spans import Span
from inquit.statement import Act, Addressee, Place, Speaker, Statement, Time

SCHEMA = "inquit/1"
"""Named in each document; the number changes when a field changes its meaning or goes."""


def document_values(document: Document) -> dict[str, Any]:
    """Give a document as the JSON contract has it; offsets are code points of ``text``."""
    return {
        "schema": SCHEMA,
        "id": document.id,
        "uri": document.uri,
        "sha256": document.sha256,
        "encoding": document.encoding,
        "pack": document.pack,
        "language": document.language,
        "title": document.title,
        "published": document.published,
        "authors": list(document.authors),
        "agency": document.agency,
        "dateline": document.dateline and {"place": document.dateline.place, "date": document.dateline.date},
        "text": document.text,
        "blocks": [{"kind": one.kind, "start": one.span.start, "end": one.span.end, "language": one.language} for one in document.blocks],
        "names": [{"kind": one.kind, **_span(document.text, one.span)} for one in document.names],
        "statements": [_statement(document.text, one) for one in document.statements],
        "diagnostics": [
            {"code": one.code, "level": one.level, "start": one.span.start, "end": one.span.end, "message": one.message}
            for one in document.diagnostics
        ],
    }


def to_json(document: Document, indent: int | None = None) -> str:
    """Write a document as JSON; without ``indent`` on one line.

    Lone surrogates, which no UTF-8 file can hold, are escaped.
    """
    values = document_values(document)
    written = json.dumps(values, ensure_ascii=False, indent=indent)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError:
        written = json.dumps(values, indent=indent)
    # Line separators are legal in JSON but end a line for some readers.
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def _statement(text: str, one: Statement) -> dict[str, Any]:
    return {
        "id": one.id,
        "parent": one.parent,
        "kind": one.kind,
        "form": one.form,
        "negated": one.negated,
        "modality": one.modality,
        "source": _spans(text, one.source),
        "cue": _spans(text, one.cue),
        "content": _spans(text, one.content),
        "verbatim": _spans(text, one.verbatim),
        "speaker": one.speaker and _speaker(text, one.speaker),
        "chain": list(one.chain),
        "addressee": one.addressee and _addressee(text, one.addressee),
        "channel": one.channel and _span(text, one.channel),
        "place": one.place and _place(text, one.place),
        "time": one.time and _time(text, one.time),
        "mentions": list(one.mentions),
        "act": one.act and _act(text, one.act),
        "unknown": dict(one.unknown),
        "confidence": one.confidence,
    }


def _speaker(text: str, one: Speaker) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "type": one.type,
        "role": one.role,
        "country": one.country,
        "organization": one.organization,
        "members": list(one.members),
        "evidence": [{"field": held.field, **_span(text, held.span), "rule": held.rule} for held in one.evidence],
        "confidence": one.confidence,
    }


def _addressee(text: str, one: Addressee) -> dict[str, Any]:
    return {**_span(text, one.span), "name": one.name}


def _place(text: str, one: Place) -> dict[str, Any]:
    return {**_span(text, one.span), "name": one.name, "country": one.country, "rule": one.rule}


def _time(text: str, one: Time) -> dict[str, Any]:
    return {**_span(text, one.span), "value": one.value, "precision": one.precision, "rule": one.rule}


def _act(text: str, one: Act) -> dict[str, Any]:
    return {"label": one.label, "level": one.level, "evidence": _spans(text, one.evidence), "rule": one.rule}


def _span(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _spans(text: str, spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [_span(text, span) for span in spans]
