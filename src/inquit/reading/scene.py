"""A document as its sources are read: text, entities, sentences, paragraphs and quotations, each found by its place."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from inquit.reading.entities import Entity, People
from inquit.spans import Span


class Scene:
    """A document in which sources are read: its text, entities, sentences, paragraphs and quotations.

    Args:
        text: The document's text.
        entities: What it names.
        sentences: Where its sentences begin, in code points of ``text``.
        paragraphs: Where its paragraphs begin, likewise.
        quoted: Its outermost quotations, by start.
    """

    def __init__(
        self, text: str, entities: Sequence[Entity], sentences: Sequence[int], paragraphs: Sequence[int], quoted: Sequence[Span]
    ) -> None:
        self.text, self.entities = text, entities
        self.named = sorted((span, i) for i, one in enumerate(entities) for span in one.mentions)
        self.people = People(one for one in entities if one.kind == "person")
        self._sentences, self._paragraphs, self._quoted = sentences, paragraphs, quoted
        self._opened = [span.start for span in quoted]

    @functools.cached_property
    def folded(self) -> str:
        """The text in small letters, each in its place."""
        low = self.text.lower()
        return low if len(low) == len(self.text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in self.text)

    def sentence(self, at: int) -> int:
        """The number of a character's sentence."""
        return bisect_right(self._sentences, at)

    def paragraph(self, at: int) -> int:
        """The number of a character's paragraph."""
        return bisect_right(self._paragraphs, at)

    def sentence_start(self, at: int) -> int:
        """Where a character's sentence begins."""
        index = bisect_right(self._sentences, at) - 1
        return self._sentences[index] if index >= 0 else 0

    def names_in(self, span: Span) -> Iterator[tuple[Span, Entity]]:
        """The names that begin in a stretch of the text and end in it or right behind, by start."""
        at = bisect_left(self.named, (Span(span.start, 0), 0))
        while at < len(self.named) and self.named[at][0].start < span.end:
            name, index = self.named[at]
            at += 1
            if name.end <= span.end + 1:
                yield name, self.entities[index]

    def quotation(self, at: int) -> Span | None:
        """The outermost quotation in which a character stands."""
        index = bisect_right(self._opened, at) - 1
        return self._quoted[index] if index >= 0 and at < self._quoted[index].end else None
