"""Pair the quotation marks of a text.

Marks known: « », “ ”, „ “, " ", '' '', ‹ ›, ‘ ’ and the agency's ``+…+`` inside
a quotation. French copy mixes them, nests them, forgets to close them, and
opens a quotation anew at each paragraph that it runs on to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inquit.document import Quotation
from inquit.segmentation import paragraphs
from inquit.spans import Span

_MARK = re.compile(r"''|``|[«»“”„‟〝〞\"‹›‘’+]")
_PAIRS = {"«": "»", "“": "”", "„": "“”‟", "〝": "〞", "‹": "›", "‘": "’", '"': '"', "+": "+"}
_CLOSERS = {"»", "”", "‟", "〞", "›"}
# Copy nests three deep at most; the bound keeps a page of opening marks cheap.
_DEPTH = 8
# A +…+ is a title or a few words; farther off, the sign is arithmetic.
_PLUS_REACH = 300
_LIKE = frozenset('"“”')
_STRAIGHT = {'"': '"', "''": '"', "``": '"'}


@dataclass(slots=True)
class _Open:
    mark: str
    span: Span
    opened: bool = True


def pair_quotation_marks(text: str, blocks: Sequence[Span] | None = None) -> tuple[Quotation, ...]:
    """Pair the quotation marks of a text, paragraph by paragraph.

    A mark that finds no partner is returned with ``closed=False`` and runs to
    the end of its paragraph: in news copy a missing guillemet is a slip of the
    keyboard, not a reason to drop the document. When the next paragraph opens
    with the same mark, the quotation ``continues`` and nothing is missing.

    Args:
        text: A document's text.
        blocks: Its paragraphs, when they are known.

    Returns:
        Quotations by start; an inner quotation follows its outer. Two either
        nest or do not overlap.

    Example:
        >>> [q.span for q in pair_quotation_marks("Il dit : « oui », puis “non”.")]
        [Span(start=9, end=16), Span(start=23, end=28)]
    """
    found: list[Quotation] = []
    held = paragraphs(text) if blocks is None else list(blocks)
    for number, paragraph in enumerate(held):
        quotations, last = _pair(text, paragraph)
        following = held[number + 1] if number + 1 < len(held) else None
        if last is not None and following is not None and _reopens(text, following, last):
            quotations = [
                Quotation(q.span, q.inner, q.depth, q.opened, q.closed, continues=True) if not q.closed and q.depth == 0 else q
                for q in quotations
            ]
        found.extend(quotations)
    return tuple(found)


def _reopens(text: str, paragraph: Span, mark: str) -> bool:
    # Older French typography repeats the closing guillemet at each paragraph.
    first = text[paragraph.start]
    return first == mark or (mark == "«" and first == "»")


def _pair(text: str, paragraph: Span) -> tuple[list[Quotation], str | None]:
    """Pair one paragraph's marks; also the outermost mark that stayed open."""
    stack: list[_Open] = []
    found: list[Quotation] = []
    plus_left = 0

    def close(until: int, end: Span | None) -> None:
        while len(stack) > until:
            top = stack.pop()
            partner = end if len(stack) == until else None
            stop = partner.end if partner else (end.start if end else paragraph.end)
            inner = _trimmed(text, top.span.end if top.opened else top.span.start, partner.start if partner else stop)
            span = Span(top.span.start, max(stop, top.span.end))
            found.append(Quotation(span, inner, len(stack), top.opened, partner is not None))

    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        here = Span(match.start(), match.end())
        mark = _STRAIGHT.get(match.group(), match.group())
        before = text[here.start - 1] if here.start > paragraph.start else " "
        after = text[here.end] if here.end < paragraph.end else " "
        partner = _partner(stack, mark, _only_closes(before, after))
        if _is_apostrophe(text, here, mark, partner is not None):
            continue
        if mark == "+":
            if not stack:
                continue
            if partner is None:
                plus_left = _plus_end(text, here, paragraph, before)
                if not plus_left:
                    continue
            elif here.start != plus_left:
                continue
        if partner is not None and mark not in "«„‹‘〝":
            close(partner, here)
        elif mark in _CLOSERS or (mark == '"' and _only_closes(before, after)):
            if before.isspace() and after.isalnum():
                # A closing mark where only an opening one can stand.
                stack.append(_Open({"»": "«", "”": "“", "›": "‹"}.get(mark, "“"), here))
            elif not stack and not any(q.depth == 0 for q in found):
                # Nothing opened it: the quotation came in from above.
                stack.append(_Open({"»": "«", "›": "‹"}.get(mark, "“"), Span(paragraph.start, paragraph.start), opened=False))
                close(0, here)
        elif len(stack) < _DEPTH:
            stack.append(_Open(mark, here))
    left = stack[0].mark if stack else None
    close(0, None)
    return sorted(found, key=lambda q: (q.span.start, -q.span.end, q.depth)), left


def _partner(stack: Sequence[_Open], mark: str, closes: bool) -> int | None:
    """Which of the open marks this one closes, the innermost that it can."""
    for index in range(len(stack) - 1, -1, -1):
        if mark in _PAIRS[stack[index].mark]:
            return index
    # Opened as “ and closed as ", or the other way round.
    return len(stack) - 1 if stack and closes and stack[-1].mark in _LIKE and mark in _LIKE else None


def _only_closes(before: str, after: str) -> bool:
    """Tell whether a straight mark between these characters cannot open a quotation."""
    return after in tuple(",;)") or not (before.isspace() or before in "('’-–—[" or after.isalnum())


# What French elides before a vowel, up to the mark that stands for the apostrophe.
_ELIDED = re.compile(r"(?:^|[^\w])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)$", re.IGNORECASE)


def _is_apostrophe(text: str, here: Span, mark: str, is_open: bool) -> bool:
    """Tell whether a mark stands for an apostrophe, *l’eau*, *l‘eau*, *l"eau*, or for inches, *6'3"*."""
    before, after = text[max(0, here.start - 8) : here.start], text[here.end : here.end + 1]
    if mark == "’":
        return not is_open or after.isalnum()
    if mark == "‘":
        return before[-1:].isalnum()
    if mark == '"' and before[-1:].isdigit() and not is_open:
        return True
    return mark == '"' and after.isalnum() and before[-1:].isalnum() and (not is_open or bool(_ELIDED.search(before)))


def _plus_end(text: str, here: Span, paragraph: Span, before: str) -> int:
    """Where the ``+`` that closes the one at ``here`` stands; 0 when it opens nothing."""
    if before.isalnum() or not text[here.end : here.end + 1].strip() or text[here.end].isdigit():
        return 0
    reach = min(paragraph.end, here.end + _PLUS_REACH)
    end = text.find("+", here.end, reach)
    while end > 0 and (text[end - 1].isspace() or text[end + 1 : end + 2].isalnum()):
        end = text.find("+", end + 1, reach)
    return max(end, 0)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, max(start, end))
