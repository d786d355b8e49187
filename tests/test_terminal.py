"""The terminal's page, drawn on consoles of several widths; documents are built by hand."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from inquit.spans import Span
from inquit.statement import Act, Addressee, Place, Time
from inquit.views.terminal import ROLE_STYLES, print_document, render
from tests.pages import dispatch, document_of, summit


def drawn(document, width=120, shown=None, **options):
    console = Console(file=io.StringIO(), width=width, highlight=False, **options)
    print_document(console, document, shown)
    return console.file.getvalue()


def cell(document, number, width=120):
    """The lines of one statement, each run of blanks one."""
    lines = drawn(document, width).split("what\n", 1)[-1].splitlines()
    lines = lines[next(i for i, line in enumerate(lines) if line.lstrip().startswith("1 ")) :]
    starts = [i for i, line in enumerate(lines) if re.match(r" *\d+ ", line)]
    return " ".join(" ".join(lines[starts[number - 1] : [*starts, len(lines)][number]]).split())


def test_every_field_is_shown():
    document = summit()
    assert "Kremlin → Igor Valenski" in cell(document, 2)
    assert "président russe · person · RUS" in cell(document, 2)
    assert "avait promis → Aarne Koskela" in cell(document, 2)
    assert "promise (textual) · mixed speech · 0.95" in cell(document, 2)
    assert "2026-03-03 (mardi soir) · dans un communiqué" in cell(document, 1, 200)
    assert "Helsinki · FIN · lors d’une conférence de presse" in cell(document, 3, 200)
    assert "condemn (interpretive)" in cell(document, 4)
    assert "anonymous" in cell(document, 5)
    assert "hearsay · accuse (interpretive)" in cell(document, 6)
    assert "¬ n’a pas confirmé" in cell(document, 7)
    assert "secrétaire général · Alliance · person" in cell(document, 8)
    assert "announced · announce (textual)" in cell(document, 8)
    assert "group · [Per Lindqvist, Liis Tamm]" in cell(document, 10)


def test_what_is_not_known_says_why():
    assert "Il (unsure)" in cell(summit(), 11)
    assert "— (no-source-in-text)" in cell(summit(), 12)
    assert "la semaine dernière (no-anchor)" in cell(summit(), 12)
    one = replace(summit().statements[1], parent=None, chain=(None, "Igor Valenski"))
    assert "? → Igor Valenski" in drawn(summit(), shown=[one])


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("made", [summit, dispatch])
def test_nothing_sticks_out_and_no_word_is_lost(made, width):
    document = made()
    page = drawn(document, width)
    assert all(len(line) <= width for line in page.splitlines())
    for one in document.statements:
        for word in one.content_text.split():
            assert word[:16] in page or width < 80, word


def test_each_role_has_its_style_and_the_legend_names_it():
    document = summit()
    legend, _, copy, *_ = render(document).renderables
    styled = {str(span.style): legend.plain[span.start : span.end] for span in legend.spans}
    assert {styled[style] for style in ROLE_STYLES.values()} == set(ROLE_STYLES)
    assert len(set(ROLE_STYLES.values())) == len(ROLE_STYLES)
    found = {(str(span.style), copy.plain[span.start : span.end]) for span in copy.spans}
    assert (ROLE_STYLES["addressee"], "à son homologue finlandais, Aarne Koskela") in found
    assert (ROLE_STYLES["time"], "mardi soir") in found
    assert (ROLE_STYLES["place"], "à Bruxelles") in found
    assert (ROLE_STYLES["channel"], "dans un communiqué") in found


def test_nothing_found():
    assert "No statement found." in drawn(document_of("Il pleut."))
    page = " ".join(drawn(summit(), shown=[]).split())
    assert "No such statement; the speakers are Aarne Koskela (3), Kremlin, Igor Valenski" in page


@pytest.mark.parametrize("hostile", ["\x1b]0;owned\x07", "\x1b[31mrouge", "[bold]Lou[/bold]", "\u202eabc", "a\0b\r\nc", "[/]", "\ud800"])
def test_hostile_names_do_not_act(hostile):
    document = summit()
    held = document.statements[0]
    speaker = replace(held.speaker, name=hostile, role=f"{hostile} x", organization=f"{hostile} y", country=hostile, members=(hostile,))
    one = replace(
        held,
        speaker=speaker,
        chain=(hostile, None, hostile),
        modality=hostile,
        addressee=Addressee(Span(0, 2), hostile),
        place=Place(Span(0, 2), hostile, hostile, hostile),
        time=Time(Span(0, 2), hostile, hostile, hostile),
        act=Act(hostile, hostile, (), hostile),
        content_text=hostile,
        unknown=((hostile, hostile),),
    )
    nobody = replace(one, id="n", speaker=None, unknown=(("speaker", hostile),))
    hidden = replace(document, statements=(one, nobody))
    for page in (drawn(hidden), drawn(hidden, shown=[])):
        page.encode("utf-8")
        assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page)
    if hostile.startswith("["):
        assert hostile in drawn(hidden)
