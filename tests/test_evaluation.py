"""The measures against counts worked out by hand."""

import json

import pytest

from inquit.errors import InputError
from inquit.evaluation import (
    Case,
    Judged,
    Tally,
    calibration_error,
    circumstance_rates,
    folded_name,
    is_hard,
    kind_rates,
    pair,
    parents_right,
    quoted_ranges,
    read_gold,
    speaker_rates,
    stripped,
    types_right,
)
from inquit.scoring import listing, narrowed, report
from inquit.spans import Span
from tests.tagged import parse


def score(gold, found):
    """Tally of two tagged versions of one text."""
    one, other = parse(gold), parse(found)
    assert one.text == other.text
    tally = Tally()
    tally.add(Case("d", one.text, one.gold, other.gold))
    return tally


def test_a_worked_document():
    # Contents, in tokens: gold A {que, le, pont, ferme}, B {oui}; found A {le, pont, ferme, mardi}, B {oui}.
    gold = (
        "<source>Lou</source> <cue>dit</cue> <content>que le pont ferme</content> mardi. "
        "<content 2>« Oui »</content 2>, <cue 2>lance</cue 2> <source 2>Ana</source 2>."
    )
    found = (
        "<source>Lou</source> <cue>dit</cue> que <content>le pont ferme mardi</content>. "
        "<content 2>« Oui »</content 2>, <cue 2>lance</cue 2> Ana."
    )
    tally = score(gold, found)
    # A pairs: Jaccard 3/5, same source. B has lost its source: it pairs by content alone.
    assert tally.rates("relation")[:3] == (0.5, 0.5, 0.5)
    assert tally.rates("content")[:3] == (1, 1, 1)
    # B alone is the same to the character, once marks are stripped.
    assert tally.rates("exact")[:3] == (0.5, 0.5, 0.5)
    # Precision (3/4 + 1) / 2, recall (3/4 + 1) / 2.
    assert tally.rates("overlap").precision == pytest.approx(0.875)
    assert tally.rates("overlap").recall == pytest.approx(0.875)
    # Source tokens: found {Lou} of {Lou, Ana}. Cue tokens: both.
    assert tally.rates("tokens of source")[:2] == (1, 0.5)
    assert tally.rates("tokens of cue").f1 == 1
    assert tally.rates("tokens of content")[:2] == (0.8, 0.8)
    # By form: B is direct, A indirect.
    assert tally.rates("relation", "direct")[:2] == (0, 0)
    assert tally.rates("relation", "indirect")[:2] == (1, 1)
    assert tally.rates("relation", "mixed").gold == 0


def test_an_absent_source_wants_none():
    gold = "On dit <cue>dit</cue> <content>que non</content>."
    assert score(gold, gold).rates("relation").f1 == 1
    assert score(gold, "<source>On</source> dit <cue>dit</cue> <content>que non</content>.").rates("relation").f1 == 0


def test_a_jaccard_of_one_half_pairs_and_less_does_not():
    gold = "<source>A</source> <cue>dit</cue> <content>un deux</content> trois quatre."
    half = "<source>A</source> <cue>dit</cue> <content>un</content> deux trois quatre."
    third = "<source>A</source> <cue>dit</cue> un <content>deux trois</content> quatre."
    assert score(gold, half).rates("relation").f1 == 1
    assert score(gold, third).rates("relation").f1 == 0


def test_pairing_is_the_largest_there_is():
    # The first found one fits both gold ones, the second only the first: a greedy pairing would lose one.
    text = "a b c d e"
    source = (Span(0, 1),)

    def judged(*span):
        return Judged(str(span), source, (), (Span(*span),))

    gold = (judged(2, 7), judged(4, 9))
    found = (judged(2, 9), judged(2, 5))
    assert len(pair(Case("d", text, gold, found)).pairs) == 2


def test_the_same_find_twice_is_one_right_and_one_wrong():
    text = "<source>A</source> <cue>dit</cue> <content>non</content>."
    once = parse(text)
    tally = Tally()
    tally.add(Case("d", once.text, once.gold, once.gold * 2))
    assert tally.rates("relation")[:2] == (0.5, 1)
    assert tally.rates("exact")[:2] == (0.5, 1)


def test_documents_add_up():
    text = "<source>A</source> <cue>dit</cue> <content>non</content>."
    once = parse(text)
    tally = Tally()
    tally.add(Case("d", once.text, once.gold, once.gold))
    tally.add(Case("e", once.text, once.gold, ()))
    assert tally.rates("relation")[:2] == (1, 0.5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A “b c” d", ["“b c”"]),
        ('e "f" g\nh "i', ['"f"', '"i']),
        ("e ''f'' g", ["''f''"]),
        ("oui » dit-il", ["oui »"]),
        ("il dit »non» là", ["»non»"]),
        ("« a “b” c » d", ["« a “b”"]),
    ],
)
def test_double_marks_line_by_line(text, expected):
    assert [text[s:e] for s, e in quoted_ranges(text)] == expected


def test_ranges_parted_by_marks_alone_are_one():
    text = "“Un.” “Deux,” dit-elle"
    assert stripped(text, [Span(0, 5), Span(6, 13)]) == ((1, 11),)


def judged(number, content, parent=None, kind=None, confidence=None):
    return Judged(number, (Span(0, 1),), (), (content,), kind, parent, confidence)


def test_parents_count_on_matched_nested_alone():
    text = "a bb cc dd ee"
    gold = (judged("1", Span(2, 13)), judged("2", Span(8, 13), "1"))
    right = (judged("x", Span(2, 13)), judged("y", Span(8, 13), "x"))
    wrong = (judged("x", Span(2, 13)), judged("y", Span(8, 13)))
    assert parents_right([Case("d", text, gold, right)]) == (1, 1)
    assert parents_right([Case("d", text, gold, wrong)]) == (0, 1)
    assert parents_right([Case("d", text, gold, right[:1])]) == (0, 0)


def test_kinds_on_matched():
    text = "a bb cc dd ee"
    gold = (judged("1", Span(2, 4), kind="attitude"), judged("2", Span(5, 7), kind="speech"), judged("3", Span(8, 10), kind="attitude"))
    found = (judged("1", Span(2, 4), kind="attitude"), judged("2", Span(5, 7), kind="attitude"), judged("4", Span(11, 13), kind="attitude"))
    assert kind_rates([Case("d", text, gold, found)])[:2] == (0.5, 1)


def test_calibration_error_by_hand():
    # Bin 0.8-0.9: confidence 0.8 and 0.8, one right: off by 0.3. Bin 0.2-0.3: 0.2, not right: off by 0.2.
    text = "a bb cc dd ee"
    gold = (judged("1", Span(2, 4)),)
    found = (judged("1", Span(2, 4), confidence=0.8), judged("2", Span(5, 7), confidence=0.8), judged("3", Span(8, 10), confidence=0.2))
    assert calibration_error([Case("d", text, gold, found)]) == pytest.approx((2 * 0.3 + 0.2) / 3)


def test_outermost_leaves_nested_ones_out_on_both_sides():
    text = "a bb cc dd ee"
    both = (judged("1", Span(2, 13)), judged("2", Span(8, 13), "1"))
    (narrow,) = narrowed([Case("d", text, both, both)], nested=False)
    assert (len(narrow.gold), len(narrow.found)) == (1, 1)


def test_report_and_listing_show_what_is_wrong():
    one = parse("<source>Lou</source> <cue>dit</cue> <content>que non</content>.")
    case = Case("dépêche-7", one.text, one.gold, ())
    assert "relation" in report([case], nested=False)
    (name, miss) = listing([case], nested=False)
    assert "dépêche-7" in name
    assert miss.split() == ["missed", "8", "[Lou]", "[dit]", "que", "non"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": 3, "attributions": []}', '{"text": "a"}', json.dumps({"text": "a", "attributions": [{"source": [[0]]}]})]
)
def test_a_bad_corpus_is_named_with_its_line(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "a", "attributions": []}\n' + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: not an annotated document"):
        read_gold(path)


def spoken(text, number, source, content, speaker, speaker_type=None, **circumstances):
    def span(words):
        return Span(text.index(words), text.index(words) + len(words))

    told = {role: span(words) for role, words in circumstances.items()}
    return Judged(number, (span(source),), (), (span(content),), speaker=speaker, speaker_type=speaker_type, **told)


def test_speakers_by_hand():
    text = "Il dit oui. Mme Petit dit non. Léo dit bof. Ana dit rien."
    gold = (
        spoken(text, "1", "Il", "oui", "Luc Roux", "person"),
        spoken(text, "2", "Mme Petit", "non", "Anne Petit", "person"),
        spoken(text, "3", "Léo", "bof", None, "group"),
        spoken(text, "4", "Ana", "rien", "Ana", "person"),
    )
    found = (
        spoken(text, "a", "Il", "oui", "Jean Brun", "person"),  # a wrong name
        spoken(text, "b", "Mme Petit", "non", "ANNE PÉTIT", "group"),  # right, the type is not
        spoken(text, "c", "Léo", "bof", "Léo", "group"),  # not asked: nobody can tell
    )
    cases = [Case("d", text, gold, found)]
    assert speaker_rates(cases)[:2] == (1 / 2, 1 / 3)
    assert speaker_rates(cases, hard=True)[:2] == (0, 0)
    assert speaker_rates(cases, hard=True).gold == 1
    assert types_right(cases) == (2, 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("le Kremlin", "Kremlin", True),
        ("L’Élysée", "elysee", True),
        ("États-Unis", "etats-unis", True),
        ("The White House", "white house", True),
        ("Léa", "a", False),
        ("Lea", "Le a", False),
    ],
)
def test_names_are_compared_without_case_accents_and_article(one, other, same):
    assert (folded_name(one) == folded_name(other)) is same


def test_a_source_is_hard_that_shares_no_word_with_its_speaker():
    text = "Le président a dit oui"
    assert is_hard(text, spoken(text, "1", "Le président", "oui", "Luc Roux"))
    assert not is_hard(text, spoken(text, "1", "Le président", "oui", "président"))


def test_circumstances_are_scored_by_the_words_that_they_share():
    text = "Ana dit oui à la presse de Metz lundi"
    gold = (spoken(text, "1", "Ana", "oui", "Ana", addressee="presse de Metz", when="lundi"),)
    found = (spoken(text, "a", "Ana", "oui", "Ana", addressee="la presse"),)
    cases = [Case("d", text, gold, found)]
    assert circumstance_rates(cases, "addressee")[:2] == pytest.approx((1 / 2, 1 / 3))
    assert circumstance_rates(cases, "when")[:2] == (0, 0)
    assert circumstance_rates(cases, "channel").gold == 0
