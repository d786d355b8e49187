import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inquit.cli import main

SAMPLE = Path(__file__).parent.parent / "examples" / "depeche.txt"


def run(*arguments, **options):
    return CliRunner().invoke(main, [str(a) for a in arguments], **options)


def test_jsonl_is_the_contract_one_document_a_line():
    result = run("read", "--format", "jsonl", "--published", "2026-03-09", SAMPLE, SAMPLE)
    first, second = result.stdout.splitlines()
    assert first == second
    document = json.loads(first)
    text = SAMPLE.read_text(encoding="utf-8")
    assert document["schema"] == "inquit/1"
    assert (document["uri"], document["text"], document["language"], document["published"]) == (str(SAMPLE), text, "fr", "2026-03-09")
    for statement in document["statements"]:
        for role in ("source", "cue", "content", "verbatim"):
            for span in statement[role]:
                assert text[span["start"] : span["end"]] == span["text"]


def test_text_shows_copy_and_statements():
    result = run("read", "--format", "text", SAMPLE)
    assert result.exit_code == 0
    assert "Clémence Aubrac" in result.stdout
    assert "a-t-il déclaré" in result.stdout
    assert "↳" in result.stdout


def test_standard_input_and_filters():
    every = json.loads(run("read", "-", "--format", "json", input=SAMPLE.read_bytes()).stdout)
    assert every["uri"] == "-"
    sure = json.loads(run("read", "-", "--format", "json", "--min-confidence", "0.9", input=SAMPLE.read_bytes()).stdout)
    attitude = json.loads(run("read", "-", "--format", "json", "--kind", "attitude", input=SAMPLE.read_bytes()).stdout)
    assert [s for s in every["statements"] if s["confidence"] >= 0.9] == sure["statements"]
    assert [s for s in every["statements"] if s["kind"] == "attitude"] == attitude["statements"]


def test_a_bad_file_is_one_line_and_the_others_are_read(tmp_path):
    empty, binary = tmp_path / "empty.txt", tmp_path / "pic.png"
    empty.write_bytes(b"")
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = run("read", "--format", "jsonl", empty, SAMPLE, binary, tmp_path / "none.txt")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["inquit"] * 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "--format", "xml", SAMPLE],
        ["read", "--min-confidence", "2", SAMPLE],
        ["read", "--kind", "rumour", SAMPLE],
        ["read", "--published", "hier", SAMPLE],
        ["read", "--pack", "nowhere", SAMPLE],
        ["evaluate", "nowhere.jsonl"],
    ],
)
def test_bad_arguments_give_a_clear_line_and_a_bad_exit(arguments):
    result = run(*arguments)
    assert result.exit_code != 0
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_evaluate_scores_and_lists(tmp_path):
    gold = tmp_path / "gold.jsonl"
    text = "« Nous partons », a déclaré Anne Dupuis. Le pont est vieux."
    roles = {"source": [[28, 39]], "cue": [[17, 27]], "content": [[0, 15]]}
    missed = {"id": "b", "source": [[41, 48]], "cue": [[49, 52]], "content": [[53, 58]]}
    gold.write_text(json.dumps({"id": "x", "text": text, "attributions": [{"id": "a", **roles}, missed]}), encoding="utf-8")
    result = run("evaluate", gold, "--errors")
    assert result.exit_code == 0
    assert "relation" in result.stdout
    assert "missed     53" in result.stdout


def test_escape_sequences_in_copy_never_reach_the_terminal(tmp_path):
    path = tmp_path / "evil.txt"
    path.write_text("\x1b]0;owned\x07« Non \x1b[31m», a dit [bold]Lou[/bold] \u202eabc.\n[red]x", encoding="utf-8")
    result = run("read", "--format", "text", path)
    assert result.exit_code == 0
    assert "\x1b]0" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "[bold]Lou[/bold]" in result.stdout


def test_the_installed_command_runs():
    done = subprocess.run([sys.executable, "-m", "inquit", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("inquit, version")
