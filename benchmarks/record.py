"""``python -m benchmarks.record``: the record at scale, held to the floors of the issue.

Three parts, each by itself with ``--part``: ``add`` reads 10,000 documents with one process
and with two, ``again`` adds the known folder once more, ``search`` asks a record
of 100,000 documents, multiplied within the database. The texts come from the corpora at a
given path, repeated with changes; none is kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inquit import Document, Record
from inquit.record.codec import content_text
from inquit.record.database import Database
from inquit.record.entries import terms_of
from inquit.record.keeping import document_of, index
from inquit.spans import Span
from inquit.statement import Addressee, Speaker, Statement, statement_id

PROCESSES, MEMORY, SIZE = 1.7, 300, 4.0
MEDIAN, LAST, AGAIN = 60.0, 300.0, 15.0
_WORD = re.compile(r"[^\W\d_]{4,}")
_CORPORA = ("fr-news/train.jsonl", "fr-news/dev.jsonl", "polnear/train.jsonl", "polnear/dev.jsonl")


def texts(corpora: Path) -> Iterator[str]:
    """The texts of the corpora, French and English in turn."""
    held = []
    for name in _CORPORA:
        with (corpora / name).open(encoding="utf-8") as lines:
            held.append([json.loads(line)["text"] for line in lines])
    french, english = held[0] + held[1], held[2] + held[3]
    at = 0
    while True:
        yield french[at % len(french)]
        yield english[at % len(english)]
        at += 1


def write_folder(corpora: Path, folder: Path, count: int, characters: int | None = None) -> int:
    """Write so many files, no two alike; give the size of their texts in bytes."""
    chance = random.Random(7)
    size = 0
    for number, text in zip(range(count), texts(corpora), strict=False):
        words = text[:characters].split(" ")
        # Two words change places and a number comes in: another text, as hard to read.
        if len(words) > 20:
            one, other = chance.randrange(len(words)), chance.randrange(len(words))
            words[one], words[other] = words[other], words[one]
        changed = f"{' '.join(words)}\n\nDépêche {number}.\n"
        path = folder / f"{number // 500:03d}" / f"{number:06d}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(changed, encoding="utf-8")
        size += path.stat().st_size
    return size


def add(folder: Path, db: Path, jobs: int, *options: str) -> tuple[float, float]:
    """Run the command; give seconds and the peak of its own process in megabytes."""
    code = (
        "import resource, sys; from inquit.cli import main\n"
        "try:\n    main()\nfinally:\n    print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "add", str(folder), "--db", str(db), "--jobs", str(jobs), "--no-progress", *options]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    print(f"  jobs {jobs}: {done.stdout.strip()}, {seconds:.1f} s")
    return seconds, float(done.stderr.rsplit("peak", 1)[1])


def measure_adding(corpora: Path, work: Path, count: int, alone: int, characters: int | None) -> list[str]:
    """Two processes against one, memory, size, and a second time."""
    folder, few = work / "texts", work / "few"
    folder.mkdir()
    few.mkdir()
    size = write_folder(corpora, folder, count, characters)
    write_folder(corpora, few, alone, characters)
    one, _ = add(few, work / "one.db", 1, "--no-originals")
    two, _ = add(few, work / "two.db", 2, "--no-originals")
    whole, peak = add(folder, work / "whole.db", 2, "--no-originals")
    ratio = one / two
    times = (work / "whole.db").stat().st_size / size
    wrong = []
    print(f"two processes ÷ one: {ratio:.2f} (at least {PROCESSES}); {count / whole:.1f} documents/s, {size / whole / 1000:.0f} kB/s")
    print(f"parent: {peak:.0f} MB (below {MEMORY}); record ÷ texts: {times:.2f} (at most {SIZE})")
    wrong += ["processes"] if ratio < PROCESSES else []
    wrong += ["memory"] if peak >= MEMORY else []
    wrong += ["size"] if times > SIZE else []
    again, _ = add(folder, work / "whole.db", 2, "--no-originals")
    print(f"again: {again:.1f} s (below {AGAIN})")
    for path in folder.rglob("*.txt"):
        path.touch()
    touched, _ = add(folder, work / "whole.db", 2, "--no-originals")
    print(f"again, every file touched: {touched:.1f} s (below {AGAIN})")
    return wrong + (["again"] if max(again, touched) >= AGAIN else [])


def annotated(corpora: Path) -> Iterator[Document]:
    """The annotated texts as documents: for the search it is of no account who read them."""
    for name in _CORPORA:
        with (corpora / name).open(encoding="utf-8") as lines:
            for line in lines:
                values = json.loads(line)
                yield _document(values, "fr" if name.startswith("fr") else "en")


def _document(values: dict[str, Any], language: str) -> Document:
    text = values["text"]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    published = f"20{10 + int(sha256[0], 16):02d}-{1 + int(sha256[1], 16) % 12:02d}-{1 + int(sha256[2], 16):02d}"
    statements = {}
    for one in values["attributions"]:
        source, cue, content = (tuple(Span(*pair) for pair in one.get(role) or ()) for role in ("source", "cue", "content"))
        name = one.get("speaker") or " … ".join(span.of(text) for span in source)
        speaker = Speaker(name[:40], name, one.get("speaker_type") or "person", (), 0.9) if name else None
        addressee = Addressee(Span(*one["addressee"]), None) if one.get("addressee") else None
        identity = statement_id(sha256[:16], source, cue, content)
        statements[identity] = Statement(
            identity, None, one.get("kind") or "speech", "direct" if text[content[0].start] in "«“" else "indirect",
            bool(one.get("negated")), source, cue, content, (), speaker, 0.9, content_text(text, content),
            chain=(name,) if name else (), addressee=addressee,
        )  # fmt: skip
    return Document(sha256[:16], "", sha256, "utf-8", "annotated", language, published, text, statements=tuple(statements.values()))


def multiply(db: Path, documents: int) -> None:
    """Repeat what is in a record until there are so many documents, in its own tables."""
    database = Database(db)
    have = database.value("SELECT count(*) FROM documents")
    top = database.value("SELECT max(id) FROM documents")
    marks = database.value("SELECT max(id) FROM statements")
    speakers = database.value("SELECT max(id) FROM speakers")
    lines = list(_lines(database))
    database.run("PRAGMA foreign_keys = OFF")
    columns = {
        table: [row["name"] for row in database.rows(f"PRAGMA table_info({table})")] for table in ("documents", "statements", "speakers")
    }
    with database.transaction():
        for turn in range(1, documents // have):
            shift = {"d": turn * top, "s": turn * marks, "p": turn * speakers, "turn": f"{turn:08x}"}
            changed = {
                "documents": {"id": "id + :d", "key": ":turn || substr(key, 9)", "sha256": "sha256 || :turn"},
                "statements": {"id": "id + :s", "document_id": "document_id + :d", "speaker_id": "speaker_id + :p",
                               "date_from": f"date(date_from, '{turn} days')", "date_to": f"date(date_to, '{turn} days')"},
                "speakers": {"id": "id + :p", "document_id": "document_id + :d"},
            }  # fmt: skip
            for table, keys in (("documents", "top"), ("speakers", "speakers"), ("statements", "marks")):
                limit = {"top": top, "speakers": speakers, "marks": marks}[keys]
                chosen = ", ".join(changed[table].get(name, name) for name in columns[table])
                database.run(f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE id <= {limit}", {**shift})
            database.run(f"INSERT INTO texts SELECT document_id + :d, zlib FROM texts WHERE document_id <= {top}", shift)
            for number, stems, forms, language in lines:
                index(database, number + turn * marks, stems, forms, language)
    database.close()


def _lines(database: Database) -> Iterator[tuple[int, str, str, str | None]]:
    for row in database.rows("SELECT * FROM documents"):
        document = document_of(database, row)
        terms = terms_of(document)
        numbers = database.rows("SELECT id FROM statements WHERE document_id = ? ORDER BY n", [row["id"]])
        for number, stems, forms in zip(numbers, terms.stems, terms.forms, strict=True):
            yield number["id"], stems, forms, document.language


def queries(record: Record, count: int) -> list[tuple[str | None, dict[str, str]]]:
    """Queries of words as they stand in the statements, common and rare ones, with and without criteria."""
    chance = random.Random(11)
    contents = [hit.statement.content_text for hit in record.search(limit=3000, all_versions=True).hits]
    names = [one.name for one in record.speakers(limit=300)]
    found: list[tuple[str | None, dict[str, str]]] = []
    while len(found) < count:
        words = _WORD.findall(chance.choice(contents))
        if len(words) < 3:
            continue
        at = chance.randrange(len(words) - 2)
        criteria: dict[str, str] = {}
        for name, values in (("form", ["direct", "indirect"]), ("speaker", names), ("since", ["2022-01-01"]), ("lang", ["fr", "en"])):
            if chance.random() < 0.15:
                criteria[name] = chance.choice(values)
        query: str | None = [
            words[at],
            f"{words[at]} {words[at + 1]}",
            f'"{words[at]} {words[at + 1]}"',
            f"{words[at][:5]}*",
            f"{words[at]} {words[at + 2]}",
        ][len(found) % 5]
        found.append((query, criteria))
    found += [
        (word, {}) for word in ("président", "gouvernement", "president", "people", "said", "les", "france", "pays", "guerre", "Obama")
    ]
    found += [(None, {"speaker": names[at]}) for at in range(10)]
    return found


def measure_search(db: Path, count: int) -> list[str]:
    """The same queries twice, as a desk asks them; times of the second round."""
    with Record(db) as record:
        stats = record.stats()
        print(f"search: {stats.documents:,} documents, {stats.statements:,} statements, {db.stat().st_size / 1e6:,.0f} MB")
        asked = queries(record, count)
        for turn in ("first", "second"):
            times = []
            for query, criteria in asked:
                begun = time.perf_counter()
                record.search(query, **criteria)
                times.append(((time.perf_counter() - begun) * 1000, query, criteria))
            ordered = sorted(times, key=lambda one: one[0])
            middle = statistics.median(one[0] for one in ordered)
            last = ordered[int(len(ordered) * 0.99)][0]
            print(f"{turn} round: median {middle:.1f} ms (below {MEDIAN:.0f}), p99 {last:.0f} ms (below {LAST:.0f})")
            for slow in ordered[-5:]:
                print("   slowest:", f"{slow[0]:.0f} ms", slow[1], slow[2])
    return (["median"] if middle >= MEDIAN else []) + (["p99"] if last >= LAST else [])


def main() -> None:
    """Measure and hold to the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--alone", type=int, default=1_000, help="documents that one process reads for the comparison")
    parser.add_argument("--characters", type=int, help="cut the texts, to see memory and the second run in less time")
    parser.add_argument("--multiplied", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--part", choices=("add", "search", "all"), default="all")
    parser.add_argument("--work", type=Path, help="folder for the work, kept; a temporary one when absent")
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="inquit-record-"))
    work.mkdir(exist_ok=True)
    wrong: list[str] = []
    try:
        if given.part in ("add", "all"):
            wrong += measure_adding(given.corpora, work, given.documents, given.alone, given.characters)
        if given.part in ("search", "all"):
            big = work / "big.db"
            if not big.exists():
                with Record(big, create=True) as record:
                    record.begin()
                    for document in annotated(given.corpora):
                        record.add(document)
                    record.commit()
                multiply(big, given.multiplied)
            wrong += measure_search(big, given.queries)
    finally:
        if given.work is None:
            shutil.rmtree(work)
    print("memory of this process:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")
    if wrong:
        raise SystemExit(f"below the floor: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
