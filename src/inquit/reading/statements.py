"""From attributions to statements: form, words said verbatim, ids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from inquit.document import Quotation
from inquit.segmentation import words
from inquit.spans import Span
from inquit.statement import Attribution, Form, Speaker, Statement, statement_id


def statements(document: str, text: str, found: Sequence[Attribution], quotations: Sequence[Quotation]) -> tuple[Statement, ...]:
    """Make statements of a document's attributions.

    Args:
        document: The document's id.
        text: Its text.
        found: Its attributions.
        quotations: Its quotations, by start.
    """
    outer = [q.inner for q in quotations if q.depth == 0 and q.inner.length]
    ids = [statement_id(document, one.source, one.cue, one.content) for one in found]
    made = []
    for identity, one in zip(ids, found, strict=True):
        verbatim = verbatim_of(one.content, outer)
        made.append(
            Statement(
                id=identity,
                parent=None if one.parent is None else ids[one.parent],
                kind=one.kind,
                form=form_of(text, one.content, verbatim),
                negated=one.negated,
                source=one.source,
                cue=one.cue,
                content=one.content,
                verbatim=verbatim,
                speaker=Speaker(" … ".join(s.of(text) for s in one.source), one.source) if one.source else None,
                confidence=round(one.confidence, 4),
                content_text=" … ".join(s.of(text) for s in one.content),
                unknown=() if one.source else (("speaker", "no-source-in-text"),),
            )
        )
    return tuple(made)


def verbatim_of(content: Sequence[Span], quoted: Sequence[Span]) -> tuple[Span, ...]:
    """Give the parts of a content that stand between quotation marks.

    Args:
        content: Spans of one text.
        quoted: Insides of that text's outermost quotations, by start.

    Example:
        >>> verbatim_of([Span(0, 10)], [Span(4, 12), Span(20, 30)])
        (Span(start=4, end=10),)
    """
    found = []
    for piece in content:
        # Outermost quotations do not overlap: the first that can reach the
        # piece is the last that starts at or before it.
        index = max(0, bisect_right(quoted, piece.start, key=_start) - 1)
        while index < len(quoted) and quoted[index].start < piece.end:
            part = Span(max(piece.start, quoted[index].start), min(piece.end, quoted[index].end))
            if part.start < part.end:
                found.append(part)
            index += 1
    return tuple(found)


def _start(span: Span) -> int:
    return span.start


def form_of(text: str, content: Sequence[Span], verbatim: Sequence[Span]) -> Form:
    """Tell how much of a content is verbatim: all of its words, none, or part.

    Example:
        >>> text = "que « tout va »"
        >>> form_of(text, [Span(0, 15)], [Span(6, 13)])
        'mixed'
    """

    def count(spans: Sequence[Span]) -> int:
        return sum(any(map(str.isalnum, w.of(text))) for s in spans for w in words(text, s.start, s.end))

    said = count(verbatim)
    if said == 0:
        return "indirect"
    return "direct" if said == count(content) else "mixed"
