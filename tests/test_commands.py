import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from inquit import Record
from inquit.adding import Adder
from inquit.cli import main
from inquit.record.export import COLUMNS
from tests.record_samples import full, said

SAMPLE = Path(__file__).parent.parent / "examples" / "depeche.txt"
EVIL = "=cmd|' /C calc'!A0 \x1b]0;owned\x07\x9b31m \u202e[bold]Lou[/bold]"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def record():
    with Record("inquit.db", create=True) as opened:
        opened.add(full(), addresses=("/a.txt",))
        opened.add(said("Nous restons", "Élise Noé"), addresses=("/b.txt",))
        yield opened


def run(*arguments, **options):
    return CliRunner().invoke(main, [str(a) for a in arguments], **options)


def test_from_files_to_an_answer(tmp_path):
    result = run("add", SAMPLE, "--published", "2026-03-09")
    assert (result.exit_code, result.stdout) == (0, "1 added; 17 statements\n")
    assert run("add", SAMPLE, "--published", "2026-03-09").stdout == "0 added, 1 known; 0 statements\n"
    shown = run("search", "negocier compensation", "--format", "json")
    assert json.loads(shown.stdout)["total"] == 0
    (hit,) = json.loads(run("search", "suspensions travail kessim", "--format", "json").stdout)["hits"]
    text = SAMPLE.read_text(encoding="utf-8")
    for span in (*hit["content"], *hit["highlights"], *hit["source"], *hit["cue"]):
        assert text[span["start"] : span["end"]] == span["text"]
    assert [span["text"] for span in hit["highlights"]] == ["suspension", "travaux", "Kessim"]
    assert hit["said"] == {"from": "2026-03-09", "to": "2026-03-09", "by": "time"}
    assert "17" in run("stats").stdout
    assert run("check").stdout == "all is well: 1 document\n"
    assert run("backup", "copy.db").exit_code == 0
    assert run("remove", SAMPLE).stdout.endswith("1 removed\n")
    assert run("search", "--db", "copy.db", "dialogue", "--format", "jsonl").stdout.count("\n") == 2
    assert run("search", "dialogue").stdout == "Nothing found.\n"


def test_text_shows_who_to_whom_when_what_and_where(record):
    shown = run("search", "garanties", "--speaker", "poutine").stdout
    for part in ("Vladimir Poutine → Emmanuel Macron", "2022-01-28", "demand", "as told by Kremlin > ?", "Nous exigeons des garanties",
                 "Le Kremlin exige", "/a.txt", "1 of 1 statement"):  # fmt: skip
        assert part in shown


def test_a_speaker_that_is_not_known_is_shown_by_the_words_of_the_source(record):
    assert "le Kremlin (unsure)" in run("search", "--form", "indirect", "vladimir").stdout


def test_speakers_break_neither_dates_nor_numbers_in_a_narrow_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with Record("inquit.db", create=True) as record:
        name = "agence régionale de santé de Provence-Alpes-Côte d'Azur"
        record.add(said("Nous restons", name, type="organization"), addresses=("/b.txt",))
    heading, first, *_ = run("speakers").stdout.splitlines()
    assert heading.split()[-4:] == ["statements", "documents", "first", "last"]
    assert first.split()[-4:] == ["1", "1", "2022-01-28", "2022-01-28"]
    assert "organization" in first


@pytest.mark.parametrize(
    "command", [["search"], ["speakers"], ["stats"], ["show", full().id], ["show", full().statements[1].id], ["search", "exiger"]]
)
def test_every_format_says_the_same(record, command):
    shown = {style: run(*command, "--format", style) for style in ("text", "json", "jsonl", "csv")}
    assert all(result.exit_code == 0 and result.stdout.strip() for result in shown.values())
    json.loads(shown["json"].stdout)
    lines = [json.loads(line) for line in shown["jsonl"].stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(shown["csv"].stdout)))
    if command != ["show", full().id]:
        assert len(lines) == len(rows)


def test_hostile_copy_acts_on_neither_terminal_nor_spreadsheet():
    with Record("inquit.db", create=True) as record:
        record.add(said(EVIL, EVIL[::-1]), addresses=("/=1\x1b[31m",))
        identity = record.search().hits[0].statement.id
    for command in (
        ["search"],
        ["search", "calc"],
        ["speakers"],
        ["show", identity],
        ["stats"],
        ["export", "--format", "csv"],
        ["remove", EVIL],
    ):
        for style in ("text", "json", "jsonl", "csv"):
            result = run(*command, *(["--format", style] if command[0] not in ("export", "remove") else []))
            assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(result.output) or command[0] == "export"
            if style == "csv" and command[0] != "remove":
                for row in csv.reader(io.StringIO(result.stdout)):
                    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    assert "[bold]Lou[/bold]" in run("search", "calc").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x", "--db", "none.db"],
        ["search", "--since", "hier"],
        ["search", "--since", "2022-06", "--until", "2022-01"],
        ["export", "--since", "2022-06", "--until", "2022-01"],
        ["search", "--form", "x"],
        ["search", "--act", "x"],
        ["search", "--limit", "0"],
        ["search", ""],
        ["search", "--speaker", "!"],
        ["search", "a", "b"],
        ["speakers", "--type", "x"],
        ["show", "nothing"],
        ["show"],
        ["remove"],
        ["remove", "nothing"],
        ["backup", "inquit.db"],
        ["export", "--format", "parquet"],
        ["export", "--format", "xml"],
        ["export", "-o", "no/such/folder.csv"],
        ["export", "-o", "desk.xlsx"],
        ["add"],
        ["add", "a.txt", "--published", "hier"],
        ["add", "a.txt", "--map", "text"],
        ["add", "a.txt", "--map", "nofield=x"],
        ["add", "a.txt", "--jobs", "0"],
        ["add", "a.txt", "--pack", "nowhere"],
        ["add", "a.txt", "--db", "no/such/folder.db"],
        ["refresh", "--pack", "nowhere"],
        ["check", "--db", "text.txt"],
    ],
)
def test_bad_arguments_give_a_clear_line_and_a_bad_exit(record, arguments):
    Path("text.txt").write_text("Ceci n'est pas une base. " * 50, encoding="utf-8")
    Path("a.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code not in (0, 3)
    assert result.stderr.strip()
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("command", "told"), [(["add", "a.txt"], "added"), (["refresh", "--all"], "read again")])
def test_a_run_that_is_stopped_says_what_is_kept(record, monkeypatch, command, told):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Adder, "add", stop)
    monkeypatch.setattr(Adder, "refresh", stop)
    result = run(*command)
    assert result.exit_code == 130
    hint = "; the same command goes on from there" if command[0] == "add" else ""
    assert result.stderr == f"inquit: stopped; 0 documents {told} and kept in the record{hint}\n"


def test_since_and_until_may_name_the_same_month_or_day(record):
    for day in ("2022", "2022-01", "2022-01-28"):
        assert run("search", "--since", day, "--until", day).stdout.endswith("statements\n")
    assert run("search", "--since", "2022-01-28", "--until", "2022-01").exit_code == 0


def test_what_cannot_be_read_is_named_and_ends_in_three(tmp_path):
    Path("texts").mkdir()
    Path("texts/empty.txt").write_bytes(b"")
    Path("texts/good.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    Path("texts/page.pdf").write_bytes(b"%PDF-1.7 ")
    result = run("add", "texts", "none.txt")
    assert result.exit_code == 3
    assert result.stdout == "1 added, 1 skipped, 2 failed; 1 statement\n"
    assert "texts/empty.txt: not read" in result.stderr
    assert "pdftotext" in result.stderr
    assert "none.txt" in result.stderr
    assert [one["address"] for one in json.loads(run("stats", "--format", "json").stdout)["failed"]] == [
        str(tmp_path / "none.txt"), str(tmp_path / "texts/empty.txt"),
    ]  # fmt: skip
    Path("texts/empty.txt").unlink()
    assert run("add", "texts").exit_code == 0


def test_standard_input_and_the_variable(monkeypatch):
    monkeypatch.setenv("INQUIT_DB", "other.db")
    assert run("add", "-", input="« Oui », a dit Paul Verdier.").exit_code == 0
    assert Path("other.db").exists()
    assert run("search", "--speaker", "verdier", "--format", "jsonl").stdout.count("\n") == 1


def test_refresh_reads_again_what_another_pack_has_read():
    Path("a.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    run("add", "a.txt")
    before = json.loads(run("search", "--format", "json").stdout)
    assert run("refresh").stdout == "0 read again; 0 statements\n"
    with sqlite3.connect("inquit.db") as connection:
        connection.execute("UPDATE documents SET pack = 'old'")
    connection.close()
    assert run("refresh").stdout == "1 read again; 1 statement\n"
    assert json.loads(run("search", "--format", "json").stdout) == before
    assert run("refresh", "--all").stdout == "1 read again; 1 statement\n"


def test_progress_shows_rate_and_time_left():
    Path("a.txt").write_text("« Oui », a dit Paul Verdier.", encoding="utf-8")
    shown = run("add", "a.txt", "--progress").stderr
    assert "1/1" in shown
    assert "left" in shown


def test_damage_is_named_and_ends_in_one(record):
    record._database.run("DELETE FROM texts")
    result = run("check")
    assert result.exit_code == 1
    assert "text is missing" in result.stdout


def test_csv_and_parquet_have_a_row_a_statement(record):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert run("export", "-o", "all.csv").stderr == "all.csv: 3 statements\n"
    assert run("export", "-o", "all.parquet").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(Path("all.csv").read_text(encoding="utf-8"))))
    table = parquet.read_table("all.parquet").to_pylist()
    assert list(rows[0]) == list(table[0]) == list(COLUMNS)
    assert [row["statement"] for row in rows] == [row["statement"] for row in table]
    assert table[1]["confidence"] == 0.8125
    assert (table[1]["chain"], table[1]["addressee"], table[0]["negated"]) == ("Kremlin > ? > Vladimir Poutine", "Emmanuel Macron", True)
    assert run("export", "garanties", "--speaker", "poutine", "--format", "csv").stdout.count("\n") == 2


def test_an_export_of_a_search_has_whole_documents(record):
    (line,) = run("export", "restons").stdout.splitlines()
    assert json.loads(line)["matched"] == [said("Nous restons", "Élise Noé").statements[0].id]
    Path("one.jsonl").write_text(line + "\n", encoding="utf-8")
    assert run("add", "one.jsonl", "--db", "one.db").stdout == "1 added; 1 statement\n"


def test_an_export_that_fails_leaves_the_old_file(record, monkeypatch):
    Path("all.csv").write_text("old", encoding="utf-8")
    monkeypatch.setattr("inquit.record.export.statement_row", lambda *_: 1 / 0)
    assert run("export", "-o", "all.csv").exception
    assert Path("all.csv").read_text(encoding="utf-8") == "old"
    assert not [path for path in Path().iterdir() if path.name.endswith(".part")]


def test_cells_that_begin_like_a_formula_are_made_harmless():
    with Record("inquit.db", create=True) as record:
        record.add(said("=1+1", "@Lou"))
    (row,) = csv.DictReader(io.StringIO(run("export", "--format", "csv").stdout))
    assert (row["content"], row["speaker"]) == ("'=1+1", "'@Lou")
    (row,) = csv.DictReader(io.StringIO(run("export", "--format", "csv", "--raw").stdout))
    assert (row["content"], row["speaker"]) == ("=1+1", "@Lou")


def test_csv_has_a_header_even_without_rows(record):
    assert run("search", "rien", "--format", "csv").stdout.strip().split(",") == list(COLUMNS)
    assert run("speakers", "rien", "--format", "csv").stdout.startswith("name,type,role")


def test_json_writes_what_acts_on_a_terminal_as_escapes():
    from inquit.commands.printing import to_json

    text = "a\x1b\x9b\u202e\U000e0041\U0010fffd\ud800é"
    assert to_json(text).isprintable()
    assert json.loads(to_json(text)) == text
