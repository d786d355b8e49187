"""The pages of the record: the tutorial is run, the schema and the columns are those of the code."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from inquit import Record
from inquit.cli import main
from inquit.record.export import COLUMNS
from inquit.record.search import SORTS, Criteria
from inquit.statement import ACTS, SPEAKERS

DOCS = Path(__file__).parent.parent / "docs"


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_tutorial_does_what_it_says(tmp_path, monkeypatch):
    """Each ``$ inquit …`` is run in order; each line shown must stand in what it prints, ``…`` for anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name, text in re.findall(r"^<!-- file (\S+) -->\n\n```text\n(.*?)^```", page("tutorial.md"), re.DOTALL | re.MULTILINE):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    commands = 0
    for block in re.findall(r"^```console\n(.*?)^```", page("tutorial.md"), re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, expected = part.partition("\n")
            program, *arguments = shlex.split(line)
            assert program == "inquit"
            shown = [one.rstrip() for one in CliRunner().invoke(main, arguments).output.splitlines()]
            for wanted in filter(str.strip, expected.splitlines()):
                pattern = re.escape(wanted.rstrip()).replace("…", ".*")
                assert any(re.fullmatch(pattern, one) for one in shown), f"{line}\n{wanted}\nnot in\n" + "\n".join(shown)
            commands += 1
    assert commands >= 8


def tables(tmp_path):
    with Record(tmp_path / "r.db", create=True) as record:
        names = record._database.rows(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_index_*'"
        )
        return {row["name"]: [one["name"] for one in record._database.rows(f"PRAGMA table_info({row['name']})")] for row in names}


def documented():
    found = {}
    for part in re.split(r"^## ", page("schema.md"), flags=re.MULTILINE)[1:]:
        name = re.match(r"`(\w+)`", part)
        if name:
            found[name.group(1)] = [
                column for cells in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for column in re.findall(r"`(\w+)`", cells)
            ]
    return found


def test_the_schema_page_has_every_table_and_column_and_no_other(tmp_path):
    assert {name: sorted(columns) for name, columns in documented().items()} == {
        name: sorted(columns) for name, columns in tables(tmp_path).items()
    }


def test_the_page_of_exports_has_the_columns():
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.*?) \|$", page("exports.md"), re.MULTILINE)
    kinds = {str: "text", int: "integer", float: "number", bool: "boolean"}
    assert rows == [(name, kinds[kind], what) for name, (kind, what) in COLUMNS.items()]


@pytest.mark.parametrize("name", [*(set(Criteria.__dataclass_fields__) - {"query"}), *SORTS, *ACTS, *SPEAKERS])
def test_the_page_of_the_search_names_everything(name):
    assert f"`{name}`" in page("search.md") or f"`--{name.replace('_', '-')}" in page("search.md")
