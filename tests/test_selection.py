"""Which statements are shown: words against names. tests/test_cli.py has the options."""

from dataclasses import replace

import pytest

from inquit.views.selection import Selection, nothing_found
from tests.pages import document_of, speaker_of, summit


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("Vladimir Poutine", "poutine", True),
        ("Vladimir Poutine", "VLADIMIR  POUTINE", True),
        ("Vladimir Poutine", "Pou", False),
        ("l’Élysée", "elysee", True),
        ("l'Élysée", "l’Élysée", True),
        ("Jean-Luc Mélenchon", "luc melenchon", True),
        ("E\u0301lyse\u0301e", "Élysée", True),
        ("Sœur Ana", "soeur", True),
        ("STRASSE", "straße", True),
        ("OTAN", "otan", True),
        ("ministre de l’Eau", "l'eau", True),
        ("G7", "g7", True),
        ("Владимир Путин", "путин", True),
        ("Poutine", "", False),
        ("Poutine", "…", False),
        ("", "poutine", False),
    ],
)
def test_words_find_names(name, wanted, found):
    assert Selection.finds([name], [wanted]) == found


def test_no_words_are_found_across_two_texts():
    assert not Selection.finds(["Anton", "Brezal"], ["anton brezal"])


def test_without_conditions_all_is_shown():
    assert Selection().of(summit()) == summit().statements


def test_what_has_no_speaker_meets_no_condition_on_one():
    document = summit()
    for selection in (Selection(speakers=("il",)), Selection(types=("person",)), Selection(acts=("assert",)), Selection(addressees=("x",))):
        assert document.statements[-1] not in selection.of(document)


def test_the_line_stays_one_line_and_acts_on_no_terminal():
    tagged = " ".join(f"<source {n}>M. X{n}</source {n}> <cue {n}>dit</cue {n}> <content {n}>oui</content {n}>." for n in range(40))
    assert nothing_found(document_of(tagged)).endswith("M. X11 and 28 more.")
    held = document_of("<source>Lou</source> <cue>dit</cue> <content>oui</content>.")
    (one,) = held.statements
    acting = replace(one, speaker=speaker_of("a\x1b[31m\nb\u202e"))
    hostile = nothing_found(replace(held, statements=(acting,)))
    assert hostile == "No such statement; the speakers are a�[31m b�."
    assert (
        nothing_found(document_of("<cue>dit-on</cue> <content>oui</content>."))
        == "No such statement; no speaker of this document is known."
    )
