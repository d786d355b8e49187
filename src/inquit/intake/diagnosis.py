"""Say what is odd in the copy: each finding with its place and a sentence that helps.

An oddity never stops the reading. Every finding rests on characters that can be
shown; what is merely clumsy is left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from inquit.document import COPY, Block, Diagnostic, Quotation
from inquit.lexicon import rows
from inquit.spans import Span

DIAGNOSTICS: dict[str, str] = {
    "author-bio": "an author's bio or a site's slogan: no statement is looked for in it",
    "broken-sentence": "a full stop in the middle of a sentence",
    "foreign-language": "a block in another language than the document",
    "hidden-characters": "control characters, null bytes or marks that reverse the direction of writing",
    "machine-translation": "the page says that a machine translated it",
    "mojibake": "letters that were decoded with the wrong table",
    "no-copy": "no running copy found",
    "stray-punctuation": "punctuation that stands by itself or twice",
    "unbalanced-marks": "a quotation mark without its partner",
}
"""What each code means; the page and the documentation read this."""

_LANGUAGE_NAMES = {"fr": "French", "en": "English", "es": "Spanish", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch"}

# Fewer words are no dispatch: a title, a caption, a menu.
_LEAST_COPY = 5


def diagnose(text: str, blocks: Sequence[Block], quotations: Sequence[Quotation], language: str | None) -> tuple[Diagnostic, ...]:
    """Find what is odd in a text.

    Args:
        text: A document's text.
        blocks: Its blocks.
        quotations: The quotations of its copy.
        language: The document's language, if known.

    Returns:
        Diagnostics by start; their spans are half-open code points of ``text``,
        their codes are those of :data:`DIAGNOSTICS`.

    Example:
        >>> found = diagnose("Le pont est fermé. .", [Block("paragraph", Span(0, 20))], [], "fr")
        >>> [(one.code, one.span) for one in found]
        [('stray-punctuation', Span(start=17, end=20))]
    """
    found = [*_no_copy(text, blocks), *_unbalanced(text, quotations)]
    for block in blocks:
        if block.kind in COPY:
            found += _in_copy(text, block)
        found += _of_block(text, block, language)
    return tuple(sorted(found, key=lambda one: (one.span, one.code)))


def _no_copy(text: str, blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    count = 0
    for block in blocks:
        if block.kind in COPY:
            count += len(block.span.of(text)[:2000].split())
        if count >= _LEAST_COPY:
            return
    message = "no running copy found in this text; is it the right file, or a page whose article did not load?"
    yield Diagnostic("no-copy", Span(0, len(text)), message, "error")


def _unbalanced(text: str, quotations: Sequence[Quotation]) -> Iterator[Diagnostic]:
    for quotation in quotations:
        if quotation.depth or quotation.continues or (quotation.opened and quotation.closed):
            continue
        if quotation.opened:
            where = Span(quotation.span.start, quotation.span.start + 1)
            taken = "is not closed in its paragraph; the quotation is taken to run to the paragraph's end"
        else:
            where = Span(quotation.span.end - 1, quotation.span.end)
            taken = "closes a quotation that nothing opened; it is taken to begin with the paragraph"
        yield Diagnostic("unbalanced-marks", where, f"the quotation mark {where.of(text)} {taken}")


# --- in running copy -----------------------------------------------------------

# A mark between blanks behind the end of a sentence; a comma or semicolon between
# blanks; commas doubled or beside a full stop; two full stops that are no ellipsis.
_STRAY = re.compile(
    r"(?P<after_end>[.!?…»”]\s+\.(?=\s|$))|(?P<alone>\w\s+[,;](?=\s)[^\S\n])|(?P<double>,\s?,|;\s?;|,\s?\.(?![\d.])|(?<![.\w])\.,|(?<![.…])\.\.(?![.…]))"
)
_INSIDE_WORD = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)\"\w+", re.IGNORECASE)
_BROKEN = re.compile(r"(?P<word>[^\W\d_]{3,})[»”\"]?\.\s+(?P<next>[^\W\d_]+)")


def _in_copy(text: str, block: Block) -> Iterator[Diagnostic]:
    for match in _STRAY.finditer(text, block.span.start, block.span.end):
        # A scrape that sets a blank before every comma is a manner, not a slip.
        if match.lastgroup == "alone":
            continue
        shown = " ".join(match.group().split())
        yield Diagnostic("stray-punctuation", Span(*match.span()), f"stray punctuation: {shown}; words may be missing here")
    for match in _INSIDE_WORD.finditer(text, block.span.start, block.span.end):
        yield Diagnostic(
            "stray-punctuation", Span(*match.span()), f"a quotation mark inside a word, {match.group()}: an apostrophe is meant"
        )
    for match in _BROKEN.finditer(text, block.span.start, block.span.end):
        word, following = match.group("word"), match.group("next")
        if not following.islower() or word.lower() in _abbreviations() or (len(following) == 1 and following not in "àa"):
            continue
        # Names of sites and things written small: "amazon. fr", "iPhone" is not lower.
        message = f"the sentence goes on after the full stop: “{word}. {following}”; words may be missing or in the wrong order here"
        yield Diagnostic("broken-sentence", Span(*match.span()), message)


@functools.cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word for language in ("fr", "en") for (word,) in rows(language, "abbreviations"))


# --- of a whole block ----------------------------------------------------------

# UTF-8 read as Windows-1252 or Latin-1: each two-byte letter shows as Ã or Â and
# a sign, each three-byte mark as â€ and a sign; C1 controls and U+FFFD are in no
# copy that was decoded rightly.
_MOJIBAKE = re.compile(
    "Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf\u0152\u0153\u2018-\u2122]|[\ufffd\u0080-\u0084\u0086-\u009f]"
)
_HIDDEN = re.compile("[\0-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")
_TRANSLATED = re.compile(
    r"(?i)traduction automatique|traduit automatiquement|(?:traduit|traduction)\s+(?:par|avec|de)\s+(?:google|deepl|bing)"
    r"|machine[- ]translated|automatically translated|translated (?:by|with) (?:google|deepl|bing|a machine)"
)


def _of_block(text: str, block: Block, language: str | None) -> Iterator[Diagnostic]:
    start, end = block.span
    if block.rule in ("biography", "slogan"):
        yield Diagnostic("author-bio", block.span, "looks like an author's bio or a slogan; no statement is looked for in it", "note")
    if block.language and language and block.language != language and block.kind not in ("byline", "dateline", "credit"):
        own, whole = _LANGUAGE_NAMES[block.language], _LANGUAGE_NAMES[language]
        read = "" if block.language in ("fr", "en") else "; inquit reads French and English, so statements may be missed here"
        message = f"this block is in {own}, the document in {whole}{read}"
        yield Diagnostic("foreign-language", block.span, message, "warning" if read else "note")
    for code, pattern, message in _SIGNS:
        first = pattern.search(text, start, end)
        if first is not None:
            more = sum(1 for _ in pattern.finditer(text, first.end(), end))
            counted = f" (and {more} more in this block)" if more else ""
            yield Diagnostic(code, Span(*first.span()), message + counted)


_SIGNS = (
    ("mojibake", _MOJIBAKE, "letters decoded with the wrong table; find the file with its right encoding, or save it anew as UTF-8"),
    ("hidden-characters", _HIDDEN, "a character that is not seen: a control, a null byte or a mark of writing direction"),
    ("machine-translation", _TRANSLATED, "the page says that a machine translated it; its words are not the speakers' own"),
)
