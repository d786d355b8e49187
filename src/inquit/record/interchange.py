"""A document of the record as one line of JSON, and back, without loss.

The schema is ``inquit-record/1``. Records are written field by field as they are
declared; a span is ``[start, end]``. Reading trusts nothing: a line with a field
that is missing, of a wrong type, or with a span outside the text is refused.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import functools
import hashlib
import json
import types
import typing
from typing import Any, Literal, TypeVar, Union

from inquit.document import Document, Metadata
from inquit.errors import InputError
from inquit.record.codec import content_text
from inquit.record.entries import Entry
from inquit.spans import Span

SCHEMA = "inquit-record/1"
"""Named in each line; the number changes when a field changes its meaning or goes."""

HEAD = b'{"schema": "' + SCHEMA.encode() + b'"'
"""How every line begins."""

T = TypeVar("T")


def to_line(entry: Entry, **more: Any) -> str:
    """Write an entry as one line of JSON, in ASCII; ``more`` stands beside its fields."""
    values = {
        "schema": SCHEMA,
        "document": _plain(entry.document),
        "addresses": list(entry.addresses),
        "metadata": _plain(entry.metadata),
        "media_type": entry.media_type,
        "given": dict(entry.given),
        "reader": entry.reader,
        "original": None if entry.data is None else base64.b64encode(entry.data).decode(),
        **more,
    }
    return json.dumps(values)


def from_line(line: str | bytes) -> Entry:
    """Read an entry back.

    Raises:
        InputError: it is no such line.
    """
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or values.get("schema") != SCHEMA:
            raise TypeError(f"schema is not {SCHEMA}")
        entry = Entry(
            document=_document(values["document"]),
            addresses=_made(tuple[str, ...], values["addresses"], "addresses"),
            metadata=_made(Metadata, values["metadata"], "metadata"),
            media_type=_made(str, values["media_type"], "media_type"),
            given=_made(dict[str, str], values["given"], "given"),
            reader=_made(str, values["reader"], "reader"),
            data=None if values["original"] is None else base64.b64decode(values["original"], validate=True),
        )
    except KeyError as error:
        raise InputError(f"not a line of {SCHEMA}: no field {error}") from None
    except (TypeError, ValueError, RecursionError, binascii.Error) as error:
        raise InputError(f"not a line of {SCHEMA}: {error}") from None
    if entry.data is not None and hashlib.sha256(entry.data).hexdigest() != entry.document.sha256:
        raise InputError(f"document {entry.document.id}: its original has another sha256 than it says")
    return entry


def _document(values: Any) -> Document:
    document: Document = _made(Document, values, "document")
    if document.id != document.sha256[:16] or len(document.sha256) != 64:
        raise ValueError(f"document {document.id!r}: its id is not that of its sha256")
    ids = {one.id for one in document.statements}
    if len(ids) != len(document.statements):
        raise ValueError(f"document {document.id}: two statements have one id")
    for span in _spans(document):
        if not 0 <= span.start <= span.end <= len(document.text):
            raise ValueError(f"document {document.id}: a span lies outside the text")
    for one in document.statements:
        if one.parent is not None and one.parent not in ids:
            raise ValueError(f"document {document.id}: statement {one.id} has a parent that is not there")
        if one.content_text != content_text(document.text, one.content):
            raise ValueError(f"document {document.id}: statement {one.id} has another content than its spans")
    return document


def _spans(value: Any) -> typing.Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _spans(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _spans(getattr(value, field.name))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: Any, value: Any, where: str) -> Any:  # noqa: PLR0911 (one for each sort of type)
    """Make a value of a declared type; whatever does not fit is a TypeError that says where."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Span:
        return Span(*_made(tuple[int, int], value, where))
    if dataclasses.is_dataclass(kind):
        return _made_record(kind, value, where)
    if origin in (Union, types.UnionType):
        rest = [one for one in inner if one is not type(None)]
        return None if value is None else _made(rest[0], value, where)
    if origin is tuple:
        return _made_tuple(inner, value, where)
    if origin is dict and isinstance(value, dict):
        return {str(key): _made(inner[1], one, f"{where}.{key}") for key, one in value.items()}
    if origin is Literal:
        if value not in inner:
            raise TypeError(f"{where}: {value!r} is none of {', '.join(map(str, inner))}")
        return value
    if kind is float and type(value) is int:
        return float(value)
    if origin is dict or type(value) is not kind:
        raise TypeError(f"{where}: {type(value).__name__} where {getattr(kind, '__name__', kind)} must stand")
    return value


def _made_record(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise TypeError(f"{where}: not an object")
    hints = _hints(kind)
    if unknown := sorted(set(value) - set(hints)):
        raise TypeError(f"{where}: unknown field {unknown[0]}")
    optional = {one.name for one in dataclasses.fields(kind) if one.default is not dataclasses.MISSING}
    if lacking := sorted(set(hints) - set(value) - optional):
        raise TypeError(f"{where}: no field {lacking[0]}")
    return kind(**{name: _made(hints[name], one, f"{where}.{name}") for name, one in value.items()})


def _made_tuple(inner: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{where}: not a list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_made(inner[0], one, f"{where}[{at}]") for at, one in enumerate(value))
    if len(value) != len(inner):
        raise TypeError(f"{where}: {len(inner)} values must stand here")
    return tuple(_made(one, held, where) for one, held in zip(inner, value, strict=True))
