import pytest

from inquit.intake.quotation import pair_quotation_marks
from inquit.reading.attribution import Calibration, attributions, parents
from inquit.reading.records import Findings, Labelled
from inquit.reading.statements import form_of, statements
from inquit.reading.windows import lay_out
from inquit.spans import Span
from inquit.statement import Attribution

EVEN = Calibration((1.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0)


def put_together(text, *roles, score=2.0):
    """Attributions of a text from (source, cue, content) given as strings of it."""
    laid = lay_out(text, lambda surfaces: [(4,)] * len(surfaces))

    def words(part):
        start = text.index(part)
        inside = [i for i, word in enumerate(laid) if start <= word.span.start and word.span.end <= start + len(part)]
        return inside[0], inside[-1] + 1

    labelled = [
        Labelled(
            *(tuple(words(part) for part in ([role] if isinstance(role, str) else role)) for role in one), -1.0, -1.0, (score, 0, 0, 1)
        )
        for one in roles
    ]
    return attributions(text, laid, labelled, pair_quotation_marks(text), EVEN)


def test_nested_attributions_have_the_innermost_parent():
    text = "Selon Kiel, Rome a dit que Pise craignait que tout cesse."
    found = put_together(
        text,
        ("Pise", "craignait", "que tout cesse"),
        ("Kiel", "Selon", "Rome a dit que Pise craignait que tout cesse"),
        ("Rome", "a dit", "que Pise craignait que tout cesse"),
    )
    assert [one.cue[0].of(text) for one in found] == ["Selon", "a dit", "craignait"]
    assert [one.parent for one in found] == [None, 0, 1]


def test_a_negated_attitude_inside_somebodys_words_must_be_surer():
    text = "Rome a dit que Pise craignait que tout cesse."
    outer = Attribution((), (Span(5, 10),), (Span(11, 44),), "speech", False, 0.9)
    laid = lay_out(text, lambda surfaces: [(4,)] * len(surfaces))
    roles = [
        Labelled(((0, 1),), ((1, 3),), ((3, 9),), -1.0, -1.0, (2.0, 0, 0, 1)),
        Labelled(((4, 5),), ((5, 6),), ((6, 9),), 1.0, 1.0, (0.5, 0, 0, 1)),
    ]
    for least, count in ((0.6, 2), (0.7, 1)):
        calibration = Calibration((1.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0, least)
        found = attributions(text, laid, roles, (), calibration)
        assert len(found) == count
        assert found[0].content == outer.content


def test_a_cue_in_a_hole_of_a_content_is_nested():
    text = "Selon Kiel, Rome, la voisine, assure que Pise dort."
    found = put_together(text, ("Kiel", "Selon", ("Rome", "que Pise dort")), ("Rome, la voisine", "assure", "que Pise dort"))
    assert [one.parent for one in found] == [None, 0]
    text = "« Un », a dit Lou, qui assure tout savoir, « deux ». "
    found = put_together(text, ("Lou", "a dit", ("« Un »", "« deux »")), ("qui", "assure", "tout savoir"))
    assert [one.parent for one in found] == [None, None]


def test_a_hole_of_a_word_without_a_comma_is_filled():
    text = "Lou a dit que Rome dort bien, la nuit, et mange."
    (found,) = put_together(text, ("Lou", "a dit", ("que Rome", "bien", "et mange")))
    assert [span.of(text) for span in found.content] == ["que Rome dort bien", "et mange"]


def test_two_contents_that_hold_each_other_make_no_circle():
    one = Attribution((), (Span(0, 2),), (Span(10, 30),), "speech", False, 0.5)
    other = Attribution((), (Span(12, 14),), (Span(0, 5),), "speech", False, 0.5)
    assert parents([one, other]) == [None, 0]


def test_marks_come_to_a_content_that_is_a_whole_quotation():
    text = "« Nous fermons », a dit Lou."
    (found,) = put_together(text, ("Lou", "a dit", "Nous fermons"))
    assert found.content[0].of(text) == "« Nous fermons »"


def test_one_mark_of_two_is_completed():
    text = "Lou a dit : “Nous fermons”."
    (found,) = put_together(text, ("Lou", "a dit", "“Nous fermons"))
    assert found.content[0].of(text) == "“Nous fermons”"


def test_marks_stay_with_a_quotation_that_is_only_begun_by_a_nested_content():
    text = "« Nous pensons que tout va », a dit Lou."
    found = put_together(text, ("Nous", "pensons", "que tout va"), ("Lou", "a dit", "« Nous pensons que tout va »"))
    assert [one.content[0].of(text) for one in found] == ["« Nous pensons que tout va »", "que tout va"]


def test_a_content_over_paragraphs_is_a_piece_for_each():
    text = "Lou a dit : « Un.\n« Deux. »"
    (found,) = put_together(text, ("Lou", "a dit", "« Un.\n« Deux. »"))
    assert [span.of(text) for span in found.content] == ["« Un.", "« Deux. »"]


def test_a_cue_keeps_to_its_paragraph_and_a_source_is_a_piece_for_each():
    text = "Lou et\nMax ont\ndit non."
    (found,) = put_together(text, ("Lou et\nMax", "ont\ndit", "non"))
    assert [span.of(text) for span in found.cue] == ["dit"]
    assert [span.of(text) for span in found.source] == ["Lou et", "Max"]


def test_the_same_cue_twice_keeps_the_surer():
    text = "Lou a dit non."
    found = put_together(text, ("Lou", "a dit", "non"), ("Lou", "a dit", "non."))
    assert len(found) == 1


def test_of_two_cues_that_overlap_the_surer_stays():
    text = "Il part, ajoutant : « Non »."
    found = put_together(text, ("Il", "ajoutant :", "« Non »"), ("Il", "ajoutant", (":", "« Non »")))
    assert [one.cue[0].of(text) for one in found] == ["ajoutant :"]


def test_a_piece_without_a_word_is_no_content():
    text = "Lou a dit : « Non »."
    (found,) = put_together(text, ("Lou", "a dit", (":", "« Non »")))
    assert [span.of(text) for span in found.content] == ["« Non »"]
    assert put_together(text, ("Lou", "a dit", ":")) == ()


def test_a_source_has_no_comma_at_its_edge():
    text = "La maire, Ana Roy, a dit non."
    (found,) = put_together(text, ("La maire, Ana Roy,", "a dit", "non"))
    assert found.source[0].of(text) == "La maire, Ana Roy"
    (found,) = put_together(text, (",", "a dit", "non"))
    assert found.source == ()


@pytest.mark.parametrize(
    ("text", "taken", "content"),
    [
        ("« Non », a dit Lou.", "« Non »,", "« Non »"),
        ("“No,” said Lou.", "“No,”", "“No,”"),
        ("Lou a dit que tout va.", "que tout va.", "que tout va"),
        ("Lou said so in the U.S.", "so in the U.S.", "so in the U.S."),
        ("Lou a dit que… enfin…", "que… enfin…", "que… enfin…"),
        ("Lou a dit : oui !", ": oui !", "oui !"),
    ],
)
def test_marks_at_the_edges_of_a_content(text, taken, content):
    cue = "a dit" if "a dit" in text else "said"
    (found,) = put_together(text, ("Lou", cue, taken))
    assert [span.of(text) for span in found.content] == [content]


def test_forms_and_verbatim():
    text = "Lou a dit « oui ». Max a dit que « tout va » bien. Ana a dit non."
    made = []
    for name, content in (("Lou", "« oui »"), ("Max", "que « tout va » bien"), ("Ana", "non")):
        start = text.index(name)
        cue = Span(text.index("a dit", start), text.index("a dit", start) + 5)
        at = text.index(content, start)
        made.append(Attribution((Span(start, start + 3),), (cue,), (Span(at, at + len(content)),), "speech", False, 0.9))
    told = statements("d", text, made, pair_quotation_marks(text), [Findings()] * len(made))
    assert [one.form for one in told] == ["direct", "mixed", "indirect"]
    assert [[v.of(text) for v in one.verbatim] for one in told] == [["oui"], ["tout va"], []]


def test_a_word_is_said_whatever_its_first_character():
    text = "_ä» a dit Lou"
    assert form_of(text, [Span(0, 2)], [Span(0, 2)]) == "direct"


def test_an_absent_source_says_why():
    text = "Il est dit que tout va."
    made = Attribution((), (Span(3, 10),), (Span(11, 22),), "speech", False, 0.9)
    (told,) = statements("d", text, [made], (), [Findings(no_speaker="no-source-in-text")])
    assert told.speaker is None
    assert dict(told.unknown)["speaker"] == "no-source-in-text"
    assert set(dict(told.unknown)) == {"speaker", "addressee", "channel", "place", "time", "act"}
