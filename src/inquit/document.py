"""The document: a text that is never rewritten, and what is odd in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from inquit.spans import Span
from inquit.statement import Statement


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as it came: decoded, not yet read.

    ``text`` is the decoded file character for character, less one leading
    byte-order mark. ``sha256`` is of the bytes as they came.
    """

    uri: str
    sha256: str
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something odd in the copy; ``span`` counts code points of the document's text."""

    code: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A dispatch that was read: its text and the statements in it.

    Every span in it is half-open, in code points of ``text``, and
    ``text[start:end]`` is what is shown. Statements stand in the order of
    their first character. ``published`` is an ISO date, the anchor for words
    such as *vendredi*, or None.
    """

    id: str
    uri: str
    sha256: str
    encoding: str
    pack: str
    language: str | None
    published: str | None
    text: str
    statements: tuple[Statement, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
