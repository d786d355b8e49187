"""What the intake hands on: documents found, and what was passed over and why."""

from __future__ import annotations

from dataclasses import dataclass

from inquit.document import RawDocument

SKIPS: dict[str, str] = {
    "bomb": "an archive that unpacks to more than the limits allow",
    "damaged": "a file that is not whole, or breaks the rules of its format",
    "encrypted": "a file locked by a password",
    "missing": "no such file, or no file that fits the pattern",
    "needs-more": "a format whose library is not installed",
    "no-column": "a table that lacks a column: that of the text, or one that was asked for",
    "no-text": "a file, page or row without text",
    "pdf": "a PDF file, which has to be converted first",
    "too-deep": "an archive in an archive in an archive",
    "too-large": "a file, page or row beyond the limits",
    "unknown-type": "a file of a type that is not read",
    "unreadable": "a file that the system does not let us read",
}
"""Why something was passed over; the record and the documentation read this."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document, the bytes that it was taken from, and where they lie.

    ``origin`` is a path; ``archive.zip!/name`` for what lies in an archive;
    ``table.csv#3`` for the third row of a table. ``raw.sha256`` is of ``data``.
    """

    raw: RawDocument
    data: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was passed over: where it lies, why in words, and one of :data:`SKIPS`."""

    origin: str
    reason: str
    code: str


def visible(name: str) -> str:
    r"""Write a file's name so that nothing in it acts on a screen or hides on it.

    Names are under the power of whoever made the file. What cannot be printed,
    bytes that are no UTF-8 among it, becomes an escape.

    Example:
        >>> visible("dépêche \x1b[31m.txt"), visible("a\udce9b")
        ('dépêche \\x1b[31m.txt', 'a\\udce9b')
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
