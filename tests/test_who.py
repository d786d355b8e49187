"""Who is meant, to whom, when and where: whole readings of copy of our own, and the small stages by themselves."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquit.reading.completing import completed
from inquit.reading.entities import entities
from inquit.reading.parties import Named, addressee_of, mentions_in
from inquit.reading.places import place_of, without_places
from inquit.reading.ranking import MENTIONS, Referents, nearest, shares
from inquit.reading.records import Findings
from inquit.reading.statements import chain
from inquit.spans import Span
from inquit.statement import Attribution, Name, Speaker

WHO = Path(__file__).parent / "data" / "who.txt"


def lines():
    for line in WHO.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            known = pytest.mark.xfail(strict=True, reason="read wrongly as yet") if line.startswith("! ") else ()
            cells = line.removeprefix("! ").split("\t")
            yield pytest.param(cells[0], cells[1:], marks=known, id=cells[0][-60:])


@pytest.mark.parametrize(("text", "wanted"), list(lines()))
def test_copy_of_our_own(reader, text, wanted):
    statement = reader.read_text(text, published="2022-01-28").statements[-1]
    speaker = statement.speaker
    found = [
        speaker.name if speaker else None,
        speaker.type if speaker else None,
        speaker.role if speaker else None,
        speaker.country if speaker else None,
        " > ".join(name or "?" for name in statement.chain),
        statement.addressee.name if statement.addressee else None,
        statement.time.value if statement.time else None,
        statement.place.name if statement.place else None,
    ]
    assert [cell or "-" for cell in found] == wanted


def test_most_of_the_copy_is_read_rightly():
    cases = [line for line in WHO.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    wrong = sum(line.startswith("! ") for line in cases)
    assert len(cases) >= 35
    assert wrong / len(cases) < 0.1


def attribution(text, source, cue, content, **more):
    def span(words):
        return Span(text.index(words), text.index(words) + len(words))

    told = {role: span(words) for role, words in more.items()}
    return Attribution((span(source),) if source else (), (span(cue),), (span(content),), "speech", False, 0.9, **told)


# --- places ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "place"),
    [
        ("« Non », a dit Ana à Genève.", "Ana", "a dit", "« Non »", ("Genève", None)),
        ("« Non », a dit Ana, à Londres.", "Ana", "a dit", "« Non »", ("Londres", "GBR")),
        ("À Londres, Ana a dit non.", "Ana", "a dit", "non", ("Londres", "GBR")),
        ("“No,” Ana said in Nairobi.", "Ana", "said", "“No,”", ("Nairobi", "KEN")),
        ("Ana a dit non au sommet de Genève.", "Ana", "a dit", "non", None),
        ("Née à Genève en 1970, Ana a dit non.", "Ana", "a dit", "non", None),
        ("« Non », a dit Ana avant de partir à Genève.", "Ana", "a dit", "« Non »", None),
    ],
)
def test_a_place_stands_beside_the_cue_or_opens_the_sentence(text, source, cue, content, place):
    names = [Name(Span(text.index("Genève"), text.index("Genève") + 6), "location")] if "Genève" in text else []
    found = place_of(text, attribution(text, source, cue, content), names, [0])
    assert (found and (found.name, found.country)) == place


def test_a_place_that_the_model_took_for_a_time_is_none():
    text = "« Non », a dit Ana lundi à Londres."
    one = attribution(text, "Ana", "a dit", "« Non »", when="lundi", channel="à Londres")
    left = without_places(text, one, ())
    assert (left.when, left.channel) == (one.when, None)


# --- parties ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name"),
    [("Mme Durand", "Anne Durand"), ("la presse", "presse"), ("lui", None), ("le maire, Anne Durand", "Anne Durand"), ("l’OTAN", "OTAN")],
)
def test_addressees_get_the_fullest_name(words, name):
    text = f"Anne Durand écoutait. Léo a dit non à {words}."
    names = [Name(Span(0, 11), "person")]
    names += [
        Name(Span(at, at + len(form)), kind)
        for form, kind in (("Durand", "person"), ("OTAN", "organization"))
        if (at := text.find(form, 20)) > 0
    ]
    if "Anne" in words:
        names[1] = Name(Span(text.rindex("Anne"), text.rindex("Anne") + 11), "person")
    told = addressee_of(text, Span(text.index(words), len(text) - 1), Named(entities(text, names)))
    assert told is not None
    assert told.name == name


def test_mentions_come_once_in_order_by_full_name():
    text = "Anne Durand et Léo Petit. Il dit que Petit verra Durand et Petit."
    found = [("Anne Durand", 0), ("Léo Petit", 15), ("Petit", 37), ("Durand", 49), ("Petit", 59)]
    named = Named(entities(text, [Name(Span(at, at + len(name)), "person") for name, at in found]))
    assert mentions_in([Span(33, len(text))], named) == ("Léo Petit", "Anne Durand")


# --- sources that were cut short ---------------------------------------------------


def test_a_source_goes_on_to_the_name_of_its_function():
    text = "les propos du ministre kazakh des Transports Aslan Bekov selon lesquels tout va"
    known = entities(text, [Name(Span(text.index("Aslan"), text.index("Aslan") + 11), "person")])
    one = attribution(text, "ministre", "selon lesquels", "tout va")
    (whole,) = completed(text, [one], known)
    assert [span.of(text) for span in whole.source] == ["ministre kazakh des Transports Aslan Bekov"]


def test_a_source_is_not_completed_into_the_cue():
    text = "le ministre a rassuré la députée Aslan Bekov"
    known = entities(text, [Name(Span(text.index("Aslan"), len(text)), "person")])
    one = attribution(text, "le ministre", "a rassuré", "Aslan Bekov")
    assert completed(text, [one], known) == (one,)


# --- chains ------------------------------------------------------------------------


def findings(*names):
    return [Findings(speaker=Speaker(name, name, "person", (), 1.0) if name else None) for name in names]


def held(*parents):
    return [Attribution((), (Span(0, 1),), (Span(1, 2),), "speech", False, 1.0, parent) for parent in parents]


@pytest.mark.parametrize(
    ("parents", "names", "index", "wanted"),
    [
        ((None,), ("Ana",), 0, ("Ana",)),
        ((None, 0), ("Kremlin", "Ana"), 1, ("Kremlin", "Ana")),
        ((None, 0, 1), ("Kremlin", "Ana", "Léo"), 2, ("Kremlin", "Ana", "Léo")),
        ((None, 0), ("Ana", "Ana"), 1, ("Ana",)),
        ((None, 0), (None, "Ana"), 1, (None, "Ana")),
        ((None, 0, 1), ("Ana", None, None), 2, ("Ana", None, None)),
    ],
)
def test_a_chain_runs_from_the_outermost_to_the_one_whose_words_these_are(parents, names, index, wanted):
    assert chain(index, held(*parents), findings(*names)) == wanted


# --- ranking -----------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1])), unique=True).map(sorted), st.data()
)
def test_the_nearest_mentions_are_those_nearest(mentions, data):
    source = data.draw(st.sampled_from(mentions)) if mentions else Span(5, 6)
    found = nearest(source, mentions)
    far = [abs(span.start - source.start) for span in mentions if span != source]
    assert source not in found
    assert len(found) == min(MENTIONS, len(far))
    assert [abs(span.start - source.start) for span in found] == sorted(far)[: len(found)]


def test_likeness_is_asked_of_the_source_and_answered_by_the_mentions():
    answers = np.zeros((3, 3, 2), dtype=np.float32)
    answers[0, 0] = (1, 0)  # the first word asks for the first number
    answers[1, 1], answers[1, 2] = (2, 9), (3, 9)
    answers[2, 1], answers[2, 2] = (4, 9), (1, 9)
    referents = Referents([0, 5, 10], answers)
    assert referents.likeness(Span(0, 4), [[Span(5, 9), Span(10, 12)], []]) == [pytest.approx(3 + 3), 0]
    assert referents.likeness(Span(0, 4), [[]]) == [0]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.just(1.0)), min_size=1, max_size=6), st.floats(-50, 50))
def test_shares_are_probabilities(features, weight):
    found = shares(features, [0.0] * len(features), {"a": weight})
    assert sum(found) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in found)
