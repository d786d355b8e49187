"""Dispatches annotated by block, written without knowledge of the rules: how many blocks and fields the layout gets right.

``data/blocks.txt``: a line ``=== messy fr | authors: … | agency: … | place: … | date: … | title: … | published: …`` opens a
document (``-`` is none; authors stand apart by ``;``), then each line of its copy follows as ``kind | text``. In ``dateline |
PLACE (AGENCY) – || The rest`` the paragraph begins after ``||``. An empty line is an empty line of the copy. A photograph's
agency is not the dispatch's; a place is all that stands before the date, the agency or the dash. A block's span is compared
without white space at its edges, an author's name without regard to case.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from inquit.document import BLOCKS
from inquit.intake.layout import lay_out_blocks

FILE = Path(__file__).parent / "data" / "blocks.txt"
FIELDS = ("authors", "place", "agency", "date")
FLOOR = 0.95


@dataclass(frozen=True)
class Annotated:
    number: int
    state: str
    language: str
    published: str | None
    title: str | None
    fields: dict
    text: str
    blocks: tuple[tuple[int, int, str], ...]


def annotated():
    """Read the documents of the file."""
    documents, head, lines = [], None, []
    for line in [*FILE.read_text(encoding="utf-8").split("\n")[:-1], "==="]:
        if line.startswith("==="):
            if head is not None:
                documents.append(_document(len(documents) + 1, head, lines))
            head, lines = line.removeprefix("===").strip(), []
        elif head is not None:
            lines.append(line)
    return documents


def _document(number, head, lines):
    first, *rest = head.split(" | ")
    state, language = first.split()
    named = {key: None if value == "-" else value for key, value in (one.split(": ", 1) for one in rest)}
    text, blocks = "", []
    for line in lines:
        if line:
            kind, words = line.split(" | ", 1)
            cut, mark, paragraph = words.partition(" || ") if kind == "dateline" else (words, "", "")
            blocks.append(_block(len(text), cut, kind))
            text += cut
            if mark:
                text += " "
                blocks.append(_block(len(text), paragraph, "paragraph"))
                text += paragraph
        text += "\n"
    fields = {name: named[name] for name in FIELDS}
    fields["authors"] = _names((named["authors"] or "").split("; "))
    return Annotated(number, state, language, named["published"], named["title"], fields, text, tuple(blocks))


def _block(at, words, kind):
    return at + len(words) - len(words.lstrip()), at + len(words.rstrip()), kind


def _names(names):
    return "; ".join(name.casefold() for name in names) or None


DOCUMENTS = annotated()


def test_the_set_is_large_mixed_and_well_formed():
    assert len(DOCUMENTS) >= 40
    states = Counter(one.state for one in DOCUMENTS)
    assert states.keys() == {"messy", "clean"}
    assert states["messy"] >= 10
    assert {one.language for one in DOCUMENTS} == {"fr", "en"}
    assert {kind for one in DOCUMENTS for *_, kind in one.blocks} == BLOCKS.keys()
    for one in DOCUMENTS:
        assert one.title in {None, *(one.text[start:end] for start, end, kind in one.blocks if kind == "headline")}, one.number


def test_the_kinds_of_blocks_are_right():
    right, wrong = 0, []
    for one in DOCUMENTS:
        found = {}
        for block in lay_out_blocks(one.text, one.published).blocks:
            start, end, kind = _block(block.span.start, block.span.of(one.text), block.kind)
            found[start, end] = kind
        for start, end, kind in one.blocks:
            got = found.get((start, end), "no such span")
            if got == kind:
                right += 1
            else:
                wrong.append(f"{one.number}: expected {kind}, got {got}: {one.text[start:end]}")
    share = right / (right + len(wrong))
    assert share >= FLOOR, "\n".join([f"{share:.3f} of {right + len(wrong)} blocks are right; wrong:", *wrong])


def test_authors_place_agency_and_date_are_right():
    right, wrong = 0, []
    for one in DOCUMENTS:
        layout = lay_out_blocks(one.text, one.published)
        place, date = (layout.dateline.place, layout.dateline.date) if layout.dateline else (None, None)
        got = {"authors": _names(layout.authors), "place": place, "agency": layout.agency, "date": date}
        for name in FIELDS:
            if got[name] == one.fields[name]:
                right += 1
            else:
                wrong.append(f"{one.number}: {name}: expected {one.fields[name]}, got {got[name]}")
    share = right / (right + len(wrong))
    assert share >= FLOOR, "\n".join([f"{share:.3f} of {right + len(wrong)} fields are right; wrong:", *wrong])
