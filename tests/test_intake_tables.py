import hashlib
import io
import json
import sys

import pytest

from inquit.document import Metadata, merged
from inquit.errors import OptionError
from inquit.intake.columns import FIELDS, find_columns
from inquit.intake.limits import Limits
from inquit.intake.records import Found, Skipped
from inquit.intake.sources import read_source
from inquit.lexicon import rows
from tests.intake_files import ROWS, csv_table, json_lines, parquet


def read(data, name, **options):
    return list(read_source(data, name=name, **options))


TABLES = {
    "a.csv": csv_table(),
    "semicolon.csv": csv_table(";"),
    "sep.csv": b"sep=|\r\n" + csv_table("|"),
    "utf-16.csv": csv_table("\t").decode().encode("utf-16"),
    "mark.csv": b"\xef\xbb\xbf" + csv_table(),
    "latin.csv": csv_table().decode().encode("cp1252"),
    "a.tsv": csv_table("\t"),
    "a.jsonl": json_lines(),
    "a.json": json.dumps(ROWS).encode(),
    "indented.json": json.dumps({"articles": ROWS, "count": 3}, indent=2).encode(),
    "a.parquet": parquet(),
}


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_documents(name):
    first, second, third = read(TABLES[name], name)
    assert first.raw.text == ROWS[0]["corps"]
    assert first.raw.metadata == Metadata("Un", "2022-01-28", ("Ana Roy", "Luc Petit"))
    assert (first.origin, first.raw.uri, first.raw.media_type) == (f"{name}#1", f"{name}#1", "application/json")
    assert hashlib.sha256(first.data).hexdigest() == first.raw.sha256
    assert json.loads(first.data)["titre"] == "Un"
    assert second.raw.text.splitlines() == ROWS[1]["corps"].splitlines()
    assert (second.raw.metadata.published, second.raw.metadata.authors, second.raw.metadata.agency) == ("2022-01-29", (), "Reuters")
    assert third == Skipped(f"{name}#3", "a row without text", "no-text")


def test_a_row_is_the_same_in_every_format():
    assert len({read(TABLES[name], name)[0].raw.sha256 for name in TABLES}) == 1


def test_mapping():
    row = {"k": 17, "body": {"main": "Le texte."}, "when": "Mon, 03 Oct 2022 21:14:00 +0100", "who": [{"name": "Ana Roy"}]}
    row |= {"l": "fr-FR", "w": "https://x.example/1", "s": "La Gazette"}
    data = json.dumps(row).encode()
    mapping = {"text": "body.main", "published": "when", "authors": "who", "id": "k", "language": "l", "url": "w", "publisher": "s"}
    (found,) = read(data, "x.jsonl", mapping=mapping)
    assert found.raw.text == "Le texte."
    assert found.raw.metadata == Metadata(None, "2022-10-03T21:14:00+01:00", ("Ana Roy",), "La Gazette", "https://x.example/1", "fr")
    assert (found.origin, found.raw.uri) == ("x.jsonl#1", "x.jsonl#17")


def test_a_mapping_of_no_field_is_an_error_at_once():
    with pytest.raises(OptionError, match="published"):
        read_source(b"", mapping={"tekst": "body"})


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "a.json"])
def test_columns_are_listed_when_there_is_none_with_the_text(name):
    rows = [{"kop": "Een", "artikel": "Twee"}]
    data = {"a.csv": b"kop,artikel\nEen,Twee\n", "a.parquet": parquet(rows)}.get(name, json.dumps(rows[0]).encode())
    (skipped,) = read(data, name)
    assert (skipped.origin, skipped.code) == (name, "no-column")
    assert "kop, artikel" in skipped.reason
    assert "text=" in skipped.reason
    (skipped,) = read(data, name, mapping={"text": "corps"})
    assert "'corps'" in skipped.reason
    assert "kop, artikel" in skipped.reason
    (found,) = read(data, name, mapping={"text": "artikel"})
    assert found.raw.text == "Twee"


def test_rows_of_json_may_each_have_other_keys():
    data = b'{"about": "x"}\n{"text": "Un."}\n{"text": "Deux.", "date": "2022-01-28"}\nnot json\n[1]\n{"text": "Trois."}\n'
    found = read(data, "a.jsonl", mapping={"published": "date"})
    assert [one.raw.text if isinstance(one, Found) else one.code for one in found] == [
        "no-text",
        "Un.",
        "Deux.",
        "damaged",
        "damaged",
        "Trois.",
    ]
    assert found[2].raw.metadata.published == "2022-01-28"
    assert read(data, "a.jsonl", mapping={"published": "day"})[-1] == Skipped(
        "a.jsonl", "no row has the column 'day' for published", "no-column"
    )


def test_names_of_columns():
    assert find_columns(["Article ID", "TEXTE", "content", "Date de publication", "publié-le"], {}).of == {
        "text": "TEXTE",
        "published": "publié-le",
        "id": "Article ID",
    }
    assert find_columns(["content", "text"], {}).of["text"] == "text"
    assert {field for field, _ in rows("any", "fields")} == set(FIELDS)


def test_long_cells_and_odd_rows():
    long = "mot " * 100_000
    data = f"text,x,x,\n{long},1,2,3,4\n\n,,,\nshort\n".encode()
    first, second = read(data, "a.csv")
    assert first.raw.text == long
    assert json.loads(first.data) == {"text": long, "x": "1", "x 2": "2", "column 4": "3", "column 5": "4"}
    assert (second.raw.text, second.origin) == ("short", "a.csv#2")


def test_limits_of_rows():
    limits = Limits(row=1000, document=2000)
    data = b'{"text": "' + b"x" * 2000 + b'"}\n{"text": "short"}\n'
    assert [getattr(one, "code", None) for one in read(data, "a.jsonl", limits=limits)] == ["too-large", None]
    assert read(b"text\n" + b"x" * 2000 + b"\n", "a.csv", limits=limits)[0].code == "too-large"
    assert read(b"[" + b" " * 3000 + b"]", "a.json", limits=limits)[0].code == "too-large"
    rows = [{"text": "x" * 2000}, {"text": "short"}]
    assert [getattr(one, "code", None) for one in read(parquet(rows), "a.parquet", limits=limits)] == ["too-large", None]


def test_hostile_json():
    for data in (b"[" * 100_000, b'{"a":' * 100_000, b'{"text": ' + b"9" * 10_000 + b"}", b'{"text": NaN}', b"[1, 2]", b"[]", b'"x"', b"{"):
        assert all(isinstance(one, Skipped) for one in read(data, "a.json"))
        assert all(isinstance(one, Skipped) for one in read(data, "a.jsonl"))
    (found,) = read(rb'{"text": "a \ud83d\ude00 \udc00 \u0000", "n": Infinity}', "a.json")
    assert found.raw.text == "a 😀 \ufffd \0"
    assert json.loads(found.data)["n"] is None


def test_dates_of_parquet_are_dates():
    import datetime

    rows = [{"text": "a", "date": datetime.datetime(2022, 1, 28, 18, 5, tzinfo=datetime.UTC), "id": 7.0}]
    (found,) = read(parquet(rows), "a.parquet")
    assert found.raw.metadata.published == "2022-01-28T18:05:00+00:00"
    assert found.raw.uri == "a.parquet#7"


def test_a_cell_that_many_rows_share_is_in_memory_once():
    import tracemalloc

    data = parquet([{"text": "x" * 1_000_000}] * 2000)
    assert len(data) < 200_000
    tracemalloc.start()
    assert sum(1 for one in read_source(data, name="a.parquet") if one.raw.text) == 2000
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_without_pyarrow_a_line_says_what_to_install(monkeypatch):
    data = parquet()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (skipped,) = read(data, "a.parquet")
    assert skipped.code == "needs-more"
    assert "inquit[parquet]" in skipped.reason


def test_what_an_option_says_goes_over_the_documents_own():
    own = Metadata(title="T", authors=("Ana Roy",), language="fr")
    assert merged(Metadata(title="Option", published="2022-01-28"), own) == Metadata("Option", "2022-01-28", ("Ana Roy",), language="fr")


def test_rows_are_read_as_they_come():
    class Counted(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            data = super().read(size)
            self.taken += len(data)
            return data

    from inquit.intake.tables import json_lines as lines

    stream = io.BytesIO(b'{"text": "x"}\n' * 1000)
    next(iter(lines(stream, Limits())))
    assert stream.tell() < 100
