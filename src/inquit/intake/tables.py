"""Read tables row by row: CSV and its kin, JSON Lines, JSON.

Each reader gives rows with their numbers; a row that cannot be read comes as the error
that says why, so that the rows behind it are still read. No more than a row is held.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from inquit.errors import RefusedError
from inquit.intake.columns import Row
from inquit.intake.limits import Limits, size
from inquit.intake.readers import decode

Numbered = tuple[int, Row | RefusedError]

_DELIMITERS = ",;\t|"
_ENVELOPE, _WORDY = 12, 200


def csv_rows(stream: BinaryIO, limits: Limits, *, tabs: bool = False) -> Iterator[Numbered]:
    r"""Read a table of separated values; its first row names the columns.

    The separator is a tab, or of comma, semicolon, tab and bar the one that
    the first row has most of; a line such as ``sep=;`` before it decides. Rows count
    from 1, the first row and empty ones not counted.

    Args:
        stream: The file.
        limits: What a row may hold.
        tabs: Whether the separator is a tab for sure.

    Raises:
        RefusedError: the file cannot be told as a table.

    Example:
        >>> list(csv_rows(io.BytesIO("titre;corps\nUn;\"Deux\nlignes\"\n".encode()), Limits()))
        [(1, {'titre': 'Un', 'corps': 'Deux\nlignes'})]
    """
    # The module's own bound, one for the whole process, is 131,072 characters
    # a cell: an article may have more.
    if csv.field_size_limit() < limits.row:
        csv.field_size_limit(limits.row)
    lines = _text_lines(stream, limits)
    first = next((line for line in lines if line.strip()), "")
    told = None
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        told = first.strip()[-1]
        first = next(lines, "")
    delimiter = told or ("\t" if tabs else max(_DELIMITERS, key=lambda one: (_outside(first, one), -_DELIMITERS.index(one))))
    reader = csv.reader(_chained(first, lines), delimiter=delimiter)
    try:
        names = _names(next(reader, []))
        number = 0
        for cells in reader:
            if not any(cells):
                continue
            number += 1
            row: dict[str, Any] = {name: cell or None for name, cell in zip(names, cells, strict=False)}
            row |= {f"column {len(names) + at + 1}": cell for at, cell in enumerate(cells[len(names) :]) if cell}
            yield number, row
    except csv.Error as error:
        raise RefusedError("damaged", f"line {reader.line_num} is not that of a table: {error}") from None


def _outside(line: str, delimiter: str) -> int:
    """How often a separator stands outside quotation marks."""
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _chained(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _names(cells: list[str]) -> list[str]:
    """The columns' names, each once: a second *date* is *date 2*."""
    names: list[str] = []
    for at, cell in enumerate(cells):
        name = cell.strip() or f"column {at + 1}"
        count = 2
        while name in names and at < 1000:
            name = f"{cell.strip()} {count}"
            count += 1
        names.append(name)
    return names


def json_lines(stream: BinaryIO, limits: Limits) -> Iterator[Numbered]:
    r"""Read JSON Lines; the number of a row is that of its line.

    Example:
        >>> [number for number, row in json_lines(io.BytesIO(b'{"text": "a"}\n\n{"text": 7}\n'), Limits())]
        [1, 3]
    """
    for number, line in _lines(stream, limits.row):
        if line is None:
            yield number, RefusedError("too-large", f"a row of more than {size(limits.row)}")
            continue
        text = decode(line)[0].strip()
        if not text:
            continue
        value = _parsed(text)
        if isinstance(value, dict):
            yield number, value
        else:
            yield number, value if isinstance(value, RefusedError) else RefusedError("damaged", "a line that is no JSON object")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        return RefusedError("damaged", "JSON nested too deep")
    except ValueError as error:
        return RefusedError("damaged", f"not JSON: {str(error).splitlines()[0]}")


def json_rows(stream: BinaryIO, limits: Limits) -> Iterator[Numbered]:
    """Read a JSON file: a list of objects, an object that holds such a list, or one object.

    It has to be held as a whole, unlike JSON Lines.

    Raises:
        RefusedError: not JSON, or not of objects.
    """
    data = stream.read(limits.document + 1)
    if len(data) > limits.document:
        raise RefusedError("too-large", f"a JSON file of more than {size(limits.document)}; JSON Lines may be longer")
    value = _parsed(decode(data)[0])
    if isinstance(value, RefusedError):
        raise value
    if isinstance(value, dict):
        value = _enclosed(value)
    if not isinstance(value, list):
        raise RefusedError("damaged", "no JSON object in it")
    for number, row in enumerate(value, start=1):
        yield number, row if isinstance(row, dict) else RefusedError("damaged", "an entry that is no JSON object")


def _enclosed(value: dict[str, Any]) -> list[Any]:
    """The rows in an object: those of the list in it, or the object itself.

    An envelope has a list of objects and little else; an article may have such lists too, but
    it has its text as well.
    """
    lists = [one for one in value.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
    wordy = any(isinstance(one, str) and len(one) > _WORDY for one in value.values())
    return lists[0] if lists and len(value) <= _ENVELOPE and not wordy else [value]


# --- lines ---------------------------------------------------------------------------


def _lines(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one that is too long, which is read past."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) <= most:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(most)
        yield number, None


def _text_lines(stream: BinaryIO, limits: Limits) -> Iterator[str]:
    """Lines of text, each decoded for itself, so that no more than a line is held."""
    start = stream.read(4)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    rest = _Rejoined(start, stream)
    if wide:
        # Excel's "Unicode text".
        text = io.TextIOWrapper(io.BufferedReader(rest), encoding="utf-16", errors="replace", newline="")
        while line := text.readline(limits.row):
            yield line
        return
    for _, data in _lines(io.BufferedReader(rest), limits.row):
        if data is None:
            raise RefusedError("too-large", f"a line of more than {size(limits.row)}")
        yield decode(data)[0]


class _Rejoined(io.RawIOBase):
    """A stream with the bytes before it that were read already."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start[: len(buffer)] or self._rest.read(len(buffer))
        self._start = self._start[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
