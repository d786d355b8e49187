"""The document: a text that is never rewritten, and what is odd in it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from inquit.spans import Span
from inquit.statement import Name, Statement


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document beside its text; what is not known is None or ``()``.

    ``published`` is an ISO date, with the time of day where it is known;
    ``authors`` are people, as written; ``agency`` is a news agency's full name;
    ``language`` is a two-letter code, of any language.
    """

    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    agency: str | None = None


def merged(option: Metadata, own: Metadata) -> Metadata:
    """Fill what the option leaves open from the document's own metadata.

    Args:
        option: What wins, field by field, where it says anything.
        own: What stands in for it elsewhere.

    Example:
        >>> merged(Metadata(publisher="AFP"), Metadata(publisher="Le Portail", language="fr"))
        Metadata(title=None, published=None, authors=(), publisher='AFP', url=None, language='fr', agency=None)
    """
    return Metadata(**{one.name: getattr(option, one.name) or getattr(own, one.name) for one in fields(Metadata)})


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as it came: decoded, not yet read.

    ``text`` is the decoded file character for character, less one leading
    byte-order mark; of a page or an office file, the text that was taken out
    of it; of a table's row, the cell with the text. ``sha256`` is of the bytes
    as they came; ``media_type`` says what they are. ``metadata`` is the
    document's own, as it was found beside the text.
    """

    uri: str
    sha256: str
    encoding: str
    text: str
    media_type: str = "text/plain"
    metadata: Metadata = Metadata()


BLOCKS: dict[str, str] = {
    "headline": "the title of the dispatch",
    "byline": "who wrote it",
    "dateline": "where, when and for which agency it was filed; stands at the head of a paragraph",
    "standfirst": "the lines under the headline that sum the dispatch up",
    "crosshead": "a short heading between paragraphs, or a line of stars or dashes",
    "paragraph": "running copy",
    "caption": "the words under a picture",
    "credit": "who reported, edited, photographed; whose rights",
    "boilerplate": "an author's bio, a site's slogan, a call to subscribe, a link to other articles",
}
"""What each kind of block is; the page and the documentation read this."""

COPY = frozenset({"headline", "standfirst", "crosshead", "paragraph", "caption"})
"""The kinds of block in which statements are looked for."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one function; ``kind`` is one of :data:`BLOCKS`.

    ``span`` counts code points of the document's text. ``language`` is an ISO
    639-1 code, or None where the words do not show one. ``rule`` names the rule
    that told the kind; empty for a paragraph, which is what no rule claims.
    """

    kind: str
    span: Span
    language: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a dispatch was filed, as its dateline says.

    ``place`` is in the dateline's own letters. ``date`` is ``2022-01-14``, or
    ``--01-14`` when neither the dateline nor the publication date tells the year.
    """

    place: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, within one paragraph.

    ``span`` includes the marks, ``inner`` leaves them and the blanks beside
    them out; both count code points of the text. ``depth`` is 0 for an outermost
    quotation. ``opened`` and ``closed`` tell whether the mark stands there;
    a side without one runs to the paragraph's edge. ``continues`` tells that
    it runs on in the next paragraph.
    """

    span: Span
    inner: Span
    depth: int
    opened: bool = True
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something odd in the copy; ``span`` counts code points of the document's text.

    ``level`` is ``note`` for what is good to know, ``warning`` where statements
    may be read wrongly or missed, ``error`` where nothing could be read.
    """

    code: str
    span: Span
    message: str
    level: str = "warning"


@dataclass(frozen=True, slots=True)
class Document:
    """A dispatch that was read: its text and the statements in it.

    Every span in it is half-open, in code points of ``text``, and
    ``text[start:end]`` is what is shown. Statements stand in the order of
    their first character. ``published`` is an ISO date, the anchor for words
    such as *vendredi*, or None. ``blocks`` stand in the order of the text, do
    not overlap, and hold every character that is not white space. ``title``,
    ``authors``, ``agency`` and ``dateline`` are read off the blocks. ``names``
    are the names in the copy, in its order.
    """

    id: str
    uri: str
    sha256: str
    encoding: str
    pack: str
    language: str | None
    published: str | None
    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    dateline: Dateline | None = None
    blocks: tuple[Block, ...] = ()
    names: tuple[Name, ...] = ()
    statements: tuple[Statement, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())
