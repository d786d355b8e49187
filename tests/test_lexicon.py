import unicodedata
from importlib.resources import files

import pytest

from inquit.lexicon import COLUMNS, guess_language, rows

TABLES = [
    (folder.name, table.name.removesuffix(".tsv"))
    for folder in (files("inquit") / "data").iterdir()
    if folder.is_dir()
    for table in folder.iterdir()
]


@pytest.mark.parametrize(("language", "name"), TABLES)
def test_lists_are_sorted_unique_and_normal(language, name):
    assert name in COLUMNS
    found = rows(language, name)
    assert list(found) == sorted(set(found))
    for row in found:
        for cell in row:
            assert cell == cell.strip() == unicodedata.normalize("NFC", cell)


@pytest.mark.parametrize("entry", TABLES)
def test_lists_have_a_provenance(entry):
    readme = (files("inquit") / "data" / "README.md").read_text(encoding="utf-8")
    assert f"`{entry[0]}/{entry[1]}.tsv`" in readme


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le maire a dit que le pont est fermé.", "fr"),
        ("The mayor said that it was closed.", "en"),
        ("", None),
        ("1 234 567", None),
        ("Wir haben es nicht gewusst", "de"),
        ("El ministro dijo que no lo sabía.", "es"),
        ("Il ministro ha detto che non lo sapeva.", "it"),
        ("De minister zei dat hij het niet wist.", "nl"),
        ("O ministro disse que não sabia.", "pt"),
        ("Þetta er ekki satt", None),
    ],
)
def test_language(text, language):
    assert guess_language(text) == language
