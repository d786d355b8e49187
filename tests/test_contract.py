"""The JSON contract and the page that describes it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from inquit.document import BLOCKS
from inquit.reading.times import PRECISIONS
from inquit.statement import ACTS, FORMS, KINDS, LEVELS, MODALITIES, SPEAKERS, UNKNOWN
from inquit.views.contract import document_values, to_json
from tests.pages import dispatch, summit

PAGE = (Path(__file__).parent.parent / "docs" / "contract.md").read_text(encoding="utf-8")


def section(title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.S | re.M).group(1)


def described(title):
    """The rows of a table: what is named and what is said of it."""
    return dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section(title), re.M))


def by_cue(document, cue):
    return next(one for one in document_values(document)["statements"] if one["cue"][0]["text"] == cue)


def test_every_field_of_a_statement_is_told():
    document = summit()
    text = document.text
    one = by_cue(document, "a mis en garde")
    start = text.index("les Européens")
    assert one["addressee"] == {"start": start, "end": start + 13, "text": "les Européens", "name": None}
    assert one["channel"]["text"] == "lors d’une conférence de presse"
    assert set(one["channel"]) == {"start", "end", "text"}
    assert one["place"] == {**one["place"], "text": "à Helsinki", "name": "Helsinki", "country": "FIN", "rule": "gazetteer"}
    assert one["act"]["label"] == "warn"
    assert one["act"]["level"] == "textual"
    assert [span["text"] for span in one["act"]["evidence"]] == ["a mis en garde"]
    speaker = one["speaker"]
    assert list(speaker) == ["id", "name", "type", "role", "country", "organization", "members", "evidence", "confidence"]
    assert (speaker["name"], speaker["type"], speaker["role"], speaker["country"]) == (
        "Aarne Koskela",
        "person",
        "chef de l’État finlandais",
        "FIN",
    )
    assert {held["field"]: held["text"] for held in speaker["evidence"]} == {
        "name": "Aarne Koskela",
        "role": "chef de l’État finlandais",
        "country": "finlandais",
    }
    said = by_cue(document, "a indiqué")
    assert (said["time"]["text"], said["time"]["value"], said["time"]["precision"], said["time"]["rule"]) == (
        "mardi soir",
        "2026-03-03",
        "day",
        "weekday",
    )
    assert said["mentions"] == ["Igor Valenski", "Aarne Koskela"]
    assert by_cue(document, "avait promis")["chain"] == ["Kremlin", "Igor Valenski"]
    assert by_cue(document, "aurait confié")["modality"] == "hearsay"
    assert by_cue(document, "ont appelé")["speaker"]["members"] == ["Per Lindqvist", "Liis Tamm"]


def test_what_is_not_known_is_null_and_says_why():
    document = summit()
    one = by_cue(document, "estime")
    assert (one["speaker"], one["act"], one["chain"]) == (None, None, [None])
    assert one["unknown"] == {"speaker": "unsure", "act": "attitude"}
    late = by_cue(document, "peut-on lire")
    assert (late["time"]["value"], late["time"]["precision"], late["unknown"]["time"]) == (None, None, "no-anchor")
    assert (late["addressee"], late["place"]) == (None, None)


def spans(value):
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        for held in value.values():
            yield from spans(held)
    elif isinstance(value, list):
        for held in value:
            yield from spans(held)


@pytest.mark.parametrize("made", [summit, dispatch])
def test_every_span_is_what_stands_there(made):
    values = json.loads(to_json(made()))
    found = list(spans(values["statements"])) + list(spans(values["names"]))
    assert len(found) > 50
    for span in found:
        assert values["text"][span["start"] : span["end"]] == span["text"]


def test_names_of_the_document():
    assert document_values(summit())["names"][0] == {"kind": "location", "start": 3, "end": 11, "text": "Finlande"}


@pytest.mark.parametrize("hostile", ["a\u2028b", "\ud800", "\x1b[31m", '"}\n{"', "\u202e"])
def test_hostile_names_stay_on_their_line_and_come_back_whole(hostile):
    document = summit()
    speaker = replace(document.statements[0].speaker, name=hostile, role=hostile, members=(hostile,))
    one = replace(document.statements[0], speaker=speaker, chain=(hostile,), mentions=(hostile,), unknown=((hostile, hostile),))
    line = to_json(replace(document, statements=(one,)))
    line.encode("utf-8")
    assert len(line.splitlines()) == 1
    read = json.loads(line)["statements"][0]
    assert (read["speaker"]["name"], read["chain"], read["mentions"], read["unknown"]) == (
        hostile,
        [hostile],
        [hostile],
        {hostile: hostile},
    )


# --- the page that describes it -----------------------------------------------------


@pytest.mark.parametrize(
    ("title", "glossary"),
    [
        ("Speakers", SPEAKERS),
        ("Acts", ACTS),
        ("Levels", LEVELS),
        ("Modalities", MODALITIES),
        ("Forms", FORMS),
        ("Kinds", KINDS),
        ("What is not known", UNKNOWN),
    ],
)
def test_labels_are_described_as_the_glossaries_have_them(title, glossary):
    assert described(title) == glossary


def test_every_field_is_described():
    values = document_values(summit())
    one = by_cue(summit(), "a mis en garde")
    document_fields = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", PAGE.split("## Statements")[0], re.M))
    assert set(document_fields) == set(values)
    assert set(described("Statements")) == set(one)
    assert set(described("The speaker")) == set(one["speaker"])
    for name in ("addressee", "place", "act"):
        for field in one[name]:
            assert f'"{field}"' in described("Statements")[name], (name, field)
    assert all(f'"{field}"' in described("Statements")["time"] for field in by_cue(summit(), "a indiqué")["time"])
    assert set(described("Blocks")) == set(BLOCKS)
    assert set(described("The time")) == set(PRECISIONS)
