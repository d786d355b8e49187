"""The search: statements by their words and by who said them, to whom, when and how."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from inquit.errors import OptionError
from inquit.record.codec import compact, content_text, dates_of, days_of, speaker_of, statement_of, text_spans, unpacked_text
from inquit.record.database import Database, Row
from inquit.record.folding import folded_text
from inquit.record.query import Clause, beginnings, expression, find, parse
from inquit.spans import Span
from inquit.statement import ACTS, FORMS, KINDS, SPEAKERS, Statement

Sort = Literal["best", "newest", "oldest"]
SORTS: dict[str, str] = {
    "best": "what fits the query best",
    "newest": "what was said last",
    "oldest": "what was said first",
}
"""The orders of results; without words to look for it is the newest first."""

RANKED = 10_000
"""How many statements are ranked at most: those of the documents added last."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; each field that is given narrows the search.

    ``query`` is words for the contents, see :mod:`inquit.record.query`. ``speaker``, ``to``
    and ``mention`` are names or parts of them, in whole words. ``since`` and ``until`` are ISO
    dates, such as 2021-12-01 or 2021-12, both included: of the time of saying where
    the text tells it, else of the publication. Without ``all_versions`` a document that has a
    later version is left out.

    Raises:
        OptionError: a date, a name or a choice that makes no sense.
    """

    query: str | None = None
    speaker: str | None = None
    to: str | None = None
    mention: str | None = None
    since: str | None = None
    until: str | None = None
    form: str | None = None
    act: str | None = None
    kind: str | None = None
    type: str | None = None
    lang: str | None = None
    publisher: str | None = None
    document: str | None = None
    all_versions: bool = False

    def __post_init__(self) -> None:
        for name, choices in (("form", FORMS), ("act", ACTS), ("kind", KINDS), ("type", SPEAKERS)):
            value = getattr(self, name)
            if value is not None and value not in choices:
                raise OptionError(f"{name} {value!r}: one of {', '.join(choices)}")
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and days_of(value) is None:
                raise OptionError(f"{name} {value!r}: not an ISO date; write it as 2022-01-28")
        for name in ("speaker", "to", "mention", "publisher"):
            value = getattr(self, name)
            if value is not None and not folded_text(value):
                raise OptionError(f"{name} {value!r}: no name")


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that was found.

    ``highlights`` are the words that were looked for, within the content: spans
    of ``text``, the text of its document. ``said_from`` and ``said_to`` are the first and
    the last day on which it may have been said; ``date_of`` tells whether the ``time``
    in the text or the date when it was ``published`` shows it.
    """

    statement: Statement
    document: str
    title: str | None
    address: str
    publisher: str | None
    published: str | None
    language: str | None
    said_from: str | None
    said_to: str | None
    date_of: str | None
    pack: str
    text: str
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search gives: the hits asked for, and how many there are in all.

    When ``capped``, there are more than ``total``: only that many were ranked.
    """

    hits: tuple[Hit, ...]
    total: int
    capped: bool = False


def search(database: Database, criteria: Criteria, *, limit: int = 20, offset: int = 0, sort: str | None = None) -> Results:
    """Find statements; see :meth:`inquit.Record.search`."""
    if sort is not None and sort not in SORTS:
        raise OptionError(f"sort {sort!r}: one of {', '.join(SORTS)}")
    if limit < 0 or offset < 0:
        raise OptionError("limit and offset: not below 0")
    clauses = parse(criteria.query or "")
    if not clauses and (criteria.query or "").strip():
        return Results((), 0)
    sql, values = _select(_narrowing(database, criteria, clauses), sort or ("best" if clauses else "newest"))
    rows = database.rows(sql, {**values, "limit": limit, "offset": offset})
    if rows:
        total = rows[0]["total"]
    else:
        first = database.row(sql, {**values, "limit": 1, "offset": 0})
        total = 0 if first is None else first["total"]
    return Results(tuple(_hits(database, [row["id"] for row in rows], clauses)), total, total >= RANKED)


def matching(database: Database, criteria: Criteria) -> Iterator[Row]:
    """Give the number, the key and the document's number of every statement that matches, in the order of the documents."""
    clauses = parse(criteria.query or "")
    if not clauses and (criteria.query or "").strip():
        return
    narrowing = _narrowing(database, criteria, clauses)
    source, where = _source(narrowing, joined=True)
    sql = f"SELECT s.id, s.document_id, s.key FROM {source} WHERE {where} ORDER BY s.document_id, s.n"  # noqa: S608
    yield from database.rows(sql, narrowing.values)


def hit_of(database: Database, number: int) -> Hit:
    """Give a statement with its document, by the number of its row."""
    return next(_hits(database, [number], ()))


@dataclass(slots=True)
class _Narrowing:
    """Conditions in our own words, with the user's values as parameters beside them.

    ``stems`` and ``forms`` tell whether the full-text indexes are asked. ``sets`` are conditions
    that a number of a statement is held against; ``columns`` speak of the
    statement's own columns.
    """

    stems: bool
    forms: bool
    values: dict[str, Any]
    sets: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


_NAMES = {
    "speaker": "speaker_id IN (SELECT id FROM speakers WHERE name_id IN (SELECT rowid FROM name_index WHERE name_index MATCH :speaker))",
    "to": "addressee_id IN (SELECT rowid FROM name_index WHERE name_index MATCH :to)",
    "mention": "id IN (SELECT statement_id FROM mentions WHERE name_id IN (SELECT rowid FROM name_index WHERE name_index MATCH :mention))",
}
_COLUMNS = {
    "form": "s.form = :form",
    "act": "s.act = :act",
    "kind": "s.kind = :kind",
    "type": "(SELECT type FROM speakers WHERE id = s.speaker_id) = :type",
    "since": "coalesce(s.date_to, s.date_from) >= :since",
    "until": "s.date_from <= :until",
    "lang": "s.language = :lang",
    "publisher": "s.document_id IN (SELECT id FROM documents WHERE publisher IN (SELECT value FROM json_each(:publisher)))",
    "document": "s.document_id = (SELECT id FROM documents WHERE key = :document)",
}
_SUPERSEDED = "NOT IN (SELECT id FROM statements WHERE document_id IN (SELECT id FROM documents WHERE current = 0))"


def _narrowing(database: Database, criteria: Criteria, clauses: Sequence[Clause]) -> _Narrowing:
    values: dict[str, Any] = {"stems": expression(clauses, criteria.lang), "forms": beginnings(clauses)}
    found = _Narrowing(values["stems"] is not None, values["forms"] is not None, values)
    for name, condition in _NAMES.items():
        if (value := getattr(criteria, name)) is not None:
            values[name] = " AND ".join(f'"{word}"' for word in folded_text(value).split())
            if found.stems or found.forms:
                found.sets.append(f"IN (SELECT id FROM statements WHERE {condition})")  # noqa: S608
            else:
                found.columns.append(f"s.{condition}")
    for name, condition in _COLUMNS.items():
        if (value := getattr(criteria, name)) is not None:
            found.columns.append(condition)
            values[name] = value
    if criteria.since is not None:
        values["since"] = _days(criteria.since)[0]
    if criteria.until is not None:
        values["until"] = _days(criteria.until)[1]
    if criteria.publisher is not None:
        values["publisher"] = compact(_publishers(database, criteria.publisher))
    if not criteria.all_versions and database.value("SELECT EXISTS (SELECT 1 FROM documents WHERE current = 0)"):
        found.sets.append(_SUPERSEDED)
    return found


def _source(narrowing: _Narrowing, *, joined: bool) -> tuple[str, str]:
    """What follows FROM, and what follows WHERE.

    Words come first, where there are any: the index gives its numbers in order,
    and each is held against the sets. The plus keeps the index from being
    asked once for each member of a set.
    """
    sets = list(narrowing.sets)
    if narrowing.stems:
        number, source, conditions = "+f.rowid", "statement_index AS f", ["f.statement_index MATCH :stems"]
        if narrowing.forms:
            sets.append("IN (SELECT rowid FROM form_index WHERE form_index MATCH :forms)")
    elif narrowing.forms:
        number, source, conditions = "+f.rowid", "form_index AS f", ["f.form_index MATCH :forms"]
    else:
        number, source, conditions = "s.id", "statements AS s", []
    if conditions and (joined or narrowing.columns):
        source += " CROSS JOIN statements AS s"
        conditions.append("s.id = f.rowid")
    conditions += [f"{number} {condition}" for condition in sets]
    return source, " AND ".join([*conditions, *narrowing.columns]) or "1"


def _select(narrowing: _Narrowing, sort: str) -> tuple[str, dict[str, Any]]:
    """A query for numbers of statements, in order, with the number of all in ``total``.

    What is ranked is set apart within: no more than :data:`RANKED` get a score.
    """
    source, where = _source(narrowing, joined=sort != "best")
    if narrowing.stems or narrowing.forms:
        score = "bm25(statement_index)" if sort == "best" and narrowing.stems else "0"
        said = "NULL" if sort == "best" else "s.date_from"
        inner = f"SELECT f.rowid AS id, {said} AS said, {score} AS score FROM {source} WHERE {where} ORDER BY f.rowid DESC"  # noqa: S608
    else:
        # What names narrow is sorted; without them the index of dates gives the order.
        key = "+s.date_from" if any(name in narrowing.values for name in _NAMES) else "s.date_from"
        first = {"newest": f"{key} DESC", "oldest": f"{key} IS NULL, {key}"}.get(sort, "s.id")
        inner = f"SELECT s.id AS id, s.date_from AS said, s.id AS score FROM {source} WHERE {where} ORDER BY {first}"  # noqa: S608
    order = {"best": "score, id DESC", "newest": "said DESC, id DESC", "oldest": "said IS NULL, said, id"}[sort]
    sql = f"SELECT id, count(*) OVER () AS total FROM ({inner} LIMIT {RANKED:d}) ORDER BY {order} LIMIT :limit OFFSET :offset"  # noqa: S608
    return sql, narrowing.values


def _publishers(database: Database, name: str) -> list[str]:
    """The publishers with all the words of a name in theirs; there are few."""
    wanted = set(folded_text(name).split())
    found = database.rows("SELECT DISTINCT publisher FROM documents WHERE publisher IS NOT NULL")
    return [row["publisher"] for row in found if wanted <= set(folded_text(row["publisher"]).split())]


def _days(value: str) -> tuple[str, str]:
    return days_of(value) or (datetime.date.min.isoformat(), datetime.date.max.isoformat())


_HIT = (
    "SELECT s.*, g.fields, d.key AS document, d.title, d.publisher, d.published, d.uri, d.pack, t.zlib,"
    " (SELECT address FROM origins WHERE document_id = d.id ORDER BY id LIMIT 1) AS address"
    " FROM statements AS s JOIN documents AS d ON d.id = s.document_id JOIN texts AS t ON t.document_id = d.id"
    " LEFT JOIN gaps AS g ON g.id = s.gap_id WHERE s.id = ?"
)


def _hits(database: Database, numbers: Sequence[int], clauses: Sequence[Clause]) -> Iterator[Hit]:
    """Make hits of the numbers of statements."""
    for number in numbers:
        row = database.row(_HIT, [number])
        if row is None:
            continue
        text = unpacked_text(row["zlib"])
        speaker = database.row(
            "SELECT s.*, n.name FROM speakers AS s JOIN names AS n ON n.id = s.name_id WHERE s.id = ?", [row["speaker_id"]]
        )
        mentions = database.rows(
            "SELECT n.name FROM mentions AS m JOIN names AS n ON n.id = m.name_id WHERE m.statement_id = ? ORDER BY m.n", [number]
        )
        said_by = None if speaker is None else speaker_of(speaker)
        statement = statement_of(row, text, said_by, [one["name"] for one in mentions])
        yield Hit(
            statement=statement,
            document=row["document"],
            title=row["title"],
            address=row["address"] or row["uri"],
            publisher=row["publisher"],
            published=row["published"],
            language=row["language"],
            said_from=row["date_from"],
            said_to=row["date_to"] or row["date_from"],
            date_of=dates_of(statement.time, row["published"])[2],
            pack=row["pack"],
            text=text,
            highlights=_highlights(row, text, clauses),
        )


def _highlights(row: Row, text: str, clauses: Sequence[Clause]) -> tuple[Span, ...]:
    content = text_spans(row["content"])
    return tuple(_in_document(find(clauses, content_text(text, content), row["language"]), content)) if clauses else ()


def _in_document(found: Sequence[Span], content: Sequence[Span]) -> Iterator[Span]:
    """Lead spans of the joined content back to the document."""
    at = 0
    for piece in content:
        for span in found:
            inside = Span(max(span.start, at), min(span.end, at + piece.length))
            if inside.start < inside.end:
                yield inside.shifted(piece.start - at)
        at += piece.length + len(" … ")
