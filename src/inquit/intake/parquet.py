"""Read Parquet by batches of rows: the one door to pyarrow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from inquit.errors import RefusedError
from inquit.intake.limits import MEGABYTE, Limits, size
from inquit.intake.tables import Numbered

INSTALL = "reading Parquet needs more: pip install 'inquit[parquet]'"
_BATCH = 256


def parquet_rows(stream: BinaryIO, limits: Limits) -> Iterator[Numbered]:
    """Read a Parquet file; rows count from 1.

    Args:
        stream: The file, in which one can go back.
        limits: What a row, and a column of a group of rows, may hold.

    Raises:
        RefusedError: damaged, beyond the limits, or pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415 - a third of a second, which others need not pay
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise RefusedError("needs-more", INSTALL) from None
    number = 0
    try:
        schema = parquet.read_schema(stream)
        # Words come as dictionaries: a cell that a million rows share is in
        # memory once, and a row can be measured before it is made.
        words = [one.name for one in schema if pyarrow.types.is_string(one.type) or pyarrow.types.is_large_string(one.type)]
        stream.seek(0)
        file = parquet.ParquetFile(stream, read_dictionary=words)
        _measure(stream, file.metadata, limits)
        for batch in file.iter_batches(batch_size=_BATCH, use_threads=False):
            names = batch.schema.names
            for at in range(batch.num_rows):
                number += 1
                yield number, _row(names, [column[at] for column in batch.columns], limits)
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, IndexError, NotImplementedError, OverflowError) as error:
        told = str(error).splitlines()
        raise RefusedError("damaged", f"not a whole Parquet file: {told[0][:200] if told else type(error).__name__}") from None
    except MemoryError:
        raise RefusedError("bomb", "unpacks to more than there is memory") from None


def _measure(stream: BinaryIO, metadata: Any, limits: Limits) -> None:
    """Refuse a file that says of itself that it unpacks to too much.

    Groups of rows are asked, not columns: what is damaged in a column's
    description ends the whole process when pyarrow is asked for it.
    """
    packed = stream.seek(0, io.SEEK_END)
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    if unpacked > max(64 * MEGABYTE, limits.ratio * packed):
        raise RefusedError("bomb", f"a file of {size(packed)} that unpacks to {size(unpacked)}")


def _row(names: list[str], cells: list[Any], limits: Limits) -> dict[str, Any] | RefusedError:
    row: dict[str, Any] = {}
    length = 0
    for name, cell in zip(names, cells, strict=True):
        value = cell.as_py()
        length += len(value) if isinstance(value, str | bytes | list) else 8
        if length > limits.row:
            return RefusedError("too-large", f"a row of more than {size(limits.row)}")
        row[name] = value
    return row
