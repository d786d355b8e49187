"""A document as one self-contained page: the copy drawn, the statements listed, what is odd in the margin."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import groupby

from inquit.document import COPY, Block, Diagnostic, Document
from inquit.errors import OptionError
from inquit.segmentation import paragraphs
from inquit.spans import Span
from inquit.statement import Statement
from inquit.views.cards import BESIDE, Cards, Listed
from inquit.views.outline import outline
from inquit.views.segments import Mark, Segment, cut
from inquit.views.signs import printable
from inquit.views.words import LABELS, Words
from inquit.views.words import text as _text

_ROLES = ("source", "cue", "content")
_EVIDENCE = "evidence"
_DIAGNOSTIC = "diagnostic"

# Three tints can be told apart in grey; what is nested deeper is drawn as the third.
_DEEPEST = 3

# Characters between which a new row begins: a dateline and its paragraph share a line.
_LINE_END = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")

_HEADINGS = {"headline": "h2", "crosshead": "h3"}


def to_html(document: Document, labels: str = "fr", shown: Sequence[Statement] | None = None) -> str:
    """Draw a document as one HTML page that needs nothing beside itself.

    The copy stands as it was read, character for character; only what would
    act on a screen, such as a null byte or a mark of writing direction, is
    shown as ``�``, one for one. Copy is not to be trusted: the page's
    Content-Security-Policy lets run one style sheet and one script, named by
    their hashes, and nothing is fetched. Without the script the page can
    still be read, and its links join the copy and the list.

    Args:
        document: What was read. Without blocks, each line that is not blank
            is a paragraph.
        labels: Language of the page's own words, one of :data:`LABELS`.
        shown: The statements to show, in the document's order; all when absent.

    Returns:
        The page. It holds no lone surrogate, and the same arguments give the
        same characters.

    Raises:
        OptionError: the page has no words in that language.

    Example:
        >>> document = Document("d", "", "", "utf-8", "", "fr", None, "Il pleut <encore>.")
        >>> page = to_html(document)
        >>> "Il pleut &lt;encore&gt;." in page, "Aucune déclaration" in page
        (True, True)
    """
    if labels not in LABELS:
        raise OptionError(f"labels {labels!r}: the page speaks {' and '.join(LABELS)}")
    return _Page(document, labels, document.statements if shown is None else shown).html()


# --- what is drawn, worked out before a tag is written ---------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """Blocks that share a line: a dateline and the paragraph at whose head it stands."""

    blocks: tuple[Block, ...]

    @property
    def span(self) -> Span:
        return Span(self.blocks[0].span.start, self.blocks[-1].span.end)

    @property
    def kind(self) -> str:
        return next((block.kind for block in self.blocks if block.kind in COPY), self.blocks[0].kind)


def _rows(document: Document) -> list[_Row]:
    text = document.text
    found: list[list[Block]] = []
    for block in _blocks(document):
        if found and not _LINE_END.search(text, found[-1][-1].span.end, block.span.start):
            found[-1].append(block)
        else:
            found.append([block])
    return [_Row(tuple(held)) for held in found]


def _blocks(document: Document) -> Iterator[Block]:
    """The document's blocks, and what no block holds as paragraphs: nothing of the copy is left out."""
    at = 0
    for block in (*document.blocks, Block("", Span(len(document.text), len(document.text)))):
        for gap in paragraphs(document.text[at : block.span.start]):
            yield Block("paragraph", gap.shifted(at))
        if block.span.length:
            yield block
        at = block.span.end


class _Page:
    """One page in the making."""

    def __init__(self, document: Document, language: str, shown: Sequence[Statement]) -> None:
        self.document = document
        self.words = Words(language)
        self.text = printable(document.text)
        self.statements = [Listed(number, one, depth) for number, (one, depth) in enumerate(outline(shown), start=1)]
        self.cards = Cards(document, self.words, self.statements)
        self.by_number = {one.number: one for one in self.statements}
        self.rows = _rows(document)
        self.blocks = [block for row in self.rows for block in row.blocks]
        self.block_starts = [block.span.start for block in self.blocks]
        self.diagnostics = dict(enumerate(document.diagnostics, start=1))
        self.whole = {number: blocks for number, one in self.diagnostics.items() if (blocks := self._whole_blocks(one))}
        self.flagged = {block.span for blocks in self.whole.values() for block in blocks}
        self.calls = self._calls()
        self.flags = self._flags()

    # -- where things stand --

    def _whole_blocks(self, diagnostic: Diagnostic) -> list[Block]:
        """The blocks that a diagnostic is about as such: a wave under all of their words would say nothing."""
        first = max(0, bisect_right(self.block_starts, diagnostic.span.start) - 1)
        touched = self.blocks[first : bisect_left(self.block_starts, diagnostic.span.end)]
        touched = [block for block in touched if block.span.overlaps(diagnostic.span)]
        return touched if all(diagnostic.span.contains(block.span) for block in touched) else []

    def _calls(self) -> dict[int, list[int]]:
        """The numbers to set after the segment that ends at a place."""
        starts = [row.span.start for row in self.rows]
        calls = defaultdict(list)
        for one in self.statements if starts else ():
            row = self.rows[max(0, bisect_left(starts, one.call) - 1)].span
            calls[one.call if row.start < one.call <= row.end else row.end].append(one.number)
        return calls

    def _flags(self) -> dict[int, list[int]]:
        """The diagnostics to flag before the segment that starts at a place."""
        ends = [row.span.end for row in self.rows]
        flags = defaultdict(list)
        for number, one in self.diagnostics.items() if ends else ():
            row = self.rows[min(bisect_right(ends, one.span.start), len(ends) - 1)].span
            flags[one.span.start if row.start <= one.span.start < row.end else row.start].append(number)
        return flags

    def _marks(self) -> Iterator[tuple[Span, Mark]]:
        for one in self.statements:
            for role in _ROLES:
                spans: tuple[Span, ...] = getattr(one.statement, role)
                for span in spans:
                    yield span, Mark(role, one.number)
            for role in BESIDE:
                if (beside := one.beside(role)) is not None:
                    yield beside, Mark(role, one.number)
            for span in one.evidence():
                yield span, Mark(_EVIDENCE, one.number)
        for number, diagnostic in self.diagnostics.items():
            if number not in self.whole:
                yield diagnostic.span, Mark(_DIAGNOSTIC, number)

    # -- the page --

    def html(self) -> str:
        style, script = _asset("page.css"), _asset("page.js")
        policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{self.words.language}">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="referrer" content="no-referrer">',
                '<meta name="color-scheme" content="light dark">',
                f"<title>{_text(self._title())} – inquit</title>",
                f"<style>{style}</style>",
                "</head>",
                "<body>",
                *self._header(),
                '<main class="desk">',
                *self._copy(),
                *self.cards.html(),
                "</main>",
                '<p id="live" class="unseen" role="status" aria-live="polite"></p>',
                f"<script>{script}</script>",
                "</body>",
                "</html>",
                "",
            ]
        )

    def _title(self) -> str:
        return self.document.title or self.document.uri or self.words["untitled"]

    def _header(self) -> Iterator[str]:
        label = self.words
        yield '<header class="head">'
        yield f"<h1><bdi{self.words.lang(self.document.language if self.document.title else None)}>{_text(self._title())}</bdi></h1>"
        yield '<dl class="known">'
        for key, value in self._known():
            yield f"<div><dt>{escape(label[key])}</dt><dd>{value}</dd></div>"
        yield "</dl>"
        yield f'<nav class="ways" aria-label="{escape(label["ways"])}">'
        yield f'<a href="#statements">{escape(self.words.count("statements", len(self.statements)))}</a>'
        if self.diagnostics:
            yield f'<a href="#n1">{escape(self.words.count("diagnostics", len(self.diagnostics)))}</a>'
        yield "</nav>"
        yield from self.cards.overview()
        yield f'<div class="legend"><h2 class="unseen">{escape(label["legend"])}</h2><ul role="list">'
        nested = any(one.depth for one in self.statements)
        for classes, key, wanted in (
            ("part source", "role.source", True),
            ("part cue", "role.cue", True),
            ("part content d1 first last", "role.content", True),
            ("part content d2 first last", "role.nested", nested),
            ("diagnostic", "role.diagnostic", bool(self.diagnostics)),
        ):
            if wanted:
                yield f'<li><span class="{classes}">{escape(label[key])}</span></li>'
        yield "</ul>"
        # What the script alone can do is not promised before it runs.
        yield f'<p class="keys" id="keys" hidden>{_keys(label["keys"])}</p>' if self.statements else ""
        yield "</div>"
        yield "</header>"

    def _known(self) -> Iterator[tuple[str, str]]:
        """What is known of the document, as markup; what is not known has no line."""
        one = self.document
        if one.authors:
            yield (
                "known.authors" if len(one.authors) > 1 else "known.author",
                ", ".join(f"<bdi>{_text(name)}</bdi>" for name in one.authors),
            )
        if one.agency:
            yield "known.agency", f"<bdi>{_text(one.agency)}</bdi>"
        if one.dateline and (one.dateline.place or one.dateline.date):
            place = [f"<bdi>{_text(one.dateline.place)}</bdi>"] if one.dateline.place else []
            date = [self.words.date(one.dateline.date)] if one.dateline.date else []
            yield "known.dateline", ", ".join(place + date)
        if one.published:
            yield "known.published", self.words.date(one.published)
        if one.language:
            yield "known.language", _text(self.words.labels.get(f"language.{one.language}", one.language))
        if one.title and one.uri:
            yield "known.uri", f"<bdi>{_text(one.uri)}</bdi>"
        if one.encoding:
            yield "known.encoding", _text(one.encoding)
        if one.pack:
            yield "known.pack", _text(one.pack)

    # -- the copy --

    def _copy(self) -> Iterator[str]:
        yield f'<article class="copy" id="copy" aria-label="{escape(self.words["copy"])}">'
        if not self.rows:
            yield f'<p class="none">{escape(self.words["copy.none"])}</p>'
            yield from self._notes(self.diagnostics)
        edges = [edge for block in self.blocks for edge in block.span]
        cuts = cut([row.span for row in self.rows], self._marks(), [*edges, *self.flags])
        for row, segments in zip(self.rows, cuts, strict=True):
            yield from self._row(row, segments)
        yield "</article>"

    def _row(self, row: _Row, segments: Sequence[Segment]) -> Iterator[str]:
        diagnostics = [number for segment in segments for number in self.flags.get(segment.span.start, ())]
        flagged = any(block.span in self.flagged for block in row.blocks)
        yield f'<div class="row {row.kind}{" flagged" if flagged else ""}">'
        tags = [block.kind for block in row.blocks if block.kind not in ("headline", "paragraph")]
        if tags:
            yield '<p class="tags">' + " ".join(f"<span>{escape(self.words[f'block.{kind}'])}</span>" for kind in tags) + "</p>"
        tag = _HEADINGS.get(row.kind, "p")
        yield f'<{tag} class="text"{self.words.lang(self.document.language)}>{"".join(self._blocks_of(row, segments))}</{tag}>'
        yield from self._notes(diagnostics)
        yield "</div>"

    def _blocks_of(self, row: _Row, segments: Sequence[Segment]) -> Iterator[str]:
        starts = [block.span.start for block in row.blocks]

        def block_of(place: tuple[int, Segment]) -> Block | None:
            block = row.blocks[bisect_right(starts, place[1].span.start) - 1]
            return block if block.span.contains(place[1].span) else None

        def diagnostics_of(place: tuple[int, Segment]) -> tuple[int, ...]:
            return place[1].numbers(_DIAGNOSTIC)

        for block, held in groupby(enumerate(segments), block_of):
            words = []
            for diagnostics, within in groupby(held, diagnostics_of):
                (flags, first), *others = [self._segment(segments, index) for index, _ in within]
                # A flag at the head of what it flags stands before the wave.
                drawn = first + "".join(flags + segment for flags, segment in others)
                words.append(flags + (f'<mark class="diagnostic" data-f="{_joined(diagnostics)}">{drawn}</mark>' if diagnostics else drawn))
            if block is None:
                yield "".join(words)
            else:
                language = self.words.lang(block.language, self.document.language or self.words.language)
                yield f'<span class="block {block.kind}"{language}>{"".join(words)}</span>'

    def _segment(self, segments: Sequence[Segment], index: int) -> tuple[str, str]:
        """A segment as markup: the flags that stand before it, then its words and the calls behind them."""
        segment = segments[index]
        words = escape(segment.span.of(self.text))
        numbers = {role: segment.numbers(role) for role in (*_ROLES, *BESIDE, _EVIDENCE)}
        if any(numbers.values()):
            ends = self._ends(segments, index, self._deepest(numbers["content"])) if numbers["content"] else ()
            words = f"<span{self._part(numbers, ends)}>{words}</span>"
        flags = "".join(self._flag(number, self._ground(segments, index - 1)) for number in self.flags.get(segment.span.start, ()))
        calls = "".join(self._call(number, self._ground(segments, index)) for number in self.calls.get(segment.span.end, ()))
        return flags, words + calls

    def _part(self, numbers: Mapping[str, Sequence[int]], ends: Iterable[str] = (), name: str = "part") -> str:
        """The attributes of an element that is part of statements: what it is for each, the innermost named first."""
        held = {role: found for role, found in numbers.items() if found}
        data = "".join(f' data-{role}="{_joined(found)}"' for role, found in held.items())
        near = {number for role, found in held.items() if role not in ("content", _EVIDENCE) for number in found}
        inwards = sorted({*near, *held.get("content", ())}, key=lambda number: self._inwards(number, number not in near))
        # What proves a field belongs to no statement: it is drawn when a statement calls for it.
        if not inwards:
            return f' class="trace"{data}'
        classes = [name, *(role for role in _ROLES if role in held)]
        if "content" in held:
            classes += [f"d{min(self.by_number[self._deepest(held['content'])].depth + 1, _DEEPEST)}", *ends]
        return f' class="{" ".join(classes)}" data-all="{_joined(inwards)}"{data}'

    def _ground(self, segments: Sequence[Segment], index: int) -> tuple[int, ...]:
        """The contents that run on from a segment into the next: what stands between the two lies on their tint."""
        if not 0 <= index < len(segments) - 1:
            return ()
        following = set(segments[index + 1].numbers("content"))
        return tuple(number for number in segments[index].numbers("content") if number in following)

    def _deepest(self, contents: Iterable[int]) -> int:
        return max(contents, key=lambda number: (self.by_number[number].depth, number))

    @staticmethod
    def _ends(segments: Sequence[Segment], index: int, number: int) -> Iterator[str]:
        """Whether a content begins or ends with this segment, so that its edge is drawn."""
        mark = Mark("content", number)
        if index == 0 or mark not in segments[index - 1].marks:
            yield "first"
        if index == len(segments) - 1 or mark not in segments[index + 1].marks:
            yield "last"

    def _inwards(self, number: int, content_alone: bool) -> tuple[int, bool, int, int]:
        """Sort key by which the innermost statement of a segment comes first."""
        one = self.by_number[number]
        return -one.depth, content_alone, one.length, number

    # The numbers in the copy are drawn by the style sheet, so that the copy's own text stays what it is.

    def _call(self, number: int, ground: Sequence[int]) -> str:
        name = self.words["call"].format(number=number, speaker=self.words.speaker(self.document.text, self.by_number[number].statement))
        return f'<a{self._on("call", ground)} id="c{number}" href="#s{number}" data-n="{number}" aria-label="{_text(name)}"></a>'

    def _flag(self, number: int, ground: Sequence[int]) -> str:
        name = self.words["flag"].format(number=number)
        return f'<a{self._on("flag", ground)} id="f{number}" href="#n{number}" data-f="{number}" aria-label="{_text(name)}"></a>'

    def _on(self, name: str, ground: Sequence[int]) -> str:
        return self._part({"content": ground}, name=f"{name} part") if ground else f' class="{name}"'

    def _notes(self, numbers: Iterable[int]) -> Iterator[str]:
        notes = list(numbers)
        if not notes:
            return
        yield f'<ul class="notes" role="list" aria-label="{escape(self.words["notes"])}">'
        for number in notes:
            one = self.diagnostics[number]
            said = self.words.labels.get(f"diagnostic.{one.code}")
            # The message is in English and says more; a label in the page's language is better read.
            message = escape(said) if said else f"<bdi{self.words.lang('en')}>{_text(one.message)}</bdi>"
            link = (
                f'<a class="sign" href="#f{number}" data-f="{number}">{number}</a>' if self.rows else f'<span class="sign">{number}</span>'
            )
            yield f'<li class="note" id="n{number}" data-f="{number}">{link} <code>{_text(one.code)}</code> {message}</li>'
        yield "</ul>"


# --- small things ----------------------------------------------------------------


@functools.cache
def _asset(name: str) -> str:
    return (files("inquit") / "views" / "assets" / name).read_text(encoding="utf-8")


@functools.cache
def _hash(content: str) -> str:
    """A source of a Content-Security-Policy that allows exactly this content of an element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _joined(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _keys(label: str) -> str:
    """The label of the keys, in which ``[j]`` names a key."""
    return re.sub(r"\[(\w+|[↑↓])\]", r"<kbd>\1</kbd>", escape(label))
