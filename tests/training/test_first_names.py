"""The list of first names is what Faker gives; skipped where Faker is not installed."""

import pytest

pytest.importorskip("faker")

from training.first_names import TARGET, first_names, main


def test_the_list_is_what_faker_gives():
    assert main(["--check"]) == 0, "run `python -m training.first_names`"


def test_a_changed_list_is_told(tmp_path, capsys):
    target = tmp_path / "first-names.tsv"
    target.write_text("name\tgender\n", encoding="utf-8")
    assert main(["--check"], target) == 1
    assert "not what Faker gives" in capsys.readouterr().out
    assert main([], target) == 0
    assert target.read_text(encoding="utf-8") == TARGET.read_text(encoding="utf-8")


def test_names_of_both_are_left_out():
    found = first_names()
    assert (found["marie"], found["jean"], found["pierre"]) == ("f", "m", "m")
    assert "claude" not in found
