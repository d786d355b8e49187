"""The record as a whole: who speaks in it, and how much there is of what."""

from __future__ import annotations

from dataclasses import dataclass

from inquit.record.database import Database
from inquit.record.folding import folded_text


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """A name that speaks, with the number of its statements and documents.

    Names are held to be one when they are spelt alike, accents and case aside; that
    *Lavrov* and *Sergueï Lavrov* are one man is not known here.
    """

    name: str
    type: str
    role: str | None
    country: str | None
    statements: int
    documents: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what a record holds; each list is of labels and numbers, the commonest first, years and months in their order."""

    documents: int
    statements: int
    speakers: int
    versions: int
    failures: int
    characters: int
    size: int
    first: str | None
    last: str | None
    languages: tuple[tuple[str, int], ...]
    publishers: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    forms: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    acts: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    packs: tuple[tuple[str, int], ...]


def speakers(database: Database, *, name: str | None = None, type: str | None = None, limit: int = 50) -> tuple[SpeakerCount, ...]:  # noqa: A002
    """Count statements by speaker; see :meth:`inquit.Record.speakers`."""
    words = folded_text(name or "").split()
    if name is not None and not words:
        return ()
    conditions = ["d.current"]
    if words:
        conditions.append("n.id IN (SELECT rowid FROM name_index WHERE name_index MATCH :name)")
    if type is not None:
        conditions.append("p.type = :type")
    # max() and min() beside other columns: SQLite takes these from the row of the extreme.
    # So the spelling and the role shown are those of the longest name.
    found = database.rows(
        "SELECT n.name, p.type, max(p.role) AS role, max(p.country) AS country, max(length(n.name)) AS longest,"  # noqa: S608
        " count(*) AS statements, count(DISTINCT s.document_id) AS documents,"
        " min(s.date_from) AS first, max(coalesce(s.date_to, s.date_from)) AS last"
        " FROM speakers AS p JOIN names AS n ON n.id = p.name_id JOIN statements AS s ON s.speaker_id = p.id"
        f" JOIN documents AS d ON d.id = s.document_id WHERE {' AND '.join(conditions)}"
        " GROUP BY n.folded, p.type ORDER BY statements DESC, n.folded LIMIT :limit",
        {"name": " AND ".join(f'"{word}"' for word in words), "type": type, "limit": limit},
    )
    return tuple(
        SpeakerCount(row["name"], row["type"], row["role"], row["country"], row["statements"], row["documents"], row["first"], row["last"])
        for row in found
    )


def stats(database: Database, *, most: int = 12) -> Stats:
    """Count what is in a record; see :meth:`inquit.Record.stats`."""

    def counts(expression: str, source: str, order: str = "2 DESC, 1", limit: int = most) -> tuple[tuple[str, int], ...]:
        sql = f"SELECT {expression}, count(*) FROM {source} WHERE {expression} IS NOT NULL GROUP BY 1 ORDER BY {order} LIMIT {limit:d}"  # noqa: S608
        return tuple((str(label), number) for label, number in database.rows(sql))

    one = database.value
    first, last = database.rows("SELECT min(date_from), max(coalesce(date_to, date_from)) FROM statements")[0]
    months = counts("substr(date_from, 1, 7)", "statements", "1 DESC", 24)
    return Stats(
        documents=one("SELECT count(*) FROM documents"),
        statements=one("SELECT count(*) FROM statements"),
        speakers=one("SELECT count(DISTINCT n.folded) FROM speakers AS p JOIN names AS n ON n.id = p.name_id"),
        versions=one("SELECT count(*) FROM documents WHERE NOT current"),
        failures=one("SELECT count(DISTINCT address) FROM failures"),
        characters=one("SELECT coalesce(sum(characters), 0) FROM documents"),
        size=one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
        first=first,
        last=last,
        languages=counts("language", "documents"),
        publishers=counts("publisher", "documents"),
        types=counts("type", "speakers AS p JOIN statements AS s ON s.speaker_id = p.id"),
        forms=counts("form", "statements"),
        kinds=counts("kind", "statements"),
        acts=counts("act", "statements", limit=30),
        months=tuple(reversed(months)),
        packs=counts("pack", "documents"),
    )
