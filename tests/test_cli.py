import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inquit.cli import main
from inquit.document import Document
from tests.pages import summit

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


@pytest.fixture
def reading(monkeypatch):
    """Whatever is read, the summit is found in it."""

    class Known:
        def __init__(self, pack=None):
            self.document = summit()

        def read_raw(self, raw, **options) -> Document:
            return self.document

    monkeypatch.setattr("inquit.cli.Reader", Known)


def cues(*arguments):
    result = run("read", "--format", "json", *arguments, SAMPLE)
    assert result.exit_code == 0
    return [" ".join(span["text"] for span in one["cue"]) for one in json.loads(result.stdout)["statements"]], result.stderr


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--speaker", "koskela"], ["a mis en garde", "a-t-il ajouté", "aurait confié"]),
        (["--speaker", "ELYSEE"], ["n’a pas confirmé"]),
        (["--speaker", "président russe"], ["avait promis"]),
        # A member of a group says what the group says.
        (["--speaker", "Liis Tamm"], ["a averti", "ont appelé"]),
        (["--speaker", "kremlin", "--speaker", "valenski"], ["a indiqué", "avait promis"]),
        (["--act", "warn"], ["a mis en garde", "a averti"]),
        (["--act", "warn", "--act", "promise"], ["avait promis", "a mis en garde", "a averti"]),
        (["--act", "warn", "--speaker", "tamm"], ["a averti"]),
        (["--to", "koskela"], ["avait promis"]),
        (["--to", "europeens", "--to", "russie"], ["a mis en garde", "ont appelé"]),
        (["--to", "MOSCOU"], ["ont appelé"]),
        (["--type", "government"], ["a indiqué", "n’a pas confirmé"]),
        (["--type", "group", "--type", "anonymous"], ["Selon", "ont appelé"]),
        (["--kind", "attitude"], ["estime"]),
        (["--speaker", "koskela", "--min-confidence", "0.8"], ["a mis en garde", "a-t-il ajouté"]),
    ],
)
def test_filters(reading, arguments, found):
    assert cues(*arguments) == (found, "")


@pytest.mark.parametrize("words", ["Koskel", "oskela", "Valenski Igor", "russe président", "", "-", "*"])
def test_a_speaker_is_found_by_whole_words_in_their_order(reading, words):
    assert cues("--speaker", words)[0] == []


def test_nothing_found_names_the_speakers_in_one_line(reading):
    found, said = cues("--speaker", "Macron")
    assert found == []
    assert said == (
        f"inquit: {SAMPLE}: No such statement; the speakers are Aarne Koskela (3), Kremlin, Igor Valenski, "
        "source diplomatique, Élysée, Per Lindqvist, Liis Tamm, M. Lindqvist et elle.\n"
    )
    shown = run("read", "--format", "text", "--speaker", "Macron", SAMPLE)
    assert "No such statement; the speakers are Aarne Koskela (3)" in shown.stdout
    assert shown.stderr == ""


def test_the_page_has_what_the_filters_let_through(reading):
    page = run("read", "--format", "html", "--act", "warn", SAMPLE).stdout
    assert "2 déclarations" in page
    assert 'id="s3"' not in page


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
        ["read", "--act", "say", SAMPLE],
        ["read", "--type", "country", SAMPLE],
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


def test_a_web_page_is_read_without_its_tags(tmp_path):
    page = tmp_path / "page.html"
    body = "<p>« Nous fermerons l’usine lundi », a déclaré Marie Martin devant les salariés réunis dans la cour de l’atelier.</p>" * 3
    page.write_text(f"<!doctype html><html lang=fr><head><title>L’usine ferme</title></head><body><article>{body}</article></body></html>")
    (document,) = map(json.loads, run("read", page, "--format", "jsonl").stdout.splitlines())
    assert "<p>" not in document["text"]
    assert document["statements"][0]["speaker"]["name"] == "Marie Martin"


def test_a_web_page_that_holds_nothing_is_named_in_one_line(tmp_path):
    page = tmp_path / "empty.html"
    page.write_text("<html></html>")
    told = run("read", page)
    assert told.exit_code == 1
    assert told.stderr.startswith(f"inquit: {page}: ")
    assert told.stderr.count("\n") == 1
