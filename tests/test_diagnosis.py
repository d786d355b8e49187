"""What is odd in copy, in a notation with the oddity between brackets ⟦ ⟧."""

import re
from pathlib import Path

import pytest

from inquit.document import COPY
from inquit.intake.diagnosis import DIAGNOSTICS, diagnose
from inquit.intake.layout import lay_out_blocks
from inquit.intake.quotation import pair_quotation_marks

FRENCH = "Le conseil a voté le budget après deux jours de débats, et la séance a été levée peu avant minuit par le doyen."


def diagnosed(text):
    told = lay_out_blocks(text)
    quotations = pair_quotation_marks(text, [b.span for b in told.blocks if b.kind in COPY])
    return diagnose(text, told.blocks, quotations, told.language)


@pytest.mark.parametrize(
    ("code", "marked"),
    [
        ("stray-punctuation", f"{FRENCH} Les navires sont au large du détroit⟦. .⟧"),
        ("stray-punctuation", "Le maire, élu hier⟦,.⟧ Il part demain pour la capitale."),
        ("stray-punctuation", 'Il faut protéger ⟦l"économie⟧ du pays, a dit la ministre.'),
        ("broken-sentence", "Des intérêts tels que la pêche ont été ⟦cités. de⟧ la région, rejoignez le port."),
        ("unbalanced-marks", "La ministre a dit : ⟦«⟧ Nous partons demain."),
        ("unbalanced-marks", "Nous partons demain ⟦»⟧, a dit la ministre."),
        ("unbalanced-marks", 'Elle vise un réseau plus sûr⟦"⟧, poursuit-il devant les élus.'),
        ("mojibake", "Le prÃ⟦©sident a parlÃ© hier.".replace("Ã⟦©", "⟦Ã©⟧")),
        ("mojibake", "Il a dit que câ€™est fini.".replace("â€™", "⟦â€™⟧")),
        ("hidden-characters", "Il a dit ⟦\u202e⟧que non et que oui."),
        ("hidden-characters", "Il a dit ⟦\0⟧que non et que oui."),
        ("machine-translation", f"{FRENCH} (⟦Traduit automatiquement⟧)"),
        ("foreign-language", f"{FRENCH}\n{FRENCH}\n⟦The council has not said what it will do with the money that was voted.⟧"),
        ("no-copy", "⟦Bonjour.⟧"),
    ],
)
def test_what_is_odd_is_told_with_its_place(code, marked):
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    found = diagnosed(text)
    assert [(one.code, tuple(one.span)) for one in found if one.code != "no-copy" or code == "no-copy"] == [(code, (start, end))]
    assert all(one.message and "\n" not in one.message for one in found)


def test_only_a_text_without_copy_is_an_error():
    assert [(one.code, one.level) for one in diagnosed("Bonjour.")] == [("no-copy", "error")]
    spanish = "El ministro dijo que no lo sabía y que la ley será votada en el mes de mayo."
    levels = {one.code: one.level for one in diagnosed(f"{FRENCH}\n{FRENCH}\n{spanish}\n« Non.")}
    assert levels == {"foreign-language": "warning", "unbalanced-marks": "warning"}


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "M. Norr a parlé à Mme. de La Tour, etc. puis est parti avec le gén. de brigade Roux.",
        "« Oui... mais non », a-t-il dit. « Et puis.. » Non, rien.".replace(".. »", "… »"),
        "Le cours a pris 3.5 points, contre 2,4 .",
        "“We shall see,” he said. “That is all.”",
        "Le port, l’été, c’est +le grand bain+ : tout le monde y va.",
        "Aujourd'hui, l'eau monte ; demain, elle baissera.",
        "La barre mesure 6'3\" de haut et pèse dix kilos.",
        "Il a dit que “c'est fini\" et que tout va bien.",
    ],
)
def test_good_copy_is_left_alone(text):
    assert [one.code for one in diagnosed(text)] == []


def test_every_code_is_documented():
    page = (Path(__file__).parent.parent / "docs" / "contract.md").read_text(encoding="utf-8")
    source = Path(diagnose.__code__.co_filename).read_text(encoding="utf-8")
    assert set(re.findall(r'(?:Diagnostic\(|^    \()"([a-z-]+)"', source, re.M)) == set(DIAGNOSTICS)
    for code in DIAGNOSTICS:
        assert f"`{code}`" in page
