import gzip
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from inquit.document import Metadata
from inquit.intake import formats
from inquit.intake.limits import Limits
from inquit.intake.records import SKIPS, Found, Skipped
from inquit.intake.sources import read_source
from tests.intake_files import PAGE, ROWS, TEXT, csv_table, docx, files, json_lines, locked, zipped


def read(source, **options):
    found = list(read_source(source, **options))
    assert all(one.code in SKIPS for one in found if isinstance(one, Skipped))
    assert all(one.origin.isprintable() for one in found)
    return found


def origins(found):
    return [one.origin for one in found]


@pytest.mark.parametrize("name", list(files()))
def test_every_type_as_a_file_and_as_bytes(tmp_path, name):
    data = files()[name]
    (tmp_path / name).write_bytes(data)
    from_file, from_bytes = read(tmp_path / name), read(data, name=name)
    assert [(type(one), one.origin.removeprefix(f"{tmp_path}/")) for one in from_file] == [(type(one), one.origin) for one in from_bytes]
    assert isinstance(from_file[0], Found)
    assert [one.raw.text for one in from_file if isinstance(one, Found)] == [one.raw.text for one in from_bytes if isinstance(one, Found)]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "page.html", "page_files/ad.html", "c.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-1.7" if name.endswith("pdf") else PAGE.encode() if name.endswith("html") else TEXT.encode())
    found = read(tmp_path)
    assert [origin.removeprefix(f"{tmp_path}/") for origin in origins(found)] == ["a/z.txt", "b.txt", "c.pdf", "page.html"]
    assert found[2].code == "pdf"
    assert "pdftotext -layout file.pdf file.txt" in found[2].reason


def test_links_in_circles(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text(TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "none").symlink_to(tmp_path / "nowhere")
    found = read(tmp_path)
    assert [one.origin.removeprefix(f"{tmp_path}/") for one in found] == ["a/x.txt", "none"]
    assert found[1].code == "unreadable"


def test_patterns(tmp_path):
    for name in ("a.txt", "b.txt", "c.csv", "d[1].txt"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "e.txt").write_text(TEXT)
    assert len(read(f"{tmp_path}/?.txt")) == 2
    assert len(read(f"{tmp_path}/**/*.txt")) == 4
    assert origins(read(f"{tmp_path}/d[1].txt")) == [f"{tmp_path}/d[1].txt"]
    assert [one.code for one in read(f"{tmp_path}/*.none")] == ["missing"]
    assert [one.code for one in read(f"{tmp_path}/none.txt")] == ["missing"]
    assert [one.code for one in read("a\0b")] == ["missing"]


@pytest.mark.parametrize(
    "data", [TEXT.encode(), PAGE.encode(), json_lines(), zipped({"a.txt": TEXT}), docx(), gzip.compress(TEXT.encode())]
)
def test_standard_input(data):
    found = read("-", stdin=io.BytesIO(data))
    assert found
    assert isinstance(found[0], Found)
    assert found[0].origin.startswith("-")


def test_standard_input_of_a_process():
    code = "from inquit.intake.sources import read_source; print([one.raw.text for one in read_source('-')])"
    run = subprocess.run([sys.executable, "-c", code], input=TEXT.encode(), capture_output=True, check=True)
    assert run.stdout.decode().strip() == repr([TEXT])


def test_devices_are_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert [one.code for one in read(tmp_path)] == ["unknown-type"]
    assert [one.code for one in read("/dev/null")] == ["unknown-type"]


def test_names_act_on_nothing(tmp_path):
    name = os.fsdecode(b"d\xe9p\x1b[31m\n.txt")
    (tmp_path / name).write_text(TEXT)
    (found,) = read(tmp_path)
    assert found.origin == found.raw.uri == f"{tmp_path}/d\\udce9p\\x1b[31m\\n.txt"


# --- archives --------------------------------------------------------------------------


def test_archives_in_archives():
    inner = zipped({"c.txt": TEXT, "d.csv": csv_table()})
    data = zipped({"a.txt": TEXT, "folder/b.zip": inner, "e.txt.gz": gzip.compress(TEXT.encode()), ".hidden": "x", "__MACOSX/._a": "x"})
    found = read(data, name="x.zip")
    assert origins(found) == [
        "x.zip!/a.txt",
        "x.zip!/folder/b.zip!/c.txt",
        "x.zip!/folder/b.zip!/d.csv#1",
        "x.zip!/folder/b.zip!/d.csv#2",
        "x.zip!/folder/b.zip!/d.csv#3",
        "x.zip!/e.txt.gz",
    ]
    (deep,) = read(zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": TEXT})})}), name="x.zip")
    assert (deep.origin, deep.code) == ("x.zip!/b.zip!/c.zip", "too-deep")


def test_an_office_file_in_an_archive():
    (found,) = read(zipped({"a.docx": docx()}), name="x.zip")
    assert found.raw.metadata.title == "Le pont rouvre"


def test_names_in_archives_lead_nowhere():
    data = zipped({"../../etc/passwd": TEXT, "/abs.txt": TEXT, "C:\\x\\y.txt": TEXT, "dépêche.txt": TEXT, "a\x1b[2J.txt": TEXT})
    assert origins(read(data, name="x.zip")) == [
        "x.zip!/etc/passwd",
        "x.zip!/abs.txt",
        "x.zip!/x/y.txt",
        "x.zip!/dépêche.txt",
        "x.zip!/a\\x1b[2J.txt",
    ]


def test_bombs_are_stopped():
    bomb = b"a" * 50_000_000
    (skipped,) = read(gzip.compress(bomb), name="a.txt.gz")
    assert skipped.code == "bomb"
    found = read(zipped({"bomb.txt": bomb, "a.txt": TEXT}), name="x.zip")
    assert [getattr(one, "code", None) for one in found] == ["bomb", None]
    limits = Limits(expanded=100_000, document=90_000)
    found = read(zipped({f"{n}.txt": os.urandom(30_000).hex() for n in range(9)}), name="x.zip", limits=limits)
    assert found[-1].code == "bomb"
    assert len(found) < 4
    (skipped,) = read(zipped({f"{n}.txt": "x" for n in range(20)}), name="x.zip", limits=Limits(members=10))
    assert (skipped.origin, skipped.code) == ("x.zip", "bomb")


def test_members_that_cannot_be_read_leave_the_others():
    data = zipped({"a.txt": TEXT * 50, "b.txt": TEXT})
    broken = data.replace(data[60:70], b"\0" * 10, 1)
    assert [getattr(one, "code", None) for one in read(broken, name="x.zip")] == ["damaged", None]
    assert [one.code for one in read(locked(), name="x.zip")] == ["encrypted"]
    assert [one.code for one in read(data[: len(data) // 2], name="x.zip")] == ["damaged"]
    assert [one.code for one in read(gzip.compress(TEXT.encode())[:-9], name="a.txt.gz")] == ["damaged"]


def test_a_table_of_contents_that_is_too_long_is_not_read():
    data = bytearray(zipped({"a.txt": TEXT}))
    at = data.rindex(b"PK\x05\x06") + 12
    data[at : at + 4] = (200_000_000).to_bytes(4, "little")
    assert [one.code for one in read(bytes(data), name="x.zip")] == ["bomb"]


# --- types ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.4", "pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(100), "unknown-type"),
        ("a.rtf", b"{\\rtf1 x}", "unknown-type"),
        ("a.png", b"\x89PNG\r\n", "unknown-type"),
        ("a.css", b"p {}", "unknown-type"),
        ("a.xml", b"<?xml version='1.0'?><newsItem/>", "unknown-type"),
        ("a", b"<?xml version='1.0'?><newsItem/>", "unknown-type"),
        ("a.tar", bytes(257) + b"ustar" + bytes(300), "unknown-type"),
        ("a.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "unknown-type"),
        ("a.odt", zipped({"mimetype": "x", "content.xml": ""}), "unknown-type"),
        ("a.docx", b"words", "damaged"),
        ("a.parquet", b"PAR1", "damaged"),
        ("a.parquet", b"words", "damaged"),
        ("a.txt", b"", "no-text"),
        ("a.txt", b" \n", "no-text"),
        ("a.bin", bytes(range(32)) * 40, "unknown-type"),
        ("a.mhtml", b"From: <Saved by Blink>\r\n", "unknown-type"),
    ],
)
def test_what_is_not_read_is_told_in_one_line(name, data, code):
    (skipped,) = read(data, name=name)
    assert (skipped.code, skipped.origin) == (code, name)
    assert skipped.reason
    assert "\n" not in skipped.reason
    assert not skipped.reason.startswith(f"{name}:")


@pytest.mark.parametrize(
    ("head", "name", "told"),
    [
        (b"Une ligne, une autre", "", formats.TEXT),
        (b"Une ligne", "depeche.2022-01-28", formats.TEXT),
        (b'{"text": "a"}\n{"text": "b"}\n', "", formats.JSON_LINES),
        (b'{"text": "a"}\n{"text": "b"}\n', "a.json", formats.JSON_LINES),
        (b'{"text": "a"}', "a.json", formats.JSON),
        (b'[{"text": "a"}]', "", formats.JSON),
        (b"[Photo] Le maire", "", formats.TEXT),
        (b"{Le maire} a dit", "", formats.TEXT),
        (b"<!-- saved from url=(0014)about:internet -->\r\n<HTML>", "x", formats.HTML),
        (b"\xef\xbb\xbf<!doctype html>", "a.txt", formats.HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">', "a.xhtml", formats.HTML),
        ("<html>".encode("utf-16"), "a", formats.HTML),
    ],
)
def test_types(head, name, told):
    assert formats.media_type(head, name) == told


def test_files_beyond_the_limit(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a" * 2001)
    assert [one.code for one in read(tmp_path, limits=Limits(document=2000))] == ["too-large"]
    assert [one.code for one in read("-", stdin=io.BytesIO(b"a" * 2001), limits=Limits(document=2000))] == ["too-large"]


# --- office documents ---------------------------------------------------------------------


def test_docx():
    core = "<dc:title>Autre</dc:title><dc:creator>Ana Roy;admin</dc:creator><dc:language>fr-FR</dc:language>"
    (found,) = read(docx(core=core), name="a.docx")
    assert found.raw.text == "Le pont rouvre\n« Enfin », a dit le maire."
    assert found.raw.metadata == Metadata("Le pont rouvre", None, ("Ana Roy",), language="fr")
    (found,) = read(docx([("", "Un.")], core="<dc:title>Le titre</dc:title>"), name="a.docx")
    assert (found.raw.metadata.title, found.raw.text) == ("Le titre", "Un.")
    (found,) = read(docx([("", "Un.")], core="<dc:title>Microsoft Word - x.doc</dc:title>"), name="a.docx")
    assert found.raw.metadata.title is None


def test_docx_of_parts():
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cellule</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:t>effacé</w:t></w:r></w:del><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:noBreakHyphen/></w:r>"
        "<w:r><w:instrText>DATE</w:instrText></w:r></w:p>"
    )
    (found,) = read(docx([("", "Un.")], body=body), name="a.docx")
    assert found.raw.text == "Un.\ncellule\na\tb\n\u2011"


def test_docx_with_entities_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="x"><w:p>&b;</w:p></w:document>'
    data = zipped({"[Content_Types].xml": "", "word/document.xml": bomb})
    (skipped,) = read(data, name="a.docx")
    assert skipped.code == "damaged"
    assert "entities" in skipped.reason


def test_docx_written_by_another_program():
    document = pytest.importorskip("docx").Document()
    document.core_properties.author = "Ana Roy"
    document.add_heading("Le pont rouvre", 0)
    document.add_paragraph("« Enfin », a dit le maire.")
    document.add_table(1, 1).cell(0, 0).text = "cellule"
    data = io.BytesIO()
    document.save(data)
    (found,) = read(data.getvalue(), name="a.docx")
    assert found.raw.text.split("\n")[:3] == ["Le pont rouvre", "« Enfin », a dit le maire.", "cellule"]
    assert (found.raw.metadata.title, found.raw.metadata.authors) == ("Le pont rouvre", ("Ana Roy",))


# --- memory --------------------------------------------------------------------------------


def test_memory_is_flat(tmp_path):
    import tracemalloc

    row = ('{"text": "' + "mot " * 2000 + '"}\n').encode()
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", compresslevel=1) as file:
        for number in range(3000):
            file.write(row.replace(b"mot", str(number).encode(), 200))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("c.jsonl", row * 100)
    peaks = []
    for source in (tmp_path / "a.jsonl.gz", tmp_path / "b.zip"):
        tracemalloc.start()
        count = sum(1 for _ in read_source(source, limits=Limits(ratio=100_000)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count in (3000, 100)
    assert max(peaks) < 5_000_000


def test_nothing_is_left_open(tmp_path):
    # Unclosed files are warnings, and warnings are errors here.
    for name, data in files().items():
        (tmp_path / name).write_bytes(data)
    for one in read_source(tmp_path):
        assert one.origin
        break
    assert len(read(tmp_path)) > len(ROWS)


def test_every_limit_and_reason_is_documented():
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    for code, meaning in SKIPS.items():
        assert f"| `{code}` | {meaning} |" in page
    limits = Limits()
    shown = (limits.document // 10**6, limits.row // 10**6, limits.expanded // 10**9, limits.ratio, f"{limits.members:,}", limits.depth)
    for told in ("64 MB", "16 MB", "4 GB", "200 times", "100,000", "2 deep"):
        assert told in page
    assert shown == (64, 16, 4, 200, "100,000", 2)
