"""Who is meant, and what the copy says of him: copy of our own, a model with weights set by hand."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inquit.reading.entities import Entity, entities
from inquit.reading.portraits import cut_role, type_of
from inquit.reading.speakers import speakers
from inquit.spans import Span
from inquit.statement import SPEAKERS, UNKNOWN, Attribution, Name
from tests.scenes import ByHand, copy

SAID = "<cue>dit</cue> <content>que tout va</content>."


def told(tagged, index=-1):
    return copy(tagged).speakers(ByHand())[index].speaker


def said(source):
    return f"<source>{source}</source> {SAID}"


NESTED = (
    "<source 1>[p Anne Durand]</source 1> <cue 1>dit</cue 1> "
    "<content 1>« <source 2>Je</source 2> <cue 2>crains</cue 2> <content 2>le pire</content 2> »</content 1>."
)
INTERRUPTED = (
    "<source 1>[p Anne Durand]</source 1> <cue 1>dit</cue 1> <content 1>oui</content 1>. "
    "« Non », <cue 2>ajoute-t-<source 2>elle</source 2></cue 2> <content 2>tout</content 2>."
)


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        # A pronoun, by its gender and by whose words these are.
        ("[p Anne Durand] croise [p Paul Petit]. " + said("Elle"), "Anne Durand"),
        ("[p Paul Petit] croise [p Anne Durand]. " + said("Il"), "Paul Petit"),
        (NESTED, "Anne Durand"),
        (INTERRUPTED, "Anne Durand"),
        # A title, an apposition, a function.
        ("[p Anne Durand] part. " + said("Mme [p Durand]"), "Anne Durand"),
        (said("le président de la ligue, [p Paul Petit]"), "Paul Petit"),
        ("Le maire de Pau, [p Paul Petit], part. " + said("Le maire de Pau"), "Paul Petit"),
        # A body by its short form, in either order.
        ("La Direction du climat des eaux (DCE) dort. " + said("La DCE"), "Direction du climat des eaux"),
        ("La [o DCE] (direction du climat des eaux) dort. " + said("La [o DCE]"), "direction du climat des eaux"),
        # Of none, the words themselves.
        (said("le syndicat du port"), "syndicat du port"),
        (said("un pêcheur"), "pêcheur"),
        (said("le rapport de la cour"), "rapport de la cour"),
        (said("M. [p Petit] et Mme [p Durand]"), "M. Petit et Mme Durand"),
        ("le juge, <source>qui</source> " + SAID, "juge"),
        (said("[l Moscou]"), "Moscou"),
        ("<source>the river trust</source> <cue>said</cue> <content>so</content>.", "river trust"),
    ],
)
def test_names(tagged, name):
    assert told(tagged).name == name


@pytest.mark.parametrize(
    ("source", "type_"),
    [
        ("[p Anne Durand]", "person"),
        ("l'ONG [p Golos]", "organization"),
        ("la [o CGT]", "organization"),
        ("[l Moscou]", "government"),
        ("le [o Kremlin]", "government"),
        ("la police du port", "government"),
        ("le Conseil d'État", "government"),
        ("le conseil du port", "organization"),
        ("[l Londres] et [l Bruxelles]", "government"),
        ("Mme [p Durand] et M. [p Petit]", "group"),
        ("les pêcheurs", "group"),
        ("65 parlementaires", "group"),
        ("une partie des élus", "group"),
        ("les principaux syndicats", "group"),
        ("un pêcheur", "anonymous"),
        ("le préfet du Nord", "anonymous"),
        ("une source proche du dossier", "anonymous"),
        ("le dernier rapport de la cour", "document"),
        ("les derniers chiffres", "document"),
        ("Armor Gaz", "organization"),
        ("Lem Qorba, porte-parole du port", "person"),
        ("two officials", "group"),
        ("the police", "government"),
        ("a report", "document"),
    ],
)
def test_types(source, type_):
    speaker = told(said(source))
    assert speaker.type == type_
    assert speaker.type in SPEAKERS


@pytest.mark.parametrize(
    ("tagged", "role", "country", "organization"),
    [
        (said("le président russe [p Paul Petit]"), "président russe", "RUS", None),
        (said("le secrétaire général de l'[o OTAN], [p Paul Petit]"), "secrétaire général de l'OTAN", None, "OTAN"),
        (
            said("[p Anne Durand], porte-parole du ministère de la Santé"),
            "porte-parole du ministère de la Santé",
            None,
            "ministère de la Santé",
        ),
        (said("[p Anne Durand], porte-parole du ministère ukrainien"), "porte-parole du ministère ukrainien", "UKR", "ministère ukrainien"),
        (said("le porte-parole du [o Kremlin], [p Paul Petit]"), "porte-parole du Kremlin", "RUS", "Kremlin"),
        (said("le ministre de l'[o Intérieur], [p Paul Petit]"), "ministre de l'Intérieur", None, None),
        (said("le maire de la ville, [p Paul Petit]"), "maire de la ville", None, None),
        (said("l'ambassadeur de Russie à Paris, [p Paul Petit]"), "ambassadeur de Russie à Paris", None, None),
        ("[p Anne Durand], avocate qui plaide, dort. " + said("[p Anne Durand]"), "avocate", None, None),
        ("[p Anne Durand], une avocate du port, dort. " + said("[p Anne Durand]"), "avocate du port", None, None),
        ("Le maire, [p Paul Petit], part. " + said("Le maire de Pau"), "maire de Pau", None, None),
        (
            "[p Mary Stone], the French minister, left. <source>[p Stone]</source> <cue>said</cue> <content>so</content>.",
            "French minister",
            "FRA",
            None,
        ),
        (said("[p Anne Durand]"), None, None, None),
        (said("[l Moscou]"), None, "RUS", None),
        (said("le [o Kremlin]"), None, "RUS", None),
        (said("le ministère ukrainien"), None, "UKR", None),
        (said("la police"), None, None, None),
    ],
)
def test_role_country_and_organization(tagged, role, country, organization):
    speaker = told(tagged)
    assert (speaker.role, speaker.country, speaker.organization) == (role, country, organization)


def test_members_of_a_series():
    speaker = told("[p Anne Durand] et [p Paul Petit] dorment. " + said("Mme [p Durand] et M. [p Petit]"))
    assert speaker.name == "Anne Durand et Paul Petit"
    assert speaker.members == ("Anne Durand", "Paul Petit")


def test_evidence_is_in_the_text_and_one_speaker_has_one_id():
    tagged = (
        "Le président russe [p Paul Petit], chef de l'[o OTAN], part. "
        "<source 1>M. [p Petit]</source 1> <cue 1>dit</cue 1> <content 1>oui</content 1>. "
        "<source 2>Il</source 2> <cue 2>dit</cue 2> <content 2>non</content 2>."
    )
    made = copy(tagged)
    first, second = (one.speaker for one in made.speakers(ByHand()))
    assert first.id == second.id == hashlib.sha256(b"d|paul petit").hexdigest()[:12]
    assert (first.role, first.country, first.organization) == (second.role, second.country, second.organization)
    shown = {(one.field, one.span.of(made.text), one.rule) for one in second.evidence}
    assert shown == {
        ("name", "Paul Petit", "fullest-name"),
        ("name", "Il", "entity"),
        ("role", "président russe", "beside-name"),
        ("country", "russe", "adjective"),
    }
    assert 0.5 <= second.confidence <= 1
    assert second.confidence == round(second.confidence, 4)
    (other,) = {one.speaker.id for one in made.speakers(ByHand(), "e")}
    assert other != first.id


def test_who_is_not_sure_enough_is_not_named():
    class Unsure(ByHand):
        least = 1.1

    tagged = "<cue 1>Selon lui</cue 1>, <content 1>oui</content 1>. "
    tagged += "<source 2>[p Anne Durand]</source 2> <cue 2>dit</cue 2> <content 2>non</content 2>."
    answers = copy(tagged).speakers(Unsure())
    assert [(one.speaker, one.reason) for one in answers] == [(None, "no-source-in-text"), (None, "unsure")]


def test_nobody_named():
    (answer,) = copy(said("Il")).speakers(ByHand())
    assert (answer.speaker, answer.reason) == (None, "nobody-named")
    assert {"nobody-named", "unsure", "no-source-in-text"} <= set(UNKNOWN)


@pytest.mark.parametrize(
    ("role", "cut"),
    [
        ("le ministre qui a démissionné", "ministre"),
        ("ministre doit parler", "ministre"),
        ("porte-parole du", "porte-parole"),
        ("avocate de la Ligue et par ailleurs candidate", "avocate de la Ligue"),
        ("procureur de la République Anne Durand", "procureur de la République"),
        ("professeur à l'université", "professeur à l'université"),
    ],
)
def test_a_role_is_cut(role, cut):
    one = Entity("Anne Durand", Span(0, 0), "person", ("anne", "durand"))
    assert cut_role(role, Span(0, len(role)), one).of(role) == cut


def test_nothing_is_left_of_a_clause():
    one = Entity("Anne Durand", Span(0, 0), "person", ("anne", "durand"))
    assert cut_role("qui aide les pêcheurs", Span(0, 21), one) is None


PIECES = st.sampled_from(
    [
        *" \n.,()«»'-aÉ",
        "Le ministre russe ",
        "Anne Durand",
        "M. ",
        "qui ",
        "il ",
        "son ",
        "la police ",
        "OTAN",
        " et ",
        "de l'",
        "\u0301",
        "Îles ",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=50).map("".join), st.data())
@settings(deadline=None)
def test_any_copy_gets_speakers_with_evidence(text, data):
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(sorted).map(lambda pair: Span(*pair))
    names = [Name(one, data.draw(st.sampled_from(["person", "organization", "location"]))) for one in data.draw(st.lists(span, max_size=6))]
    found = [Attribution((data.draw(span),), (data.draw(span),), (Span(0, len(text)),), "speech", False, 1.0) for _ in range(4)]

    class Drawn(ByHand):
        least = 0.0

        def shares(self, candidates, resolver, index):
            chosen = data.draw(st.integers(0, len(candidates) - 1))
            return [float(at == chosen) for at in range(len(candidates))]

    answers = speakers(text, found, entities(text, names), [0], [0], [], Drawn(), "d")
    assert len(answers) == len(found)
    for one in answers:
        assert (one.speaker is None) == (one.reason is not None)
        if one.speaker is not None:
            assert one.speaker.name
            assert one.speaker.type in SPEAKERS
            assert all(0 <= e.span.start <= e.span.end <= len(text) for e in one.speaker.evidence)


def test_a_rule_tells_each_type():
    assert type_of("Anne", Entity("Anne", Span(0, 4), "person", ("anne",))) == ("person", "person")
    assert type_of("quelque chose", Entity("chose", Span(8, 13), "described", ("chose",)))[0] == "anonymous"


def test_one_description_twice_is_one_speaker():
    said_once = "<source {0}>le syndicat du port</source {0}> <cue {0}>dit</cue {0}> <content {0}>oui</content {0}>. "
    made = copy(said_once.format(1) + "La mer est calme. " * 400 + said_once.format(2))
    first, second = (one.speaker for one in made.speakers(ByHand()))
    assert (first.id, first.name, first.type) == (second.id, second.name, second.type)


def test_a_name_that_no_file_can_hold_still_has_an_id():
    assert told(said("[p Anne\ud800 Durand]")).id
