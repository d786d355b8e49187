"""Whom a statement is made to and whom it names, each under the fullest name that the document gives."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from inquit.reading.entities import Entity
from inquit.reading.naming import keys, pronouns
from inquit.reading.phrases import own_name, own_span
from inquit.spans import Span
from inquit.statement import Addressee


class Named:
    """Where a document names whom.

    Args:
        entities: What the document names, before any source was resolved: the
            resolver counts pronouns among the mentions.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._found = sorted((span, number, one) for number, one in enumerate(entities) for span in one.mentions)
        self._starts = [span.start for span, _, _ in self._found]

    def within(self, span: Span) -> list[tuple[Span, Entity]]:
        """The names that stand whole in a span, in order."""
        at = bisect_left(self._starts, span.start)
        found = []
        while at < len(self._found) and self._starts[at] < span.end:
            name, _, one = self._found[at]
            if name.end <= span.end:
                found.append((name, one))
            at += 1
        return found


def mentions_in(content: Sequence[Span], named: Named) -> tuple[str, ...]:
    """Name the persons, bodies and places in a content, each once, in the order of the text."""
    return tuple(dict.fromkeys(one.name for span in content for _, one in named.within(span)))


def addressee_of(text: str, span: Span | None, named: Named) -> Addressee | None:
    """Tell to whom something was said.

    Args:
        text: A document's text.
        span: The words that tell it, in code points of ``text``.
        named: Whom the document names.

    Returns:
        The words with a name: that of the person whom they name, else the words
        without their article; None for a pronoun, since nobody is shown.
    """
    if span is None:
        return None
    words = keys(span.of(text))
    if not words or " ".join(words) in pronouns():
        return Addressee(span, None)
    people = [one for _, one in named.within(span) if one.kind == "person"]
    if len(people) == 1:
        return Addressee(span, people[0].name)
    if not people:
        exact = next((one for name, one in named.within(span) if name.end == span.end and keys(name.of(text)) == words), None)
        if exact is not None:
            return Addressee(span, exact.name)
    own = own_span(text, span)
    return Addressee(span, own_name(text, own) if own else None)
