"""Tell which column of a table holds what, and make a document of a row."""

from __future__ import annotations

import datetime
import decimal
import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inquit.document import Metadata, RawDocument
from inquit.errors import OptionError, RefusedError
from inquit.intake.bylines import folded
from inquit.intake.dates import iso_date
from inquit.intake.names import people
from inquit.lexicon import rows

FIELDS = ("text", "title", "published", "authors", "publisher", "url", "language", "id")
"""What a column may hold; the first must be there."""

MEDIA_TYPE = "application/json"
_SHOWN = 30
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = Mapping[str, Any]


def checked(mapping: Mapping[str, str] | None) -> dict[str, str]:
    """Check a mapping of fields to columns.

    Raises:
        OptionError: a field that there is not.
    """
    for name in mapping or ():
        if name not in FIELDS:
            raise OptionError(f"column mapping {name!r}: the fields are {', '.join(FIELDS)}")
    return dict(mapping or {})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field of one table."""

    of: Mapping[str, str]

    def cell(self, row: Row, field: str) -> Any:
        """Give a row's cell; ``a.b`` looks into a column of objects."""
        name = self.of.get(field)
        if name is None:
            return None
        if name in row:
            return row[name]
        value: Any = row
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def find_columns(names: Iterable[str], mapping: Mapping[str, str]) -> Columns:
    """Tell which column holds what; a mapping goes over what names show.

    Names are held to ``data/any/fields.tsv`` without regard to case, accents
    and hyphens. Of several that fit, the one called like the field wins, else the first.

    Args:
        names: The columns there are.
        mapping: Fields with the columns that hold them.

    Raises:
        RefusedError: a column that is not there, or none for the text; says which there are.

    Example:
        >>> find_columns(["Titre", "Corps", "date"], {}).of
        {'text': 'Corps', 'title': 'Titre', 'published': 'date'}
    """
    there = list(names)
    told = "the columns are " + ", ".join(there[:_SHOWN]) + (" …" if len(there) > _SHOWN else "") if there else "it has no columns"
    of: dict[str, str] = {}
    for field, name in mapping.items():
        if name not in there and name.split(".")[0] not in there:
            raise RefusedError("no-column", f"no column {name!r} for {field}; {told}")
        of[field] = name
    known: dict[str, list[str]] = {}
    for field, word in rows("any", "fields"):
        known.setdefault(field, []).append(word)
    for field in FIELDS:
        if field not in of:
            fit = [name for name in there if _plain(name) in known[field] and name not in of.values()]
            best = next((name for name in fit if _plain(name) == field), fit[0] if fit else None)
            if best is not None:
                of[field] = best
    if "text" not in of:
        raise RefusedError("no-column", f"no column with the text is known; {told}; say which, as in text=NAME")
    return Columns({field: of[field] for field in FIELDS if field in of})


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", folded(name.strip().lower()))


# How many rows without a known column of text may stand before the first that has one.
_LEADING = 10
_SETS = 100


class TableColumns:
    """The columns of a table; in JSON each row has its own.

    Args:
        mapping: What was asked for.
        loose: Whether a row may lack columns that others have.
    """

    def __init__(self, mapping: Mapping[str, str], *, loose: bool) -> None:
        self._mapping, self._loose = mapping, loose
        self._known: dict[tuple[str, ...], Columns] = {}
        self._missing = dict(mapping)
        self._refused: RefusedError | None = None
        self._without = 0
        self.known = False

    def of(self, row: Row) -> Columns:
        """Give a row's columns.

        Raises:
            RefusedError: with ``no-column`` when that holds for the whole table.
        """
        names = tuple(row)
        if names not in self._known:
            # Rows of JSON may all differ; a few sets of keys are worth keeping.
            if len(self._known) >= _SETS:
                self._known.clear()
            self._known[names] = self._find(names) if self._loose else find_columns(names, self._mapping)
        found = self._known[names]
        self.known = self.known or "text" in found.of
        if not self.known:
            self._without += 1
            if self._refused is not None and self._without >= _LEADING:
                raise self._refused
        return found

    def _find(self, names: tuple[str, ...]) -> Columns:
        there = {field: name for field, name in self._mapping.items() if name in names or name.split(".")[0] in names}
        for field in there:
            self._missing.pop(field, None)
        if "text" in self._mapping:
            there["text"] = self._mapping["text"]
        try:
            return find_columns(names, there)
        except RefusedError as error:
            self._refused = self._refused or error
            return Columns({})

    def finish(self) -> None:
        """Say at the end what no row had.

        Raises:
            RefusedError: no row had the text, or a column that was asked for.
        """
        if self._refused is not None and not self.known:
            raise self._refused
        if self._loose and self.known:
            for field, name in self._missing.items():
                raise RefusedError("no-column", f"no row has the column {name!r} for {field}")


def document_of(row: Row, columns: Columns, origin: str, table: str) -> tuple[RawDocument, bytes]:
    """Make a document of a row.

    Its text is the cell, character for character, so that spans count in the
    table's own column; its bytes are the whole row as :func:`canonical` JSON, so that
    its hash tells the row from every other. With an id its URI is the table's with
    that id, else the origin.

    Raises:
        RefusedError: the row has no text, or cannot be written as JSON.
    """
    text = columns.cell(row, "text")
    if not isinstance(text, str) or not text.strip():
        raise RefusedError("no-text", "a row without text")
    data = canonical(row)
    title, published, publisher, url, language, own = (
        _line(columns.cell(row, field)) for field in ("title", "published", "publisher", "url", "language", "id")
    )
    authors, agency = people(((name, True) for name in _names(columns.cell(row, "authors"))), publisher)
    code = re.match(r"([A-Za-z]{2})(?![A-Za-z])", language or "")
    metadata = Metadata(
        title=title,
        published=iso_date(published) if published else None,
        authors=authors,
        publisher=publisher,
        url=url if url and re.match(r"https?://\S+$", url) else None,
        language=code.group(1).lower() if code else None,
        agency=agency,
    )
    uri = f"{table}#{own}" if own else origin
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), "utf-8", _whole(text), MEDIA_TYPE, metadata), data


def canonical(row: Row) -> bytes:
    """Write a row as JSON in one way only: sorted keys, no blanks, UTF-8.

    Dates are written as ISO text, numbers that are none as null, bytes in hexadecimal.

    Example:
        >>> canonical({"b": float("nan"), "a": datetime.date(2022, 1, 28)})
        b'{"a":"2022-01-28","b":null}'
    """
    try:
        return json.dumps(_json(row), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    except RecursionError:
        raise RefusedError("damaged", "a row nested too deep") from None


def _json(value: Any) -> Any:
    if value is None:
        return None
    return next((write(value) for kind, write in _WRITTEN if isinstance(value, kind)), None)


def _whole(text: str) -> str:
    r"""Join or replace surrogates, which JSON may write and UTF-8 may not.

    Example:
        >>> _whole("\ud83d\ude00 \ud83d")
        '😀 �'
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _SURROGATE.search(text) else text


_WRITTEN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, _whole),
    (int, lambda value: value),
    (float, lambda value: value if math.isfinite(value) else None),
    (Mapping, lambda value: {_whole(str(key)): _json(one) for key, one in value.items()}),
    (list, lambda value: [_json(one) for one in value]),
    (tuple, lambda value: [_json(one) for one in value]),
    (datetime.date, lambda value: value.isoformat()),
    (datetime.time, lambda value: value.isoformat()),
    (decimal.Decimal, str),
    (datetime.timedelta, str),
    (bytes, lambda value: value.hex()),
)


def _line(value: Any) -> str | None:
    """A cell as one line; None when it is empty, or no single value."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date | decimal.Decimal):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    # A column of numbers with holes in it comes as 17.0 from many programs.
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return " ".join(_whole(str(value)).split()) or None


def _names(value: Any) -> list[str]:
    """The names in a cell: a list, objects that have names, or one string."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list | tuple):
        return [name for one in value for name in _names(one)]
    line = _line(value) if isinstance(value, str) else None
    return [name for name in re.split(r"\s*[;|]\s*", line or "") if name]
