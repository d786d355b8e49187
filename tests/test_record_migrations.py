import gzip
import re
from dataclasses import replace

import pytest

from inquit import Record
from inquit.record.migration import migrations
from tests.old_records import FOLDER
from tests.record_samples import full, said

OLD = sorted(FOLDER.glob("*.db.gz"))


def test_a_record_of_every_version_is_kept():
    assert [int(path.name[:4]) for path in OLD] == [number for number, _ in migrations()], "run `python -m tests.old_records`"


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.name)
def test_an_old_record_is_opened_and_brought_up_to_date(path, tmp_path):
    (tmp_path / "old.db").write_bytes(gzip.decompress(path.read_bytes()))
    with Record(tmp_path / "old.db") as record:
        # What a later version keeps, an older one did not.
        wanted = full() if path.name >= "0002" else replace(full(), names=())
        assert record.document("/a.txt") == wanted
        assert record.search("garanties", speaker="poutine").total == 1
        assert record.search("partir").total == 0
        assert record.search("partir", all_versions=True).total == 1
        assert [one["address"] for one in record.failures()] == ["/c.txt"]
        assert record.add(said("Nous restons", "Élise Noé")) == "known"
        assert record.add(said("Nous revenons", "Élise Noé"), addresses=("/b.txt",)) == "version"
        assert schema(record) == schema(Record(tmp_path / "new.db", create=True))


def schema(record):
    """Tables, indexes and views, as they were made."""
    rows = record._database.rows("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    record.close()
    return [(row["name"], re.sub(r"\s+", " ", row["sql"])) for row in rows]
