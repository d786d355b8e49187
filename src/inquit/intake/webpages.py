"""Take the article out of a web page: the one door to the HTML extractor.

The body is trafilatura's. What is done around it holds for pages in general: what stands
beside the article is taken away first, the standfirst and paragraphs that the extractor
dropped out of the midst of the article come back, and what is metadata, such as
the byline, leaves the text. Nothing is ever fetched.
"""

from __future__ import annotations

import codecs
import hashlib
import itertools
import logging
import re
from typing import Any

from inquit.document import RawDocument
from inquit.errors import RefusedError
from inquit.intake.bodies import filled, lines_of, without_head
from inquit.intake.clearing import clear, standfirst, without_shown_blanks
from inquit.intake.linkeddata import UNSEEN, Tree
from inquit.intake.pagedata import page_data
from inquit.intake.readers import decode

INSTALL = "reading HTML needs more: pip install 'inquit[html]'"
MEDIA_TYPE = "text/html"

# A page of more characters, less the pictures inside it, is a dump, not an article.
PAGE_REACH = 4_000_000

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CHARSET = re.compile(r"iso8859-\d+|cp125\d|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|shift_jis|euc_(?:jp|kr)")
_EMBEDDED = re.compile(r"data:[\w.+/-]{1,80}(?:;[\w=.-]{1,40}){0,3};base64,[A-Za-z0-9+/=\s]{20,}")
_SHORT = 200
_LEAST_WORDS = 5
_WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)


def decode_page(data: bytes) -> tuple[str, str]:
    r"""Decode a page: a mark, else strict UTF-8, else what it declares, else Windows-1252.

    Latin-1 is read as Windows-1252, as browsers do.

    Example:
        >>> decode_page(b'<meta charset="iso-8859-15"><p>3 \xa4</p>')[1], decode_page(b'<meta charset="latin1"><p>\x92</p>')[1]
        ('iso8859-15', 'cp1252')
    """
    text, encoding = decode(data)
    declared = _DECLARED.search(data[:4096])
    if encoding != "cp1252" or declared is None:
        return text, encoding
    try:
        name = codecs.lookup(declared.group(1).decode("ascii")).name
        if name != "iso8859-1" and _CHARSET.fullmatch(name):
            return data.decode(name), name
    except (LookupError, UnicodeError):
        pass
    return text, encoding


def read_page(data: bytes, uri: str) -> RawDocument:
    """Take the article out of a page.

    Args:
        data: The page as it was saved.
        uri: Where it was found.

    Returns:
        A document whose text is the title, if the page has one, then the
        standfirst and the paragraphs, a line each; no-break blanks are kept, other
        white space is one blank.

    Raises:
        RefusedError: nothing to read in it, or the extractor is not installed.
    """
    source, encoding = decode_page(data)
    source = UNSEEN.sub("", _EMBEDDED.sub("", source))
    if len(source) > PAGE_REACH:
        raise RefusedError("too-large", f"a page of {len(source):,} characters; at most {PAGE_REACH:,} are read")
    tree = _parse(source)
    told = page_data(tree, source)
    clear(tree)
    under = standfirst(tree, told.description)
    lines, metadata = without_head(_body(tree), told, under)
    if sum(len(line.split()) for line in (*lines, under or "")) < _LEAST_WORDS:
        raise RefusedError("no-text", "a page without an article: nothing but menus, links or scripts")
    text = "\n".join(filter(None, (metadata.title, under, *lines)))
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), encoding, text, MEDIA_TYPE, metadata)


def _body(tree: Tree) -> list[str]:
    body = _extracted(tree)
    if body is None:
        return []
    lines = filled(tree, list(lines_of(body)))
    return [line for one in lines if (line := without_shown_blanks(one).strip())]


# --- the one door ------------------------------------------------------------------

_pages = itertools.count(1)
_RESET_EVERY = 500


def _library() -> Any:
    try:
        import trafilatura  # noqa: PLC0415 - a third of a second, which text files need not pay
    except ImportError:
        raise RefusedError("needs-more", INSTALL) from None
    # It says on standard error what is said here by exceptions.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("readability").setLevel(logging.CRITICAL)
    if next(_pages) % _RESET_EVERY == 0:
        # Its caches grow with every page.
        from trafilatura.meta import reset_caches  # noqa: PLC0415

        reset_caches()
    return trafilatura


def _parse(source: str) -> Tree:
    library = _library()
    if not _WHOLE.search(source[:4096]):
        source = f"<html><body>{source}</body></html>"
    try:
        tree = library.load_html(source)
    except Exception as error:  # noqa: BLE001 - foreign code on hostile pages; whatever it raises, the page is skipped
        raise RefusedError("damaged", f"the page cannot be parsed: {type(error).__name__}") from None
    if tree is None or not len(tree):
        raise RefusedError("no-text", "a page without an article: there is no HTML in it")
    for element in tree.iter():
        # Character references may hide what cannot be set again.
        if element.text and UNSEEN.search(element.text):
            element.text = UNSEEN.sub("", element.text)
        if element.tail and UNSEEN.search(element.tail):
            element.tail = UNSEEN.sub("", element.tail)
    return tree


def _extracted(tree: Tree) -> Tree | None:
    """What the extractor takes for the article; None when it finds none."""
    library = _library()
    best = None
    # First without false text, which would make false statements; a page too
    # short for that is tried once more with less fear.
    for careful in (True, False):
        try:
            found = library.bare_extraction(tree, include_comments=False, favor_precision=careful, with_metadata=False)
        except Exception as error:  # noqa: BLE001 - as above
            raise RefusedError("damaged", f"the article cannot be extracted: {type(error).__name__}") from None
        if found is not None and found.body is not None:
            best = found.body
            if sum(len(line) for line in lines_of(best)) >= _SHORT:
                return best
    return best
