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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from inquit.document import Metadata, RawDocument
from inquit.errors import RefusedError
from inquit.intake.bylines import FURNITURE_REACH, after_opening, folded, furniture, plain, words_of
from inquit.intake.dates import iso_date, written_date
from inquit.intake.names import people
from inquit.intake.pagedata import UNSEEN, PageData, Tree, page_data, parts, shown, tokens
from inquit.intake.readers import decode
from inquit.lexicon import rows

INSTALL = "reading HTML needs more: pip install 'inquit[html]'"
MEDIA_TYPE = "text/html"

# A page of more characters, less the pictures inside it, is a dump, not an article.
PAGE_REACH = 4_000_000

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_CHARSET = re.compile(r"iso8859-\d+|cp125\d|koi8-[ru]|mac-roman|gb2312|gbk|gb18030|big5|shift_jis|euc_(?:jp|kr)")
_EMBEDDED = re.compile(r"data:[\w.+/-]{1,80}(?:;[\w=.-]{1,40}){0,3};base64,[A-Za-z0-9+/=\s]{20,}")
# The extractor makes plain blanks of no-break ones, which French typography
# lives on; these two signs, made to show such blanks, stand in for them meanwhile.
_SHOWN_BLANKS = {"\u00a0": "\u237d", "\u202f": "\u2422"}
_BLOCKS = frozenset(("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dd", "dt"))
_APART = frozenset(("aside", "nav", "footer", "figure", "form", "header", "table", "button", "address", "details", "script", "style"))
_LINES = frozenset(("body", "list", "div", "quote", "table", "row", "section", "main", "article"))
_HEAD = 6
_SHORT = 200
_LEAST_WORDS = 5


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
    _clear(tree)
    described = _standfirst(tree, told)
    lines = _body(tree)
    lines, told = _without_head(lines, told, described)
    title = told.metadata.title
    whole = [*([title] if title else []), *([described] if described else []), *lines]
    if sum(len(line.split()) for line in (*lines, described or "")) < _LEAST_WORDS:
        raise RefusedError("no-text", "a page without an article: nothing but menus, links or scripts")
    return RawDocument(uri, hashlib.sha256(data).hexdigest(), encoding, "\n".join(whole), MEDIA_TYPE, told.metadata)


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
            if sum(len(line) for line in _lines(best)) >= _SHORT:
                return best
    return best


# --- before the extraction -----------------------------------------------------------


def _clear(tree: Tree) -> None:
    """Take away what stands beside an article, and what makes a layout of a table."""
    beside = parts("advert") | parts("consent") | parts("letter") | parts("share")
    size = len(shown(tree))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("html", "body", "main", "article", "head", "h1", "p", "title"):
            continue
        if element.getparent() is not None and tokens(element) & beside and next(element.iter("h1"), None) is None:
            text = shown(element)
            if 3 * len(text) < size:
                _remove(element)
    for paragraph in list(tree.iter("p", "div", "li")):
        if _points_elsewhere(paragraph):
            _remove(paragraph)
    for table in list(tree.iter("table")):
        if any(next(cell.iter("p", "h1", "h2"), None) is not None for cell in table.iter("td")):
            for part in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                part.tag = "div"
    for element in tree.iter():
        element.text, element.tail = _with_shown_blanks(element.text), _with_shown_blanks(element.tail)


def _remove(element: Tree) -> None:
    parent = element.getparent()
    if parent is None:
        return
    # lxml keeps the words behind an element in the element.
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _points_elsewhere(element: Tree) -> bool:
    """*Lire aussi : …*: a few words of furniture and a link, or nothing but furniture."""
    if len(element) > 6:
        return False
    text = shown(element)
    if not text or len(text) > FURNITURE_REACH * 2:
        return False
    links = sum(len(shown(link)) for link in element.iter("a"))
    return is_furniture(text) and (2 * links > len(text) or len(text) < 40)


def is_furniture(line: str) -> bool:
    """Tell a line that begins as a site's own lines do."""
    low = folded(plain(line)).lstrip("([•►*>-–—→☞ ")
    for kind, where, phrase in furniture():
        if kind == "boilerplate" and where != "within" and low.startswith(phrase):
            rest = low[len(phrase) :]
            if not rest[:1].isalnum() and (where == "start" or not rest.strip(" ).:")):
                return True
    return False


def _with_shown_blanks(text: str | None) -> str | None:
    if text and text.strip() and ("\u00a0" in text or "\u202f" in text):
        for blank, sign in _SHOWN_BLANKS.items():
            text = text.replace(blank, sign)
    return text


def _without_shown_blanks(text: str) -> str:
    for blank, sign in _SHOWN_BLANKS.items():
        text = text.replace(sign, blank)
    return text


def _standfirst(tree: Tree, told: PageData) -> str | None:
    """The line under the headline that sums the article up, if the page shows one.

    It is known by the name of its class, or by being the description that the page
    gives machines.
    """
    headline = next(tree.iter("h1"), None)
    if headline is None:
        return None
    names = parts("standfirst")
    described = _key(told.description or "")
    after = False
    seen = 0
    for element in tree.iter():
        if element is headline:
            after = True
            continue
        if not after or not isinstance(element.tag, str):
            continue
        text = shown(element) if element.tag in ("p", "div", "h2", "h3", "span", "section") else ""
        if not text or len(text) > 3 * _SHORT:
            continue
        seen += 1
        if seen > 25 or (element.tag == "p" and len(text) > 3 * _SHORT):
            return None
        marked = tokens(element) & names and not any(parent.tag in ("aside", "nav", "figure", "li") for parent in element.iterancestors())
        if (marked or (described and _key(text) == described)) and len(text.split()) >= 5 and not is_furniture(text):
            text = " ".join(_without_shown_blanks(text).split(" ")).strip()
            _remove(element)
            return text
    return None


# --- behind the extraction -------------------------------------------------------------


def _body(tree: Tree) -> list[str]:
    body = _extracted(tree)
    if body is None:
        return []
    lines = _filled(tree, list(_lines(body)))
    return [line for one in lines if (line := _without_shown_blanks(one).strip())]


def _lines(element: Tree) -> Iterator[str]:
    """The lines of an extracted body: one a paragraph, heading, item or cell; a line break parts lines."""
    if element.tag in _LINES:
        pieces = [element.text or ""]
        for child in element:
            if child.tag in _LINES or child.tag in ("p", "head", "item", "cell", "code", "lb"):
                yield from _squeezed(pieces)
                yield from _lines(child)
                pieces = [child.tail or ""]
            elif isinstance(child.tag, str):
                pieces += ["".join(child.itertext()), child.tail or ""]
        yield from _squeezed(pieces)
        return
    for part in element.iter("lb"):
        part.tail = "\n" + (part.tail or "")
    for line in "".join(element.itertext()).replace("\n\n", "\n").split("\n") if element.find(".//lb") is not None else [shown(element)]:
        yield from _squeezed([line])


def _squeezed(pieces: Sequence[str]) -> Iterator[str]:
    line = " ".join("".join(pieces).split())
    if line:
        yield line


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _filled(tree: Tree, lines: list[str]) -> list[str]:
    """Bring back paragraphs that stand beside those which were kept.

    The extractor weighs every element by itself and may drop a short one out of the
    midst of an article. A paragraph, heading or item comes back when its parent
    also holds one that was kept, or has the classes of such a parent, as the posts of
    a live page have; but not behind the last kept one of the same parent.
    """
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places.setdefault(_key(line), number)
    blocks = [one for one in tree.iter(*_BLOCKS) if not _is_apart(one) and shown(one)]
    kept = {block: place for block in blocks if (place := places.get(_key(shown(block)))) is not None}
    homes = {_home(block) for block in kept}
    alike = {signature for home in homes if (signature := _signature(home))}
    result: list[str] = []
    taken = -1
    last = max(kept, key=kept.__getitem__, default=None)
    pending: list[str] = []
    over = False
    for block in blocks:
        if block in kept:
            place = kept[block]
            if place > taken:
                result += [*pending, *lines[taken + 1 : place + 1]]
                taken = place
            pending = []
            over = block is last
            continue
        home = _home(block)
        same = home in homes and not over
        posted = _signature(home) in alike if _signature(home) else False
        if (same or posted) and _is_copy(block):
            pending += _squeezed([shown(block)])
    return [*result, *(pending if over else []), *lines[taken + 1 :]] if kept else lines


def _home(block: Tree) -> Tree:
    parent = block.getparent()
    while parent is not None and parent.tag in ("ul", "ol", "dl", "blockquote", "li") and parent.getparent() is not None:
        parent = parent.getparent()
    return parent


def _signature(home: Tree) -> tuple[str, str] | None:
    name = home.get("class")
    return (home.tag, name) if name else None


def _is_apart(block: Tree) -> bool:
    if block.tag in ("li", "blockquote", "dd") and any(block.find(f".//{tag}") is not None for tag in ("p", "li")):
        return True
    return any(above.tag in _APART for above in block.iterancestors())


def _is_copy(block: Tree) -> bool:
    text = shown(block)
    links = sum(len(shown(link)) for link in block.iter("a"))
    return 2 * links <= len(text) and not is_furniture(text) and not _is_stamp(text) and len(text) > 3


def _without_head(lines: list[str], told: PageData, described: str | None) -> tuple[list[str], PageData]:
    """Leave out of the first lines what is metadata, and learn from it what the page did not say elsewhere."""
    metadata = told.metadata
    american = False
    kept: list[str] = []
    for number, line in enumerate(lines):
        key = _key(line)
        if number < _HEAD and not any(len(one) > _SHORT for one in kept):
            if key and (key == _key(metadata.title or "") or key == _key(described or "")):
                continue
            names = people([(line, False)], metadata.publisher)[0] if len(line) <= FURNITURE_REACH else ()
            opened = after_opening(line) is not None
            if names and (opened or set(names) <= set(metadata.authors)):
                metadata = _with(metadata, authors=metadata.authors or names)
                continue
            if _is_stamp(line, metadata.authors) or (opened and written_date(line) and len(line) <= FURNITURE_REACH):
                metadata = _with(metadata, published=metadata.published or iso_date(line, american=american))
                continue
        elif described and key == _key(described):
            continue
        kept.append(line)
    while kept and (is_furniture(kept[-1]) and len(kept[-1]) <= FURNITURE_REACH):
        kept.pop()
    return [line for line in kept if not (is_furniture(line) and len(line) < 40)], PageData(metadata, told.description)


def _with(metadata: Metadata, **changes: Any) -> Metadata:
    return replace(metadata, **changes)


def _is_stamp(line: str, authors: Sequence[str] = ()) -> bool:
    """Tell a line that is a date, or a time of reading, with nothing but its own words beside it."""
    if len(line) > FURNITURE_REACH or not any(map(str.isdigit, line)):
        return False
    rest = line
    while found := written_date(rest):
        rest = rest[: found[1]] + " " + rest[found[2] :]
    for name in authors:
        rest = rest.replace(name, " ")
    low = plain(rest)
    for language in ("fr", "en"):
        for (word,) in sorted(rows(language, "stamps"), key=lambda row: -len(row[0])):
            low = low.replace(word, " ")
    spare = words_of("fr", "clock-words") | words_of("en", "clock-words")
    return not [word for word in re.findall(r"[^\W\d_]{3,}", low) if word not in spare] and not re.search(r"[«»“”\"!?]", low)
