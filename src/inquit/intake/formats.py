"""Tell what type a file is of, by its first bytes and the end of its name."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import PurePosixPath

from inquit.errors import RefusedError
from inquit.intake.readers import PDF

TEXT, HTML, CSV, TSV = "text/plain", "text/html", "text/csv", "text/tab-separated-values"
JSON, JSON_LINES, PARQUET = "application/json", "application/x-ndjson", "application/vnd.apache.parquet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP, GZIP = "application/zip", "application/gzip"

HEAD = 4096
"""How many first bytes are looked at."""

_BY_NAME = {
    ".csv": CSV, ".tsv": TSV, ".tab": TSV, ".htm": HTML, ".html": HTML, ".xhtml": HTML, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES,
    ".json": JSON, ".docx": DOCX, ".parquet": PARQUET,
}  # fmt: skip
_SIGNATURES = (
    (b"PAR1", PARQUET),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", GZIP),
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old office file: save it as text or DOCX first"),
    (b"{\\rtf", "an RTF file: save it as text or DOCX first"),
    (b"BZh", "a bzip2 file: unpack it first with `bunzip2`"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first with `unxz`"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file: unpack it first with `unzstd`"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"SQLite format 3\x00", "a database"),
    (b"WARC/", "a web archive: its pages are not read yet"),
    (b"From: <Saved by", "a page saved as MHTML: save it as HTML"),
    (b"MIME-Version:", "a page saved as MHTML, or a mail: save it as HTML or text"),
)
_REFUSED_NAMES = {
    ".css": "a style sheet", ".js": "a script", ".py": "a program", ".sh": "a program", ".sql": "a database dump", ".svg": "a picture",
    ".xml": "an XML file: NewsML, NITF and the like are not read yet", ".rss": "a feed: not read yet", ".atom": "a feed: not read yet",
    ".yaml": "settings", ".yml": "settings", ".toml": "settings", ".ini": "settings", ".cfg": "settings",
    ".eml": "a mail: save it as text", ".mht": "a page saved as MHTML: save it as HTML", ".mhtml": "a page saved as MHTML: save it as HTML",
    ".ics": "a calendar", ".vcf": "an address book", ".tar": "a tar archive: unpack it first", ".tex": "a TeX file: save it as text",
}  # fmt: skip
# A page may begin with comments, such as where it was saved from.
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_LOOSE_PAGE = re.compile(r"<!doctype\s+html|<html\b", re.IGNORECASE)
_TAR = slice(257, 262)


def media_type(head: bytes, name: str) -> str:
    """Tell the type of a file.

    What the bytes show goes over the name; the name decides among texts, since
    a table of one column looks like prose.

    Args:
        head: The first bytes, :data:`HEAD` of them where there are so many.
        name: The file's name; may be empty.

    Returns:
        A media type that is read; whatever may be text is ``text/plain``.

    Raises:
        RefusedError: a type that is not read, with what can be done.

    Example:
        >>> media_type(b"<!DOCTYPE html><title>Une page", "page"), media_type("Une dépêche".encode(), "a.txt")
        ('text/html', 'text/plain')
    """
    told = _by_signature(head)
    if told is not None:
        return told
    suffix = PurePosixPath(name.lower().replace("\\", "/")).suffix
    if suffix in (".docx", ".parquet"):
        raise RefusedError("damaged", f"named {suffix}, but what is in it is something else")
    start = _text(head)
    if _PAGE.match(start) and suffix not in (".csv", ".tsv", ".jsonl", ".json"):
        return HTML
    if suffix in _BY_NAME:
        return JSON_LINES if suffix == ".json" and _is_json_lines(start) else _BY_NAME[suffix]
    if suffix in _REFUSED_NAMES:
        raise RefusedError("unknown-type", _REFUSED_NAMES[suffix])
    return _by_words(start, named=bool(suffix))


def _by_signature(head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        raise RefusedError("pdf", PDF)
    for signature, what in _REFUSED:
        if head.startswith(signature):
            raise RefusedError("unknown-type", what)
    if head[_TAR] == b"ustar":
        raise RefusedError("unknown-type", _REFUSED_NAMES[".tar"])
    return next((told for signature, told in _SIGNATURES if head.startswith(signature)), None)


def _by_words(start: str, *, named: bool) -> str:
    """Tell what a text without a telling name is."""
    if start.lstrip().startswith("<?xml"):
        if _LOOSE_PAGE.search(start):
            return HTML
        raise RefusedError("unknown-type", _REFUSED_NAMES[".xml"])
    if not named and _is_json_lines(start):
        return JSON_LINES
    return JSON if not named and re.match(r"\s*\[\s*\{\s*\"", start) else TEXT


def _text(head: bytes) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "replace")
    return head.decode("utf-8", "replace")


def _is_json_lines(start: str) -> bool:
    """Tell whether the first line is an object by itself, and there is another line."""
    if not start.lstrip().startswith("{"):
        return False
    line, _, rest = start.lstrip().partition("\n")
    if not rest.strip() and len(start) < HEAD // 2:
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # A first line that is longer than what was looked at opens a row.
        return not rest and len(line) > HEAD // 2 and re.match(r'\{\s*"', line) is not None
