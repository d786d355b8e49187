"""Clear a page of what stands beside its article, before the article is extracted."""

from __future__ import annotations

import re

from inquit.intake.bylines import FURNITURE_REACH, folded, furniture, plain
from inquit.intake.linkeddata import Tree
from inquit.intake.pagedata import parts, shown, tokens

# The extractor makes plain blanks of no-break ones, which French typography
# lives on; these two signs, made to show such blanks, stand in for them meanwhile.
_SIGNS = {"\u00a0": "\u237d", "\u202f": "\u2422"}

_SHORT, _LABEL = 200, 40


def clear(tree: Tree) -> None:
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
    return (is_furniture(text) and 2 * links > len(text)) or is_label(text)


def is_label(line: str) -> bool:
    """Tell a few words of furniture that are no sentence: a row of buttons, *Publicité*."""
    return len(line) < _LABEL and line[-1] not in '.!?…»”"' and is_furniture(line)


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
        for blank, sign in _SIGNS.items():
            text = text.replace(blank, sign)
    return text


def without_shown_blanks(text: str) -> str:
    """Put the no-break blanks back."""
    for blank, sign in _SIGNS.items():
        text = text.replace(sign, blank)
    return text


def standfirst(tree: Tree, description: str | None) -> str | None:
    """The line under the headline that sums the article up, if the page shows one.

    It is known by the name of its class, or by being the description that the page
    gives machines.
    """
    headline = next(tree.iter("h1"), None)
    if headline is None:
        return None
    names = parts("standfirst")
    described = key_of(description or "")
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
        if (marked or (described and key_of(text) == described)) and len(text.split()) >= 5 and not is_furniture(text):
            text = " ".join(without_shown_blanks(text).split(" ")).strip()
            _remove(element)
            return text
    return None


def key_of(text: str) -> str:
    """Give the letters and figures of a text alone, by which two forms of it are one."""
    return re.sub(r"\W+", "", text).lower()
