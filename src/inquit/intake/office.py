"""Take the text out of a DOCX file.

A DOCX file is a zip of XML, of which two members are read as streams: the body and the core
properties. No library is needed for that. A document type declaration, which
Word never writes, is refused: with it go all XML entities.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from inquit.document import Metadata, RawDocument
from inquit.errors import RefusedError
from inquit.intake.formats import DOCX
from inquit.intake.names import people

BODY, PROPERTIES = "word/document.xml", "docProps/core.xml"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_CHUNK = 65_536
_STAND_IN = re.compile(r"(?:Microsoft Word -.*|Document ?\d*|Sans titre|Untitled|.*\.docx?)", re.IGNORECASE)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def read_docx(archive: ZipFile, member: Callable[[str], IO[bytes]], data: bytes, uri: str) -> RawDocument:
    """Take the text out of a DOCX file.

    The text is its paragraphs as they stand, a line each, those of tables among
    them; deleted words, notes, headers and footers are left out. The title is
    the paragraph in the style *Title*, else that of the core properties. When a file
    was made does not tell when the copy was published, so ``published`` stays open.

    Args:
        archive: The file as a zip.
        member: Opens a member of it within the limits.
        data: The file.
        uri: Where it was found.

    Raises:
        RefusedError: damaged, or without text.
    """
    body = _Body()
    with member(BODY) as stream:
        _parse(stream, body)
    properties = _Properties()
    if PROPERTIES in archive.namelist():
        with member(PROPERTIES) as stream:
            _parse(stream, properties)
    told = properties.found
    own = told.get("title", "")
    title = body.title or (own if own and not _STAND_IN.fullmatch(own) else None)
    authors, agency = people((name.strip(), False) for name in told.get("creator", "").split(";"))
    code = re.match(r"([A-Za-z]{2})(?![A-Za-z])", told.get("language", "") or body.language)
    text = "\n".join(body.paragraphs)
    if not text.strip():
        raise RefusedError("no-text", "an office document without text")
    metadata = Metadata(title=title, authors=authors, language=code.group(1).lower() if code else None, agency=agency)
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), "utf-8", text, DOCX, metadata)


class _Body:
    """The paragraphs of the body, gathered while it is parsed.

    A paragraph may stand in a text box inside another; it comes before that one.
    """

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.title: str | None = None
        self.language = ""
        self._open: list[list[str]] = []
        self._styles: list[str] = []
        self._inside_text = False
        self._passed = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        # The same words stand in a fallback for programs that know no better;
        # words that were moved away or deleted are no words of the copy.
        if tag in ("Fallback", "del", "moveFrom") or self._passed:
            self._passed += 1
            return
        if space not in (_WORD, _STRICT):
            return
        if tag == "p":
            self._open.append([])
            self._styles.append("")
        elif not self._open:
            return
        elif tag == "pStyle":
            self._styles[-1] = attributes.get(f"{space} val", "")
        elif tag == "lang" and not self.language:
            self.language = attributes.get(f"{space} val", "")
        elif tag == "t":
            self._inside_text = True
        elif tag in _SIGNS and not (tag == "tab" and f"{space} val" in attributes):
            self._open[-1].append(_SIGNS[tag])

    def end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        if self._passed:
            self._passed -= 1
            return
        if space not in (_WORD, _STRICT):
            return
        if tag == "t":
            self._inside_text = False
        elif tag == "p" and self._open:
            text = "".join(self._open.pop())
            style = self._styles.pop().lower()
            if style in ("title", "titre") and self.title is None and text.strip():
                self.title = " ".join(text.split())
            self.paragraphs.append(text)

    def words(self, data: str) -> None:
        if self._inside_text and self._open and not self._passed:
            self._open[-1].append(data)


class _Properties:
    """The core properties, by their names without space."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._name = name.rpartition(" ")[2]

    def end(self, _name: str) -> None:
        self._name = ""

    def words(self, data: str) -> None:
        if self._name and len(self.found.get(self._name, "")) < 1000:
            self.found[self._name] = self.found.get(self._name, "") + data


def _parse(stream: IO[bytes], into: _Body | _Properties) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = into.start
    parser.EndElementHandler = into.end
    parser.CharacterDataHandler = into.words
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise RefusedError("damaged", f"not a whole office document: {error}") from None


def _refuse(*_: object) -> None:
    raise RefusedError("damaged", "an office document with XML entities, which Word never writes")
