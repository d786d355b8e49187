"""The statement: an attribution with what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from inquit.spans import Span

Form = Literal["direct", "indirect", "mixed"]
Kind = Literal["speech", "attitude"]

FORMS: dict[str, str] = {
    "direct": "all of the content stands between quotation marks",
    "indirect": "none of the content stands between quotation marks",
    "mixed": "part of the content stands between quotation marks",
}
"""What each form means; the command line and the documentation read this."""

KINDS: dict[str, str] = {
    "speech": "an act of communication: saying, writing, announcing, asking, denying",
    "attitude": "a thought, belief, hope, fear, wish or intention",
}
"""What each kind means; the command line and the documentation read this."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The relation source, cue, content as it stands in one text.

    All spans are half-open code points of the document's text, in the order
    of the text. ``source`` is empty when the text names none. ``parent`` is
    the index, among the attributions of the same document, of the innermost
    one in whose content this one stands. ``confidence`` is a calibrated
    probability that the attribution is right.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    negated: bool
    confidence: float
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or body meant by a source; for now the words of the source themselves."""

    name: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stored and shown of an attribution.

    ``verbatim`` are the parts of the content between quotation marks, without
    the marks. ``parent`` is the id of another statement of the document.
    ``content_text`` joins the pieces of the content with " … ".
    ``unknown`` says of a field that is None why it is.
    """

    id: str
    parent: str | None
    kind: Kind
    form: Form
    negated: bool
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    verbatim: tuple[Span, ...]
    speaker: Speaker | None
    confidence: float
    content_text: str
    unknown: tuple[tuple[str, str], ...] = ()


def statement_id(document: str, source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span]) -> str:
    """Make a statement's id from its document's id and its spans, so that a re-reading keeps it.

    Example:
        >>> statement_id("d", [], [Span(0, 4)], [Span(5, 9)])
        'bf90b059a2884d1f'
    """
    parts = [document, *(",".join(f"{s.start}-{s.end}" for s in role) for role in (source, cue, content))]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
