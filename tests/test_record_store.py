import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

import inquit
from inquit import Record, RecordError
from inquit.document import Metadata
from inquit.record import interchange
from inquit.record.entries import Entry
from inquit.record.migration import migrate, migrations
from tests.record_samples import TEXT, document, documents, full, said


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "r.db", create=True) as opened:
        yield opened


def rows(record, sql):
    return [tuple(row) for row in record._database.rows(sql)]


def counts(record):
    tables = ("documents", "texts", "blocks", "statements", "speakers", "mentions", "names", "diagnostics", "origins", "originals")
    return {table: rows(record, f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def test_a_document_comes_back_as_it_went_in(record):
    assert record.add(full()) == "added"
    assert record.document(full().id) == full()
    assert record.problems() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(document=documents())
def test_any_document_comes_back_as_it_went_in(record, document):
    record.remove(document.id)
    record.add(document)
    assert record.document(document.id) == document
    assert record.problems() == []
    assert interchange.from_line(interchange.to_line(Entry(document))).document == document


def test_adding_again_changes_nothing(record):
    record.add(full(), addresses=("/a.txt",), data=TEXT.encode())
    before = rows(record, "SELECT * FROM statements"), counts(record)
    assert record.add(full(), addresses=("/a.txt",), data=TEXT.encode()) == "known"
    assert (rows(record, "SELECT * FROM statements"), counts(record)) == before


def test_a_second_path_with_the_same_bytes_is_a_further_origin(record):
    record.add(full(), addresses=("/a.txt",))
    assert record.add(full(), addresses=("/b.txt", "https://site/b")) == "known"
    assert record.addresses(full().id) == ["/a.txt", "/b.txt", "https://site/b"]
    assert record.document("/b.txt") == full()


def test_the_same_address_with_other_bytes_is_a_new_version(record):
    old, new = said("Nous partons"), said("Nous restons")
    record.add(old, addresses=("/a.txt",))
    assert record.add(new, addresses=("/a.txt",)) == "version"
    assert [(one["version"], one["document"], one["current"]) for one in record.versions("/a.txt")] == [(1, old.id, 0), (2, new.id, 1)]
    assert record.search("partons").total == 0
    assert record.search("partons", all_versions=True).total == 1
    assert record.document("/a.txt") == new
    # Back to the first text: a third version.
    record.add(old, addresses=("/a.txt",))
    assert [one["document"] for one in record.versions("/a.txt")] == [old.id, new.id, old.id]
    assert record.search("partons").total == 1
    assert record.search("restons").total == 0
    # Found elsewhere too, it is current there.
    record.add(new, addresses=("/b.txt",))
    assert record.search("restons").total == 1


def test_removing_leaves_nothing_behind(record):
    record.add(said("Nous partons"), addresses=("/b.txt",))
    before = counts(record)
    record.add(full(), addresses=("/a.txt",), data=TEXT.encode())
    assert record.remove("/a.txt") == 1
    assert counts(record) == before
    assert record.search("garanties").total == 0
    assert record.problems() == []
    assert record.remove("/a.txt") == 0


def test_removing_a_version_makes_the_one_before_current(record):
    old, new = said("Nous partons"), said("Nous restons")
    record.add(old, addresses=("/a.txt",))
    record.add(new, addresses=("/a.txt",))
    record.remove(new.id)
    assert record.search("partons").total == 1


def test_reading_again_keeps_ids_and_numbers(record):
    record.add(full(), addresses=("/a.txt",), data=TEXT.encode())
    before = rows(record, "SELECT key, id FROM statements ORDER BY key")
    again = full()
    sure = tuple(replace(one, confidence=0.99) for one in again.statements)
    record.replace(Entry(replace(again, statements=sure, pack="pack 2")))
    assert rows(record, "SELECT key, id FROM statements ORDER BY key") == before
    assert [one.confidence for one in record.document(full().id).statements] == [0.99, 0.99]
    assert record.entry(full().id).data == TEXT.encode()
    assert record.problems() == []
    record.replace(Entry(replace(again, statements=sure[1:])))
    assert record.search("garanties").total == 1
    assert record.problems() == []


def test_outdated_is_what_another_pack_or_version_has_read(record):
    record.add(full())
    assert record.outdated("pack 1", inquit.__version__) == []
    assert record.outdated("pack 2", inquit.__version__) == [full().id]
    assert record.outdated("pack 1", "9.9") == [full().id]


def test_what_fails_within_a_document_undoes_all_of_it(record):
    before = counts(record)
    odd = full()
    broken = replace(odd, statements=(*odd.statements, odd.statements[0], replace(odd.statements[0], kind=None)))
    with pytest.raises(RecordError, match="NOT NULL"):
        record.add(broken, addresses=("/a.txt",))
    assert counts(record) == before
    record.add(full())
    assert record.problems() == []


def test_originals_and_metadata_are_kept(record):
    metadata = Metadata(title="T", published="2022-01-28", authors=("A",), publisher="P", url="https://p/1", language="fr", agency="AFP")
    data = "é".encode() * 10_000
    record.add(
        document("é" * 10_000), addresses=("/a.txt",), metadata=metadata, data=data, media_type="text/html", given={"publisher": "P"}
    )
    entry = record.entry("/a.txt")
    assert (entry.metadata, entry.data, entry.media_type, entry.given) == (metadata, data, "text/html", {"publisher": "P"})
    assert rows(record, "SELECT size, zlib FROM originals") == [(20_000, None)]
    record.add(document("Le pont est fermé."), addresses=("/b.html",), data=b"<p>" + data)
    assert record.entry("/b.html").data == b"<p>" + data
    assert rows(record, "SELECT length(zlib) < 300 FROM originals WHERE document_id = 2") == [(1,)]


def test_damage_is_seen(record):
    record.add(full(), data=b"not these bytes")
    record.add(said("Nous partons"))
    record._database.run("UPDATE statements SET content = '9-999' WHERE n = 1")
    record._database.run("UPDATE texts SET zlib = x'00' WHERE document_id = 2")
    record._database.run("INSERT INTO statement_index (rowid, french, english) VALUES (99, 'rien', '')")
    found = "\n".join(record.problems())
    for what in ("points outside", "original is damaged", "missing or damaged", "1 are too many"):
        assert what in found


def test_a_backup_is_a_whole_record_and_overwrites_nothing(record, tmp_path):
    record.add(full())
    record.backup(tmp_path / "copy.db")
    with Record(tmp_path / "copy.db") as copy:
        assert copy.document(full().id) == full()
        assert copy.problems() == []
    with pytest.raises(RecordError, match="already"):
        record.backup(tmp_path / "copy.db")
    with pytest.raises(RecordError, match="cannot be written"):
        record.backup(tmp_path / "none" / "copy.db")


def test_what_is_no_record_is_refused_and_left_alone(tmp_path):
    with pytest.raises(RecordError, match="no such record"):
        Record(tmp_path / "none.db")
    text = tmp_path / "a.txt"
    text.write_text("Ceci n'est pas une base de données. " * 10, encoding="utf-8")
    with pytest.raises(RecordError, match="not a record"):
        Record(text, create=True)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(RecordError, match="another program"):
        Record(other, create=True)
    with pytest.raises(RecordError, match="cannot be opened"):
        Record(tmp_path / "no" / "r.db", create=True)


def test_a_newer_record_is_refused(record, tmp_path):
    record._database.run("INSERT INTO schema_version (version, applied) VALUES (999, 'later')")
    record.close()
    with pytest.raises(RecordError, match="newer inquit"):
        Record(tmp_path / "r.db")


def test_migrations_are_numbered_from_one_without_a_gap():
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


def test_migrating_twice_does_nothing(record):
    assert migrate(record._database) == len(migrations())


def test_another_way_to_make_stems_makes_the_index_anew(record, tmp_path):
    record.add(full())
    record._database.run("UPDATE settings SET value = 'old' WHERE key = 'analyser'")
    record._database.run("INSERT INTO statement_index (statement_index) VALUES ('delete-all')")
    assert record.search("garanties").total == 0
    record.close()
    with Record(tmp_path / "r.db") as again:
        assert again.search("garanties").total == 2
        assert again.problems() == []


def test_one_reads_while_another_writes(record, tmp_path):
    record.add(full())
    record.begin()
    record.add(said("Nous partons"))
    with Record(tmp_path / "r.db") as reader:
        assert reader.stats().documents == 1
        record.commit()
        assert reader.stats().documents == 2


def test_a_failure_goes_when_its_address_is_read(record):
    run = record.start_run("add", "0", None, {})
    record.fail(run, "/a.txt", "empty")
    record.fail(run, "/a.txt", "still empty")
    assert [one["reason"] for one in record.failures()] == ["still empty"]
    record.add(full(), addresses=("/a.txt",))
    assert record.failures() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v.pop("addresses"), "no field 'addresses'"),
        (lambda v: v.update(schema="other"), "schema"),
        (lambda v: v["document"].update(text=3), "document.text"),
        (lambda v: v["document"].update(text="short"), "outside"),
        (lambda v: v["document"].update(id="0" * 16), "id"),
        (lambda v: v["document"].update(more=1), "unknown field more"),
        (lambda v: v["document"]["statements"][0].update(kind="rumour"), "rumour"),
        (lambda v: v["document"]["statements"][0].update(parent="gone"), "parent"),
        (lambda v: v["document"]["statements"][0].update(content_text="no"), "another content"),
        (lambda v: v["document"]["statements"].append(v["document"]["statements"][0]), "one id"),
        (lambda v: v.update(original="!"), "not a line"),
        (lambda v: v.update(original="AAAA"), "another sha256"),
        (lambda v: v["document"]["blocks"][0].update(span=[1]), "2 values"),
    ],
)
def test_a_line_of_an_export_is_not_trusted(change, says):
    import json

    values = json.loads(interchange.to_line(Entry(full())))
    change(values)
    with pytest.raises(inquit.InputError, match=says):
        interchange.from_line(json.dumps(values))


@pytest.mark.parametrize("line", ["", "[]", "null", "{", '{"schema": "inquit-record/1"}', "[" * 10_000])
def test_what_is_no_line_of_an_export_is_refused(line):
    with pytest.raises(inquit.InputError):
        interchange.from_line(line)
