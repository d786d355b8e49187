"""From bytes to text: nothing is repaired, nothing is guessed twice."""

from __future__ import annotations

import codecs
import hashlib
from pathlib import Path

from inquit.document import RawDocument
from inquit.errors import InputError, RefusedError

# Longer marks first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

PDF = "a PDF file: convert it first with `pdftotext -layout file.pdf file.txt`"
"""What is said of a PDF file."""

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", "a zip or office file: save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an old office file: save it as plain text first"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
)

_SAMPLE = 65_536
# News copy holds next to no control characters; a stray null byte or two is
# copy still. Tuned by hand: object files and pictures have 5 % and more.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x1a")) + b"\x7f"
_CONTROL_SHARE, _CONTROLS_ALLOWED = 0.02, 3


def decode(data: bytes) -> tuple[str, str]:
    r"""Decode a text file, character for character, less one leading mark.

    A byte-order mark decides; else strict UTF-8; else Windows-1252, in which
    nearly all French copy that is not UTF-8 was written, its five undefined
    bytes read as in Latin-1.

    Returns:
        The text and the name of the encoding.

    Example:
        >>> decode(b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0"), decode(b"d\xe9j\xe0")
        (('déjà', 'utf-8'), ('déjà', 'cp1252'))
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name), name
            except UnicodeDecodeError:
                break
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        table = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}
        return "".join(map(table.__getitem__, data)), "cp1252"


def read_bytes(data: bytes, uri: str) -> RawDocument:
    """Take the bytes of one text file.

    Args:
        data: The bytes as found.
        uri: Where they were found, as given by the user.

    Raises:
        InputError: nothing in it, or not a text file.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise RefusedError("unknown-type", f"{uri}: {what}")
    if not data.startswith(tuple(mark for mark, name in _BYTE_ORDER_MARKS if name != "utf-8")):
        sample = data[:_SAMPLE]
        controls = len(sample) - len(sample.translate(None, _CONTROLS))
        if controls > max(_CONTROLS_ALLOWED, _CONTROL_SHARE * len(sample)):
            raise RefusedError("unknown-type", f"{uri}: not a text file ({controls} control characters in its first {len(sample)} bytes)")
    text, encoding = decode(data)
    if not text.strip():
        raise RefusedError("no-text", f"{uri}: the file is empty; there is nothing to read")
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), encoding, text)


def read_text(text: str, uri: str = "") -> RawDocument:
    """Take a text that is in memory already; its bytes are its UTF-8 form.

    Raises:
        InputError: nothing in it.
    """
    if not text.strip():
        raise InputError(f"{uri or 'text'}: the text is empty; there is nothing to read")
    data = text.encode("utf-8", "surrogatepass")
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), "utf-8", text)


def read_file(path: Path, uri: str | None = None) -> RawDocument:
    """Read one text file.

    Raises:
        InputError: it is missing, a folder, not readable, empty or binary.
    """
    shown = uri if uri is not None else str(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{shown}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{shown}: a folder; name the files in it") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{shown}: cannot be read: {reason}") from None
    return read_bytes(data, shown)
