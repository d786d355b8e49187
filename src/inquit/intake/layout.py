"""Tell the blocks of a news text apart: headline, byline, dateline, copy, credits, boilerplate.

Each line is held to the rules of :mod:`inquit.intake.rules`; what they say is then
mended where only the whole text can tell: which line is the headline, where the
copy ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inquit.document import COPY, Block, Dateline
from inquit.intake.bylines import DASHES, HEAD_LINES, UNDER_CROSSHEAD, agency_in, authors_of, dateline_of, plain
from inquit.intake.rules import CAPTION_REACH, CROSSHEAD_REACH, HEADLINE_REACH, RULES, Line
from inquit.lexicon import guess_language
from inquit.segmentation import paragraphs
from inquit.spans import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text and what they say of the document."""

    blocks: tuple[Block, ...]
    title: str | None
    authors: tuple[str, ...]
    agency: str | None
    dateline: Dateline | None
    language: str | None


def lay_out_blocks(text: str, published: str | None = None) -> Layout:
    r"""Cut a text into its blocks.

    Lines are the grain, as everywhere in news copy, but for a dateline, which
    stands at the head of a paragraph and is cut off it.

    Args:
        text: A document's text.
        published: ISO date of publication, from which a dateline's year is told.

    Returns:
        The layout. Blocks stand in the order of the text and do not overlap;
        their spans are half-open code points of ``text`` and hold every
        character that is not white space. ``authors`` are as the byline writes
        them; ``title`` is the headline.

    Example:
        >>> told = lay_out_blocks("Le pont rouvre\nPar Ana Roy\nKIEL (Reuters) - Le pont a rouvert lundi, a dit la mairie.")
        >>> [block.kind for block in told.blocks], told.authors, told.agency, told.dateline.place
        (['headline', 'byline', 'dateline', 'paragraph'], ('Ana Roy',), 'Reuters', 'KIEL')
    """
    lines = paragraphs(text)
    told = _kinds(text, lines)
    blocks: list[Block] = []
    dateline: Dateline | None = None
    agency: str | None = None
    for number, (span, (kind, rule)) in enumerate(zip(lines, told, strict=True)):
        head = dateline_of(span.of(text), number, published) if kind == "paragraph" and dateline is None else None
        if head is not None:
            length, dateline, agency = head
            blocks.append(Block("dateline", Span(span.start, span.start + length), rule="dateline"))
            rest = span.of(text)[length:]
            span = Span(span.end - len(rest.lstrip()), span.end)  # noqa: PLW2901
        if span.length:
            blocks.append(Block(kind, span, rule=rule))
    blocks = _standfirst(blocks)
    blocks, language = _with_languages(text, blocks)
    authors = tuple(dict.fromkeys(name for b in blocks if b.kind == "byline" for name in authors_of(b.span.of(text))))
    agency = agency or next((a for b in blocks if b.kind in ("byline", "credit") if (a := agency_in(b.span.of(text)))), None)
    title = next((b.span.of(text) for b in blocks if b.kind == "headline"), None)
    return Layout(tuple(blocks), title, authors, agency, dateline, language)


def _kinds(text: str, lines: Sequence[Span]) -> list[tuple[str, str]]:
    """The kind of each line and the rule that told it."""
    kinds: list[str] = []
    told: list[tuple[str, str]] = []
    written = [span.of(text) for span in lines]
    for index, line in enumerate(written):
        left = len(written) - 1 - index
        before, after = written[index - 1] if index else "", written[index + 1] if left else ""
        kind, name = "paragraph", ""
        if len(line) <= CAPTION_REACH:
            one = Line(line, plain(line), index, left, before, after)
            kind, name = next(((found, rule.__name__) for rule in RULES if (found := rule(one, kinds))), (kind, name))
        kinds.append(kind)
        told.append((kind, name))
    _mend_head(written, told)
    _mend_tail(written, told)
    return told


def _is_label(line: str) -> bool:
    """Tell a line that is no sentence: short, without a full stop, not in quotation marks."""
    return len(line) <= CROSSHEAD_REACH and line[-1] not in ".!?…:;»”\"'" and line[0] not in '«“"‘'


def _mend_head(written: Sequence[str], told: list[tuple[str, str]]) -> None:
    """Take the real headline where a site's chrome stands above it.

    Of the lines above the first paragraph the headline is the first that is no
    shorter than two thirds of the longest; labels above it are the site's.
    """
    first = next((i for i, line in enumerate(written) if told[i][0] == "paragraph" and len(line) > HEADLINE_REACH / 2), None)
    start = next((i for i, (kind, _) in enumerate(told) if kind == "headline"), None)
    if first is None or start is None or first - start < 2 or first > HEAD_LINES + 4:
        return
    lines = [i for i in range(start, first) if told[i][0] in ("headline", "paragraph", "crosshead") and written[i][-1] not in ".;"]
    longest = max(len(written[i]) for i in lines) if lines else 0
    real = next((i for i in lines if 3 * len(written[i]) >= 2 * longest and len(written[i].split()) > 2), None)
    if real is None or real == start:
        return
    for i in range(start, real):
        if told[i][0] in ("headline", "crosshead", "paragraph") and _is_label(written[i]):
            told[i] = ("boilerplate", "above_the_headline")
    if all(told[i][0] not in COPY for i in range(start, real)):
        told[real] = ("headline", "headline")


def _mend_tail(written: Sequence[str], told: list[tuple[str, str]]) -> None:
    """Labels below the last sentence of the copy are the site's."""
    last = next((i for i in range(len(told) - 1, -1, -1) if told[i][0] == "paragraph" and not _is_label(written[i])), None)
    if last is None or len(written[last]) < UNDER_CROSSHEAD:
        return
    for i in range(last + 1, len(told)):
        if told[i][0] in ("paragraph", "crosshead") and _is_label(written[i]) and written[i][0] not in DASHES:
            told[i] = ("boilerplate", "below_the_copy")


def _standfirst(blocks: list[Block]) -> list[Block]:
    """Copy between the headline and a byline or dateline is the standfirst."""
    first = next((i for i, block in enumerate(blocks) if block.kind == "headline"), None)
    if first is None:
        return blocks
    mark = next((i for i, b in enumerate(blocks[: first + 6]) if i > first and b.kind in ("byline", "dateline")), None)
    if mark is None:
        return blocks
    between = blocks[first + 1 : mark]
    if not between or len(between) > 2 or any(b.kind not in ("paragraph", "crosshead") for b in between):
        return blocks
    return [*blocks[: first + 1], *(replace(b, kind="standfirst", rule="standfirst") for b in between), *blocks[mark:]]


# Words below which a block's own language is not asked for: names and titles mislead.
_LEAST_WORDS = 6


def _with_languages(text: str, blocks: Sequence[Block]) -> tuple[list[Block], str | None]:
    """Give each block its language, and the document that of most of its copy."""
    counts: Counter[str] = Counter()
    own: list[str | None] = []
    for block in blocks:
        words = block.span.of(text)
        told = guess_language(words, least=3 if block.kind in COPY else 2) if len(words.split()) >= _LEAST_WORDS else None
        own.append(told)
        if told and block.kind in COPY:
            counts[told] += len(words)
    language = counts.most_common(1)[0][0] if counts else guess_language(text)
    return [replace(block, language=told or language) for block, told in zip(blocks, own, strict=True)], language
