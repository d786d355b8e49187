import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inquit import Record
from inquit.adding import Adder, files_of
from inquit.document import Metadata, RawDocument
from inquit.intake.readers import read_text
from inquit.intake.records import Skipped
from inquit.intake.sources import read_source
from inquit.record import archive
from inquit.workers import Task, _Pool, read_many

KILLS = 20


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "r.db", create=True) as opened:
        yield opened


def write(folder, count, sentence="Le plan {} sera voté, a annoncé Paul Verdier."):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:03d}.txt").write_text(sentence.format(number), encoding="utf-8")
    return folder


def add(record, *paths, read=read_source, **options):
    return Adder(record, **options).add(files_of(map(str, paths)), read)


def test_a_folder_is_added_and_known_the_second_time(record, tmp_path):
    folder = write(tmp_path / "texts", 3)
    report = add(record, folder)
    assert (report.files, report.added, report.known, report.failed) == (3, 3, 0, 0)
    assert record.search("plan voter", speaker="verdier").total == 3
    again = add(record, folder, read=lambda path: pytest.fail("it was opened"))
    # Files changed a moment ago are looked at once more, those of before are not.
    assert again is None or (again.added, again.known) == (0, 3)


@pytest.fixture(autouse=True)
def _files_of_yesterday(monkeypatch, request):
    """Files written by a test are old enough to be trusted by their time."""
    later = time.time_ns
    if "known" in request.node.name:
        monkeypatch.setattr("inquit.adding.time.time_ns", lambda: later() + 10**10)


def test_what_was_only_touched_is_known_by_its_bytes(record, tmp_path):
    folder = write(tmp_path / "texts", 2)
    add(record, folder)
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    assert add(record, folder).known == 2
    (tmp_path / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    assert add(record, tmp_path / "copy.txt").known == 1
    assert len(record.addresses(record.document(str(tmp_path / "copy.txt")).id)) == 2


def test_a_changed_file_is_a_new_version(record, tmp_path):
    folder = write(tmp_path / "texts", 1)
    add(record, folder)
    write(folder, 1, "Le plan {} sera rejeté, a annoncé Paul Verdier.")
    report = add(record, folder)
    assert (report.added, report.versions) == (1, 1)
    assert (record.search("voter").total, record.search("rejeter").total) == (0, 1)


def test_a_bad_document_is_a_failure_and_the_others_are_read(record, tmp_path):
    folder = write(tmp_path / "texts", 2)
    (folder / "000a.txt").write_bytes(b"")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7")
    (folder / "c.py").write_bytes(b"import os")
    report = add(record, folder)
    assert (report.added, report.failed, report.skipped) == (2, 1, 2)
    assert [one["address"] for one in record.failures()] == [str(folder / "000a.txt")]
    run = record.runs()[0]
    assert (run["command"], run["added"], run["failed"], run["skipped"]) == ("add", 2, 1, 2)
    assert run["finished"]
    # Mended, it is no failure any more.
    (folder / "000a.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    assert add(record, folder).failed == 0
    assert record.failures() == []


def test_hostile_names_and_reasons_are_kept_as_failures(record):
    add(record, "x", read=lambda path: [Skipped("a\x1b[31m\udce9';--", "b'\u202e", "damaged")])
    assert len(record.failures()) == 1
    assert record.problems() == []


def test_options_go_over_metadata_and_metadata_over_the_text(record, tmp_path):
    page = tmp_path / "a.txt"
    page.write_text("Le pont rouvre\nPar Ana Roy\nKIEL, 9 mars 2021 (AFP) - « Oui », a dit Paul Verdier.", encoding="utf-8")
    add(record, page)
    entry = record.entry(str(page))
    assert (entry.document.title, entry.document.published) == ("Le pont rouvre", "2021-03-09")
    record.remove(str(page))
    add(record, page, option=Metadata(title="Un pont", published="2020-01-01", publisher="Le Quotidien", authors=("B C",)))
    entry = record.entry(str(page))
    assert (entry.document.title, entry.document.published, entry.metadata.publisher) == ("Un pont", "2020-01-01", "Le Quotidien")
    assert entry.document.authors == ("B C",)
    assert record.search(publisher="quotidien").total == 1


def test_an_export_is_taken_in_without_reading(record, tmp_path, monkeypatch):
    folder = write(tmp_path / "texts", 3)
    add(record, folder)
    record.export(tmp_path / "all.jsonl", "jsonl")
    monkeypatch.setattr("inquit.workers.read_found", lambda *_: pytest.fail("it was read again"))
    with Record(tmp_path / "other.db", create=True) as other:
        report = add(other, tmp_path / "all.jsonl")
        assert (report.found, report.added) == (3, 3)
        other.export(tmp_path / "again.jsonl", "jsonl")
        assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "again.jsonl").read_bytes()
        (tmp_path / "bad.jsonl").write_bytes((tmp_path / "all.jsonl").read_bytes() + b'{"schema": "inquit-record/1"}\n')
        assert add(other, tmp_path / "bad.jsonl").failed == 1


def test_reading_again_keeps_ids(record, tmp_path):
    add(record, write(tmp_path / "texts", 3))
    before = sorted(hit.statement.id for hit in record.search(limit=99).hits)
    report = Adder(record).refresh(record.identities())
    assert (report.added, report.failed) == (3, 0)
    assert sorted(hit.statement.id for hit in record.search(limit=99).hits) == before
    assert record.problems() == []
    assert record.runs()[0]["command"] == "refresh"


def test_stopping_keeps_what_was_done(record, tmp_path):
    def read(path):
        if path.endswith("002.txt"):
            raise KeyboardInterrupt
        return read_source(path)

    with pytest.raises(KeyboardInterrupt):
        add(record, write(tmp_path / "texts", 5), read=read)
    assert record.stats().documents == 2
    assert record.runs()[0]["added"] == 2


def test_two_processes_give_what_one_gives(tmp_path):
    folder = write(tmp_path / "texts", 12)
    exports = []
    for jobs in (1, 2):
        with Record(tmp_path / f"{jobs}.db", create=True) as record:
            assert add(record, folder, jobs=jobs).added == 12
            exports.append(sorted(record.lines()))
    assert exports[0] == exports[1]


def test_a_process_that_dies_takes_one_document_with_it():
    pool = _Pool(2, None)
    texts = [f"Le plan {number} est mort, a dit Paul Verdier." for number in range(9)]

    def tasks():
        for number, text in enumerate(texts):
            if number == 5:
                os.kill(pool._workers[0].process.pid, signal.SIGKILL)
            yield Task(number, read_text(text))

    try:
        done = list(pool.run(tasks()))
    finally:
        pool.close()
    assert sorted(one.ticket for one in done) == list(range(9))
    assert len([one for one in done if one.document is None]) <= 1


def test_a_pack_that_cannot_be_used_is_one_error(tmp_path):
    task = Task(0, RawDocument("", "0" * 64, "utf-8", "a"))
    for jobs in (1, 2):
        with pytest.raises(archive.RecordError.__base__, match="pack"):
            list(read_many([task], jobs=jobs, pack=str(tmp_path)))


def test_files_of_folders_patterns_and_names(tmp_path):
    for name in ("b/2.txt", "a/1.txt", "a/.hidden", ".git/x", "page.html", "page_files/ad.html", "other_files/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")

    def found(*paths):
        return [os.path.relpath(path, tmp_path) for path in files_of([str(tmp_path / path) for path in paths])]

    assert found(".") == ["page.html", "a/1.txt", "b/2.txt", "other_files/c.txt"]
    assert found("*/*.txt") == ["a/1.txt", "b/2.txt", "other_files/c.txt"]
    assert found("none*.txt", "none.txt") == ["none*.txt", "none.txt"]


def test_killing_it_loses_nothing_and_leaves_nothing_half_written(tmp_path):
    """Twenty times at any moment; what was committed is there each time, whole."""
    folder = write(tmp_path / "texts", 400)
    db = tmp_path / "r.db"
    chance = random.Random(5)
    kept = 0
    for turn in range(KILLS):
        command = [sys.executable, "-m", "inquit", "add", str(folder), "--db", str(db), "--jobs", str(1 + turn % 2)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
            time.sleep(chance.uniform(0.3, 1.8))
            process.kill()
        assert _is_gone(process.pid), "a reading process outlived the command"
        if db.exists() and db.stat().st_size:
            with Record(db) as record:
                assert record.problems() == []
                found = record.stats().documents
                assert found >= kept
                assert all(entry.document.blocks and entry.addresses for entry in record.entries())
                kept = found
    subprocess.run([sys.executable, "-m", "inquit", "add", str(folder), "--db", str(db), "--jobs", "2"], check=True, capture_output=True)
    with Record(db) as record:
        assert record.stats().documents == 400
        assert record.problems() == []


def _is_gone(group: int) -> bool:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_paths_are_kept_absolute(record, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    add(record, "a.txt")
    assert record.addresses(record.document("a.txt").id) == [str(tmp_path / "a.txt")]


def test_a_known_page_is_not_taken_apart_again(record, tmp_path):
    page = tmp_path / "a.html"
    sentence = "« Le pont sera fermé tout l'été, et nous le regrettons », a annoncé Paul Verdier devant les élus."
    page.write_text(f"<!doctype html><html><body><article><p>{sentence}</p><p>{sentence}</p></article></body></html>", encoding="utf-8")
    assert add(record, page).added == 1
    os.utime(page, (1, 1))
    assert add(record, page, read=lambda path: pytest.fail("it was taken apart")).known == 1


def test_nothing_to_read_loads_no_model(record, tmp_path, monkeypatch):
    folder = write(tmp_path / "texts", 2)
    add(record, folder)
    monkeypatch.setattr("inquit.workers.Reader", lambda pack: pytest.fail("it was loaded"))
    assert add(record, folder).known == 2
