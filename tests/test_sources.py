"""What the words of a source are, and who could be meant: copy of our own."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inquit.reading.candidates import FULLER, NOBODY, NOUN_BEFORE, OWN_WORDS, SAME_SOURCE, Candidate, Resolver, best
from inquit.reading.entities import Entity, entities
from inquit.reading.phrases import own_name, own_span
from inquit.reading.sources import Source
from inquit.spans import Span
from inquit.statement import Attribution, Name
from tests.scenes import copy


def source_of(tagged) -> Source:
    return copy(tagged).resolver().source(0)


def offered(tagged, index=0, rule=None):
    """Who could be meant by a source, where those before it mean what they say."""
    resolver = copy(tagged).resolver()
    for turn in resolver.order:
        found = resolver.candidates(turn)
        if turn == index:
            return [one.entity.name for one in found if one.entity and rule in (None, one.rule)]
        resolver.settle(turn, found[0])
    raise AssertionError(index)


@pytest.mark.parametrize(
    ("source", "sort"),
    [
        ("il", "he"),
        ("Elle", "she"),
        ("celle-ci", "she"),
        ("ils", "they"),
        ("je", "I"),
        ("J'", "I"),
        ("nous", "we"),
        ("on", "one"),
        ("qui", "relative"),
        ("who", "relative"),
        ("they", "they"),
        ("[p Anne Durand]", "named"),
        ("la ministre [p Anne Durand]", "named"),
        ("[p Anne Durand], ministre de la Pêche", "named"),
        ("M. [p Petit] et Mme [p Durand]", "coordinated"),
        ("[p Anne Durand], [p Paul Petit] et le juge [p Marc Morel]", "coordinated"),
        ("l'entourage de Mme [p Durand]", "definite"),
        ("l'avocat du ministre [p Anne Durand]", "definite"),
        ("un livre du journaliste [p Marc Petit]", "indefinite"),
        ("la CGT", "capital"),
        ("le Conseil du port", "capital"),
        ("le Premier ministre", "definite"),
        ("the Prime Minister", "definite"),
        ("ce responsable", "demonstrative"),
        ("ces élus", "demonstrative"),
        ("le même responsable", "definite"),
        ("son entourage", "possessive"),
        ("ses avocats", "possessive"),
        ("his lawyers", "possessive"),
        ("les syndicats", "plural"),
        ("plusieurs élus", "plural"),
        ("two officials", "plural"),
        ("une source", "indefinite"),
        ("an aide", "indefinite"),
        ("parents d'élèves", "bare"),
    ],
)
def test_sorts(source, sort):
    assert source_of(f"<source>{source}</source> <cue>dit</cue> <content>que tout va</content>.").sort == sort


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("la Cour des comptes (CC), juridiction financière", "Cour des comptes"),
        ("« le ministère »", "ministère"),
        ("l'un des élus", "l'un des élus"),
        ("un des élus", "un des élus"),
        ("le maire, la préfète et le juge", "maire, préfète et juge"),
        ("les chiffres publiés jeudi par l'agence", "chiffres publiés par l'agence"),
        ("un sondage publié dans la presse", "sondage"),
        ("the river trust", "river trust"),
        ("d'immenses banderoles", "immenses banderoles"),
    ],
)
def test_the_words_as_a_name(source, own):
    assert own_name(source, own_span(source, Span(0, len(source)))) == own


@pytest.mark.parametrize("empty", ["", "«  »", "…", ", ,"])
def test_words_without_a_name(empty):
    assert own_span(empty, Span(0, len(empty))) is None


SAID = "<cue>dit</cue> <content>que tout va</content>."


@pytest.mark.parametrize(
    ("tagged", "rule", "names"),
    [
        (f"La police de Morlaix arrive. <source>La police</source> {SAID}", FULLER, ["police de Morlaix"]),
        (f"La police japonaise arrive. <source>La police</source> {SAID}", FULLER, ["police japonaise"]),
        (f"La Police du port arrive. <source>La police</source> {SAID}", FULLER, []),
        (
            f"Le conseil régional des eaux du Nord. <source>Le conseil des eaux</source> {SAID}",
            FULLER,
            ["conseil régional des eaux du Nord"],
        ),
        (f"[p Anne Durand] part. <source>Son entourage</source> {SAID}", FULLER, ["entourage d'Anne Durand"]),
        (f"[p Paul Petit] part. <source>Ses avocats</source> {SAID}", FULLER, ["avocats de Paul Petit"]),
        ("[p Mary Stone] left. <source>Her lawyers</source> <cue>said</cue> <content>so</content>.", FULLER, ["lawyers of Mary Stone"]),
        ("le juge du tribunal, <source>qui</source> " + SAID, NOUN_BEFORE, ["tribunal", "juge du tribunal"]),
        (f"<source>M. [p Petit] et Mme [p Durand]</source> {SAID}", OWN_WORDS, ["M. Petit et Mme Durand"]),
        (
            "[p Mary Stone] and <source>[p Paul Petit] and [p Mary Stone]</source> <cue>said</cue> <content>so</content>.",
            OWN_WORDS,
            ["Paul Petit and Mary Stone"],
        ),
        (f"La direction du climat des eaux (DCE). <source>la DCE</source> {SAID}", OWN_WORDS, []),
        (f"<source>qui</source> {SAID}", OWN_WORDS, []),
    ],
)
def test_candidates_made_of_words(tagged, rule, names):
    assert offered(tagged, rule=rule) == names


def test_the_entities_around_are_candidates_and_nobody_comes_last():
    resolver = copy(f"[p Anne Durand] part pour [l Pau]. <source>Elle</source> {SAID}").resolver()
    found = resolver.candidates(0)
    assert [one.entity.name if one.entity else None for one in found] == ["Pau", "Anne Durand", None]
    assert found[-1].rule == NOBODY
    assert "she|gender-agrees" in found[1].features
    assert "she|only-person" in found[1].features


@pytest.mark.parametrize(
    ("tagged", "name", "feature"),
    [
        (f"Le maire, [p Paul Petit], part. <source>Le maire</source> {SAID}", "Paul Petit", "definite|role=head"),
        (f"Le maire de Pau, [p Paul Petit], part. <source>Le maire de Pau</source> {SAID}", "Paul Petit", "definite|role=all"),
        (f"<source>l'entourage de [p Paul Petit]</source> {SAID}", "Paul Petit", "definite|complement"),
        (f"<source>le groupe [o Armor]</source> {SAID}", "Armor", "definite|apposed"),
        (f"<source>la [o CGT]</source> {SAID}", "CGT", "capital|names-it"),
        (f"La [l Russie] menace. <source>[l Moscou]</source> {SAID}", "Russie", "capital|same-country|capital|name"),
        (f"« [p Paul Petit] ment, <source>il</source> {SAID} »", "Paul Petit", "he|in-the-same-quotation"),
    ],
)
def test_what_speaks_for_a_candidate(tagged, name, feature):
    (features,) = [one.features for one in copy(tagged).resolver().candidates(0) if one.entity and one.entity.name == name]
    assert feature in features


def test_two_cues_of_the_same_source():
    resolver = copy(
        "<source 1><source 2>[p Anne Durand]</source></source 1>".replace("</source>", "</source 2>")
        + " <cue 1>dit</cue 1> <content 1>oui</content 1> et <cue 2>veut</cue 2> <content 2>tout</content 2>."
    ).resolver()
    first, second = resolver.order
    resolver.settle(first, resolver.candidates(first)[0])
    assert [one.rule for one in resolver.candidates(second)] == [SAME_SOURCE, NOBODY]


def test_sources_are_read_in_the_order_of_the_text_the_outer_first():
    tagged = "<content 1><cue 2>dit</cue 2> <source 2>elle</source 2> <content 2>oui</content 2></content 1>, "
    tagged += "<cue 1>selon</cue 1> <source 1>lui</source 1>. <source 3>On</source 3> <cue 3>dit</cue 3> <content 3>non</content 3>."
    made = copy(tagged)
    order = [made.found[index].source[0].of(made.text) for index in made.resolver().order]
    assert order == ["lui", "elle", "On"]


def test_attributions_that_hold_one_another_are_read_all():
    text = "a dit b dit c"
    found = [Attribution((Span(0, 1),), (Span(2, 5),), (Span(6, 13),), "speech", False, 1.0, parent) for parent in (1, 0)]
    assert sorted(Resolver(text, found, [], [0], [0], []).order) == [0, 1]


def test_shares_of_one_name_are_put_together():
    a, same, b = (Entity(name, Span(0, 1), "person", (name,)) for name in ("x", "x", "y"))
    found = [Candidate(a, {}, ""), Candidate(same, {}, ""), Candidate(b, {}, ""), Candidate(None, {}, NOBODY)]
    index, share = best(found, [0.25, 0.3, 0.4, 0.05])
    assert index == 1
    assert share == pytest.approx(0.55)


# --- hostile copy -----------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *" \n.,()«»'’-aÉ",
        "Le ministre ",
        "Anne Durand",
        "M. ",
        "qui ",
        "il ",
        "son ",
        "la police ",
        "de Paris",
        " et ",
        "\u0301",
        "İ",
        "une des ",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=50).map("".join), st.data())
@settings(deadline=None)
def test_any_copy_is_read(text, data):
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(sorted).map(lambda pair: Span(*pair))
    names = [Name(one, data.draw(st.sampled_from(["person", "organization", "location"]))) for one in data.draw(st.lists(span, max_size=5))]
    spans = data.draw(st.lists(st.tuples(st.lists(span, max_size=1), span), max_size=5))
    parents = st.none() | st.integers(0, max(0, len(spans) - 1))
    found = [Attribution(tuple(source), (cue,), (cue,), "speech", False, 1.0, data.draw(parents)) for source, cue in spans]
    resolver = Resolver(text, found, entities(text, names), [0], [0], [Span(0, len(text) // 2)])
    assert sorted(resolver.order) == list(range(len(found)))
    for index in resolver.order:
        if found[index].source:
            candidates = resolver.candidates(index)
            # Nobody comes last, but where there is nobody beside whom a description describes.
            assert candidates[-1].entity is None or {one.rule for one in candidates} <= {OWN_WORDS, FULLER}
            assert all(one.features for one in candidates if one.entity)
            resolver.settle(index, data.draw(st.sampled_from(candidates)))


@pytest.mark.parametrize("unit", ["a", " ", "de ", "la police ", "x, ", "et ", "(", "« ", "\u00a0", "Aa ", "du ministre "])
def test_long_sources_cost_little(unit):
    text = unit * (100_000 // len(unit))
    found = [Attribution((Span(at, len(text)),), (Span(0, 1),), (Span(0, 1),), "speech", False, 1.0) for at in range(0, 100, 10)]
    resolver = Resolver(text, found, [], [0], [0], [])
    begun = time.process_time()
    for index in resolver.order:
        resolver.settle(index, resolver.candidates(index)[0])
    assert time.process_time() - begun < 2


def test_time_grows_with_the_sources_and_not_with_their_square():
    def cost(count):
        made = copy(
            "".join(
                f"[p Ixa{i} Vaux] part. <source {i}>la police</source {i}> <cue {i}>dit</cue {i}> <content {i}>oui</content {i}>.\n"
                for i in range(count)
            )
        )
        begun = time.process_time()
        resolver = made.resolver()
        for index in resolver.order:
            resolver.settle(index, resolver.candidates(index)[0])
        return time.process_time() - begun

    cost(20)
    assert cost(800) < 8 * 2.5 * cost(100)
