"""How much the intake takes in before it stops: every limit in one place."""

from __future__ import annotations

import io
import lzma
import zlib
from dataclasses import dataclass, field
from typing import IO
from zipfile import BadZipFile

from inquit.errors import RefusedError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is beyond them is passed over, with the limit named."""

    document: int = 64 * MEGABYTE
    """Bytes of one document: a file, or a member of an archive. Tables that are read row by row may be larger."""
    row: int = 16 * MEGABYTE
    """Bytes of one row of a table."""
    expanded: int = 4000 * MEGABYTE
    """Bytes that one archive may unpack to, all members and inner archives together."""
    ratio: int = 200
    """How many times its packed size a member may unpack to, beyond the first megabyte; news copy packs 3 to 20 times."""
    members: int = 100_000
    """Members of one archive, those of inner archives among them."""
    depth: int = 2
    """Archives within one another: an archive in an archive is read, one more is not."""


LIMITS = Limits()
"""The limits that hold when none are given."""


def size(count: int) -> str:
    """Write a number of bytes for people.

    Example:
        >>> size(64_000_000), size(1_500)
        ('64 MB', '1.5 kB')
    """
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{count / unit:.3g} {name}"
    return f"{count} bytes"


@dataclass(slots=True)
class Budget:
    """What is left of the limits for one archive while it is read."""

    limits: Limits
    expanded: int = field(default=0)
    members: int = field(default=0)

    def member(self) -> None:
        """Count one more member."""
        self.members += 1
        if self.members > self.limits.members:
            raise RefusedError("bomb", f"more than {self.limits.members:,} members; unpack it yourself if you trust it")

    def bytes(self, count: int) -> None:
        """Count bytes that were unpacked."""
        self.expanded += count
        if self.expanded > self.limits.expanded:
            raise RefusedError("bomb", f"unpacks to more than {size(self.limits.expanded)}; unpack it yourself if you trust it")


class Unpacked(io.RawIOBase):
    """A stream being unpacked that stops at the limits, and says of damage that it is damage.

    Args:
        packed: The unpacking stream.
        length: How many bytes it is unpacked from.
        budget: What is counted down; nested archives share one.
        beneath: The packed stream, where closing the first does not close it.
    """

    def __init__(self, packed: IO[bytes], length: int, budget: Budget, beneath: IO[bytes] | None = None) -> None:
        super().__init__()
        self._packed, self._budget, self._beneath = packed, budget, beneath
        self._most = max(MEGABYTE, length * budget.limits.ratio)
        self._count = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the next bytes.

        Raises:
            RefusedError: beyond the limits, damaged or locked.
        """
        try:
            data = self._packed.read(len(buffer))
        except (OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, BadZipFile, IndexError, AssertionError) as error:
            raise RefusedError("damaged", f"cannot be unpacked: {error}") from None
        self._count += len(data)
        self._budget.bytes(len(data))
        if self._count > self._most:
            raise RefusedError("bomb", f"unpacks to more than {self._budget.limits.ratio} times its size")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the unpacking stream too."""
        if not self.closed:
            self._packed.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()
