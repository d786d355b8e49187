"""Look into zip archives and gzip files within the limits.

Nothing is unpacked to where a name says: members are read as streams, and a name is only shown.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from inquit.errors import RefusedError
from inquit.intake.limits import Budget, Unpacked, size

_ENCRYPTED, _UTF8 = 0x1, 0x800
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 65_536 + 22 + 76
# Bytes that the table of contents may give a member: its name may be long.
_ENTRY = 1024
_OFFICE = {
    "xl/workbook.xml": "a spreadsheet: save it as CSV",
    "ppt/presentation.xml": "a presentation: save it as text",
    "META-INF/container.xml": "an EPUB book: not read",
    "content.xml": "an OpenDocument file: save it as text or DOCX",
}


@contextmanager
def opened(stream: BinaryIO, budget: Budget) -> Iterator[ZipFile]:
    """Open a zip archive, whose table of contents is within the limits.

    Raises:
        RefusedError: damaged, or too many members.
    """
    try:
        _measure_contents(stream, budget)
        archive = ZipFile(stream)
    except (BadZipFile, LargeZipFile, OSError, ValueError, struct.error, EOFError, NotImplementedError, IndexError, UnicodeError) as error:
        raise RefusedError("damaged", f"not a whole zip archive: {error}") from None
    with archive:
        if len(archive.infolist()) > budget.limits.members:
            raise RefusedError("bomb", f"an archive of {len(archive.infolist()):,} members; at most {budget.limits.members:,} are read")
        yield archive


def _measure_contents(stream: BinaryIO, budget: Budget) -> None:
    """Look at how long the table of contents is before it is read as a whole."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise BadZipFile("its end is missing")
    (length,) = struct.unpack_from("<L", tail, at + 12)
    wide = tail.rfind(_END64, 0, at)
    if wide >= 0 and length == 0xFFFFFFFF and len(tail) >= wide + 48:
        (length,) = struct.unpack_from("<Q", tail, wide + 40)
    if length > budget.limits.members * _ENTRY:
        raise RefusedError("bomb", f"an archive whose table of contents takes {size(length)}")
    stream.seek(0)


def what_else(archive: ZipFile) -> str | None:
    """Tell an office file that is a zip but not read; None for an archive."""
    names = set(archive.namelist())
    if "mimetype" not in names and "[Content_Types].xml" not in names:
        return None
    return next((what for name, what in _OFFICE.items() if name in names), None)


def member(archive: ZipFile, info: ZipInfo, budget: Budget) -> BinaryIO:
    """Open a member; what is read of it counts towards the limits.

    Raises:
        RefusedError: locked, damaged, packed in a way that is not known, or beyond the limits.
    """
    if info.flag_bits & _ENCRYPTED:
        raise RefusedError("encrypted", "locked by a password; unpack the archive yourself")
    try:
        stream = archive.open(info)
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, struct.error, EOFError, KeyError, zlib.error) as error:
        raise RefusedError("damaged", f"cannot be unpacked: {error}") from None
    return io.BufferedReader(Unpacked(stream, info.compress_size, budget))


def unzipped(stream: BinaryIO, length: int, budget: Budget) -> BinaryIO:
    """Open what a gzip file holds; what is read of it counts towards the limits."""
    packed = cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb"))
    return io.BufferedReader(Unpacked(packed, length, budget, beneath=stream))


def name_of(info: ZipInfo) -> str | None:
    r"""Give a member's name as it is shown; None for what an archive has for its own use.

    Neither a drive nor steps upward are left in it. Names that were written as
    UTF-8 without saying so are read as such.

    Example:
        >>> name_of(ZipInfo("../../etc/passwd")), name_of(ZipInfo("C:\\a\\b.txt")), name_of(ZipInfo("__MACOSX/._b"))
        ('etc/passwd', 'a/b.txt', None)
    """
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    if not parts or parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts):
        return None
    return "/".join(parts)
