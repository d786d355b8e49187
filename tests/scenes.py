"""Copy whose names and attributions are marked by hand, as the tests of speakers need it.

Roles stand in the tags of :mod:`tests.tagged`; names in brackets with the first
letter of their kind: ``<source>[p Anne Durand]</source> <cue>dit</cue> …``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from inquit.intake.quotation import pair_quotation_marks
from inquit.reading.candidates import Resolver
from inquit.reading.entities import Entity, entities
from inquit.reading.speakers import Resolution, speakers
from inquit.spans import Span
from inquit.statement import Attribution, Name
from tests.tagged import parse

_KINDS = {"p": "person", "o": "organization", "l": "location"}
_OPEN, _CLOSE = "\ue000\ue001\ue002", "\ue003"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")


@dataclass
class Copy:
    """A text with what the stages before would have read in it."""

    text: str
    names: list[Name]
    found: list[Attribution]
    sentences: list[int]
    paragraphs: list[int]
    quoted: list[Span]

    def entities(self) -> list[Entity]:
        return entities(self.text, self.names)

    def resolver(self) -> Resolver:
        return Resolver(self.text, self.found, self.entities(), self.sentences, self.paragraphs, self.quoted)

    def speakers(self, model: object, document: str = "d") -> tuple[Resolution, ...]:
        return speakers(self.text, self.found, self.entities(), self.sentences, self.paragraphs, self.quoted, model, document)


def copy(tagged: str) -> Copy:
    """Take tags and brackets out; spans are code points of the text that is left."""
    marked = re.sub(r"\[([pol]) ", lambda m: _OPEN["pol".index(m[1])], tagged).replace("]", _CLOSE)
    held = parse(marked)
    marks = [match.start() for match in _MARKS.finditer(held.text)]
    text = _MARKS.sub("", held.text)

    def place(at: int) -> int:
        return at - sum(mark < at for mark in marks)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(place(span.start), place(span.end)) for span in spans)

    names, opened = [], None
    for mark in marks:
        if held.text[mark] == _CLOSE:
            assert opened is not None
            kind, start = opened
            names.append(Name(Span(start, place(mark)), kind))
        else:
            opened = _KINDS["pol"[_OPEN.index(held.text[mark])]], place(mark)
    numbers = {one.id: index for index, one in enumerate(held.gold)}
    found = [
        Attribution(
            moved(one.source),
            moved(one.cue),
            moved(one.content),
            "speech",
            False,
            1.0,
            None if one.parent is None else numbers[one.parent],
        )
        for one in held.gold
    ]
    return Copy(
        text,
        names,
        found,
        sentences=[0, *(match.end() for match in re.finditer(r"[.!?]\s+(?=[A-ZÉ«\"])|\n", text))],
        paragraphs=[0, *(match.end() for match in re.finditer(r"\n", text))],
        quoted=[quotation.span for quotation in pair_quotation_marks(text) if quotation.depth == 0],
    )


class ByHand:
    """Weighs candidates by the parts of their features that follow the sort of source, with weights set by hand."""

    least = 0.5
    weights: ClassVar = {
        "names-it": 4.0,
        "same-words": 3.0,
        "short-form": 3.0,
        "spoke-last": 2.0,
        "role=all": 4.0,
        "role=head": 2.0,
        "gender-agrees": 1.0,
        "gender-disagrees": -4.0,
        "kind=person": 0.5,
        "person-rank=0": 0.5,
        "parent": 3.0,
        "distance=0": 0.5,
        "own": 1.0,
        "own|coordinated": 6.0,
        "noun-before": 2.0,
        "same-source": 9.0,
    }

    def shares(self, candidates, resolver, index):
        powers = [10 ** sum(self.weights.get(name.partition("|")[2] or name, 0.0) for name in one.features) for one in candidates]
        return [power / sum(powers) for power in powers]
