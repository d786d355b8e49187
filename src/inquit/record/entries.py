"""What goes into the record with a document: where it was found, its bytes, what the index holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inquit.document import Document, Metadata
from inquit.record.codec import content_text
from inquit.record.folding import tokens
from inquit.record.stemming import stemmer_for
from inquit.version import __version__

NO_METADATA = Metadata()
"""Nothing is known beside the text."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the full-text index takes of a document.

    A text for each statement, in their order: its stems as they follow one another,
    and its folded words, each once.
    """

    stems: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that was read, to be kept.

    ``addresses`` are the paths and URLs at which it was found, ``given`` the
    options it was read with, ``data`` its bytes as they came, None to keep
    none. ``reader`` is the version of inquit that read it. ``terms`` are made when
    they are None.
    """

    document: Document
    addresses: tuple[str, ...] = ()
    metadata: Metadata = NO_METADATA
    media_type: str = "text/plain"
    given: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None
    reader: str = __version__
    terms: Terms | None = None


def terms_of(document: Document) -> Terms:
    """Make what the index takes of a document.

    Example:
        >>> from inquit.spans import Span
        >>> from inquit.statement import Statement
        >>> one = Statement("s", None, "speech", "direct", False, (), (), (Span(0, 8),), (), None, 0.5, "Les élus")
        >>> document = Document("d", "", "", "utf-8", "", "fr", None, "Les élus", statements=(one,))
        >>> terms_of(document).stems
        ('les elu',)
    """
    lines = [lines_of(content_text(document.text, one.content), document.language) for one in document.statements]
    return Terms(tuple(stems for stems, _ in lines), tuple(forms for _, forms in lines))


def lines_of(text: str, language: str | None) -> tuple[str, str]:
    """Give a content as the indexes take it: its stems in order, and its folded words, each once.

    Example:
        >>> lines_of("Les élus, les élues", "fr")
        ('les elu les elu', 'elues elus les')
    """
    stem = stemmer_for(language)
    found = [token.form for token in tokens(text)]
    return " ".join(map(stem, found)), " ".join(sorted(set(found)))
