"""Countries and institutions in words of our own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquit.lexicon import rows
from inquit.reading.countries import KINDS, Country, Institution, countries_in, institution_of
from inquit.spans import Span

TYPES = {"person", "organization", "government", "group", "anonymous", "document"}


def found(text):
    return [(c.code, c.kind) for c in countries_in(text, Span(0, len(text)))]


def codes(text):
    return " ".join(code for code, _ in found(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la Russie", [("RUS", "name")]),
        ("Moscou", [("RUS", "capital")]),
        ("le président russe", [("RUS", "adjective")]),
        ("le porte-parole du Kremlin", [("RUS", "institution")]),
        ("l'ambassade de Russie à Paris", [("RUS", "name"), ("FRA", "capital")]),
        ("le ministère italien des Transports", [("ITA", "adjective")]),
        ("les autorités grecques", [("GRC", "adjective")]),
        ("Les Turques", [("TUR", "adjective")]),
        ("les États-Unis", [("USA", "name")]),
        ("les Etats-Unis d’Amérique", [("USA", "name")]),
        ("l’E\u0301gypte", [("EGY", "name")]),
        ("la Cote d'Ivoire", [("CIV", "name")]),
        ("la Côte d’Ivoire", [("CIV", "name")]),
        ("les îles Salomon", [("SLB", "name")]),
        ("Îles Salomon", [("SLB", "name")]),
        ("la République démocratique du Congo", [("COD", "name")]),
        ("la Papouasie-Nouvelle-Guinée", [("PNG", "name")]),
        ("la Guinée-Bissau et la Guinée", [("GNB", "name"), ("GIN", "name")]),
        ("les forces sud-coréennes", [("KOR", "adjective")]),
        ("N’Djamena", [("TCD", "capital")]),
        ("au Caire", [("EGY", "capital")]),
        ("MOSCOU", [("RUS", "capital")]),
        ("la Suisse", [("CHE", "name")]),
        ("le gouvernement suisse", [("CHE", "adjective")]),
        ("le Suisse Aldo Ferri", [("CHE", "adjective")]),
        ("l'Américaine Ada Moss", [("USA", "adjective")]),
        ("Selon Ankara", [("TUR", "capital")]),
        ("le Quai d’Orsay", [("FRA", "institution")]),
        ("la Maison Blanche", [("USA", "institution")]),
        ("the White House", [("USA", "institution")]),
        ("the French Foreign Ministry", [("FRA", "adjective")]),
        ("Former US President Ada Moss", [("USA", "name")]),
        ("US Secretary of State Ada Moss", [("USA", "name")]),
        ("U.S. officials", [("USA", "name")]),
        ("Turkey's prime minister", [("TUR", "name")]),
        ("the UK Home Office", [("GBR", "name"), ("GBR", "institution")]),
        ("the Iranian Revolutionary Guards", [("IRN", "adjective"), ("IRN", "institution")]),
        ("Bosnia & Herzegovina", [("BIH", "name")]),
        ("the Dutch", [("NLD", "adjective")]),
        ("FBI Director Ada Moss", [("USA", "institution")]),
        ("Northern Irish police", [("GBR", "adjective")]),
    ],
)
def test_countries(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Air France",
        "le Washington Post",
        "the Washington Post President",
        "le Paris Saint-Germain",
        "Paris Match",
        "the Moscow Times",
        "British Airways",
        "Crédit Suisse",
        "Michael Jordan",
        "Jordan Villard",
        "Mr. English",
        "Rep. Ada Israel",
        "le couple franco-allemand",
        "les milices pro-russes",
        "Russia-backed fighters",
        "un Afro-Américain",
        "Latin American leaders",
        "la Nouvelle-Angleterre",
        "New Mexico",
        "l'océan Indien",
        "le golfe du Mexique",
        "des montagnes russes",
        "l'Organisation des États américains",
        "l'Union européenne",
        "Pôle emploi",
        "tell us who",
        "le Congo",
        "la Géorgie",
        "the state of Georgia",
        "Jérusalem",
        "Maurice et Dominique",
        "turkey and china",
        "la polish",
        "",
    ],
)
def test_no_country(text):
    assert found(text) == []


def test_only_the_stretch_is_looked_at():
    text = "Russia Says the US Lies"
    assert countries_in(text, Span(0, 6)) == [Country("RUS", "name", Span(0, 6))]
    assert countries_in(text, Span(3, 6)) == []


def test_spans_hold_the_words_as_written():
    text = "Hier, l’Arabie   Saoudite et les É.-U., puis l'État juif et Washington."
    assert [c.span.of(text) for c in countries_in(text, Span(0, len(text)))] == ["Arabie   Saoudite", "Washington"]


@pytest.mark.parametrize(
    ("words", "name", "country"),
    [
        ("Kremlin", "Kremlin", "RUS"),
        ("le Kremlin", "Kremlin", "RUS"),
        ("l’Elysée", "Élysée", "FRA"),
        ("L'Élysée", "Élysée", "FRA"),
        ("la Maison-Blanche", "Maison Blanche", "USA"),
        ("the White House", "White House", "USA"),
        ("le Saint-Siège", "Vatican", "VAT"),
        ("l'ONU", "ONU", None),
        ("les Nations unies", "ONU", None),
        ("les Nations Unies", "ONU", None),
        ("O.N.U.", "ONU", None),
        ("WHO", "World Health Organization", None),
        ("la Commission européenne", "Commission européenne", None),
    ],
)
def test_institutions(words, name, country):
    assert (institution_of(words).name, institution_of(words).country) == (name, country)


@pytest.mark.parametrize(
    "words", ["", "le", "who", "un", "us", "le porte-parole du Kremlin", "Kremlin et Pentagone", "la maison blanche", "Kremlin, Moscou"]
)
def test_no_institution(words):
    assert institution_of(words) is None


def test_an_institution_is_named_in_the_language_asked_for():
    assert institution_of("the Fed", "en") == Institution("Federal Reserve", "USA", "government")
    assert institution_of("la Fed") == Institution("Réserve fédérale", "USA", "government")
    assert institution_of("Pentagone", "en").name == "Pentagone"


@given(st.text() | st.text(alphabet="Frane-RuiUS.'’ \n\u0301éÉIÍİßÎ“«()"))
def test_any_text_is_read(text):
    last = 0
    for country in countries_in(text, Span(0, len(text))):
        assert country.kind in KINDS
        assert last <= country.span.start < country.span.end <= len(text)
        last = country.span.end
    institution_of(text)


@given(st.sampled_from([row for one in ("fr", "en") for row in rows(one, "countries") if row[2] != "other"]))
def test_every_form_is_found(row):
    assert codes(row[0]) == row[1]


def test_a_form_means_one_country_in_both_languages():
    meant = {}
    for language in ("fr", "en"):
        for form, country, _ in (*rows(language, "countries"), *(row[:3] for row in rows(language, "institutions"))):
            assert meant.setdefault(form, country) == country, form


def test_cells_hold_what_they_may():
    for language in ("fr", "en"):
        for _, country, kind in rows(language, "countries"):
            assert kind in {"name", "capital", "adjective", "other"}
            assert (country == "-") == (kind == "other")
            assert country == "-" or re.fullmatch("[A-Z]{3}", country)
        for _, _, type_, _ in rows(language, "institutions"):
            assert type_ in TYPES
        for form, type_ in rows(language, "bodies"):
            assert type_ in TYPES, form
        assert {gender for _, gender in rows(language, "titles")} == {"m", "f", "-"}


def test_countries_are_the_same_in_both_languages():
    french, english = ({country for _, country, kind in rows(one, "countries") if kind == "name"} for one in ("fr", "en"))
    # Names that mean something else in one of the languages.
    assert french ^ english <= {"DMA", "GRD", "GEO", "MUS"}
