import pytest
from hypothesis import given

from inquit.intake.quotation import pair_quotation_marks
from tests.test_spans import texts

NBSP, THIN = "\u00a0", "\u202f"


def inners(text):
    return [q.inner.of(text) for q in pair_quotation_marks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Il dit : «{NBSP}oui{NBSP}», puis «{THIN}non{THIN}».", ["oui", "non"]),
        ("« Un “deux” trois »", ["Un “deux” trois", "deux"]),
        ('"Elle a crié +au feu+ hier", dit-il.', ["Elle a crié +au feu+ hier", "au feu"]),
        ("Elle n’a dit que ‘oui’, l’air las.", ["oui"]),
        ("‹ peu › et ''rien''", ["peu", "rien"]),
        ('un "mot", puis “un autre” et « un troisième »', ["mot", "un autre", "un troisième"]),
        ("« Il a dit “non » et puis", ["Il a dit “non", "non"]),
        ("Le prix monte de 3+4 et de +5 %", []),
        ('d\'" élément" clef', ["élément"]),
        ("5’ 30’’ plus tard", []),
        ("„Guten Tag“, sagt er", ["Guten Tag"]),
    ],
)
def test_pairs(text, expected):
    assert inners(text) == expected


def test_a_quotation_reopened_at_each_paragraph_continues():
    first, second, third = pair_quotation_marks("« Un.\n« Deux.\n« Trois », dit-il.")
    assert (first.continues, second.continues, third.continues) == (True, True, False)
    assert (first.closed, second.closed, third.closed) == (False, False, True)


def test_the_old_way_repeats_the_closing_mark():
    first, second = pair_quotation_marks("« Un.\n» Deux. »")
    assert first.continues
    assert second.closed


def test_an_unclosed_mark_runs_to_the_end_of_its_paragraph():
    (found,) = pair_quotation_marks("Il dit : « oui\nPuis rien.")
    assert not found.closed
    assert not found.continues
    assert found.span.end == len("Il dit : « oui")


def test_a_closing_mark_alone_closes_from_the_start_of_its_paragraph():
    (found,) = pair_quotation_marks("Oui, certes », dit-il.")
    assert (found.opened, found.closed) == (False, True)
    assert found.inner == (0, len("Oui, certes"))


@given(texts)
def test_quotations_nest_or_stay_apart_and_lie_in_the_text(text):
    found = pair_quotation_marks(text)
    assert list(found) == sorted(found, key=lambda q: (q.span.start, -q.span.end, q.depth))
    for number, one in enumerate(found):
        assert 0 <= one.span.start <= one.inner.start <= one.inner.end <= one.span.end <= len(text)
        assert "\n" not in one.inner.of(text)
        for other in found[number + 1 :]:
            assert not one.span.overlaps(other.span) or one.span.contains(other.span) or other.span.contains(one.span)


@pytest.mark.parametrize("unit", ["«", "“a ‘b ", "+a", "»", '"', "« +x "])
def test_a_page_of_marks_nests_no_deeper_than_copy_does(unit):
    assert max((q.depth for q in pair_quotation_marks("« " + unit * 20_000)), default=0) < 8
