"""From attributions to statements: form, words said verbatim, ids, and what the other stages found out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from inquit.document import Quotation
from inquit.reading.records import Findings
from inquit.segmentation import words
from inquit.spans import Span
from inquit.statement import Attribution, Form, Statement, statement_id


def statements(
    document: str, text: str, found: Sequence[Attribution], quotations: Sequence[Quotation], findings: Sequence[Findings]
) -> tuple[Statement, ...]:
    """Make statements of a document's attributions.

    Args:
        document: The document's id.
        text: Its text.
        found: Its attributions.
        quotations: Its quotations, by start.
        findings: What the stages found out about each attribution.
    """
    outer = [q.inner for q in quotations if q.depth == 0 and q.inner.length]
    ids = [statement_id(document, one.source, one.cue, one.content) for one in found]
    made = []
    for index, (one, told) in enumerate(zip(found, findings, strict=True)):
        verbatim = verbatim_of(one.content, outer)
        made.append(
            Statement(
                id=ids[index],
                parent=None if one.parent is None else ids[one.parent],
                kind=one.kind,
                form=form_of(text, one.content, verbatim),
                negated=one.negated,
                source=one.source,
                cue=one.cue,
                content=one.content,
                verbatim=verbatim,
                confidence=round(one.confidence, 4),
                content_text=" … ".join(s.of(text) for s in one.content),
                speaker=told.speaker,
                modality=told.modality,
                chain=chain(index, found, findings),
                addressee=told.addressee,
                channel=one.channel,
                place=told.place,
                time=told.time,
                mentions=told.mentions,
                act=told.act,
                unknown=_unknown(one, told),
            )
        )
    return tuple(made)


def chain(index: int, found: Sequence[Attribution], findings: Sequence[Findings]) -> tuple[str | None, ...]:
    """Name the speakers from the outermost to the one whose words these are.

    Who says that he thinks something is one link, not two.
    """
    names: list[str | None] = []
    at: int | None = index
    while at is not None:
        speaker = findings[at].speaker
        name = speaker.name if speaker else None
        if not names or names[-1] != name or name is None:
            names.append(name)
        at = found[at].parent
    return tuple(reversed(names))


def _unknown(one: Attribution, told: Findings) -> tuple[tuple[str, str], ...]:
    """Why each field without a value has none."""
    why = {
        "speaker": None if told.speaker else told.no_speaker,
        "addressee": None if told.addressee else "not-stated",
        "channel": None if one.channel else "not-stated",
        "place": None if told.place else "not-stated",
        "time": None if told.time and told.time.value else told.no_time,
        "act": None if told.act else told.no_act,
    }
    return tuple((field, reason) for field, reason in why.items() if reason)


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
