"""Make lines of what the extractor took for the article, and mend what it left out or took in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inquit.document import Metadata
from inquit.intake.bylines import FURNITURE_REACH, after_opening, plain, words_of
from inquit.intake.clearing import is_furniture, is_label, key_of
from inquit.intake.dates import iso_date, written_date
from inquit.intake.linkeddata import Tree
from inquit.intake.names import people
from inquit.intake.pagedata import PageData, shown
from inquit.lexicon import rows

_BLOCKS = frozenset(("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dd", "dt"))
_APART = frozenset(("aside", "nav", "footer", "figure", "form", "header", "table", "button", "address", "details", "script", "style"))
_LINES = frozenset(("body", "list", "div", "quote", "table", "row", "section", "main", "article"))
_HEAD = 6
_SHORT = 200


def lines_of(element: Tree) -> Iterator[str]:
    """Give the lines of an extracted body: one a paragraph, heading, item or cell; a line break parts lines."""
    if element.tag in _LINES:
        pieces = [element.text or ""]
        for child in element:
            if child.tag in _LINES or child.tag in ("p", "head", "item", "cell", "code", "lb"):
                yield from _squeezed(pieces)
                yield from lines_of(child)
                pieces = [child.tail or ""]
            elif isinstance(child.tag, str):
                pieces += ["".join(child.itertext()), child.tail or ""]
        yield from _squeezed(pieces)
        return
    for part in element.iter("lb"):
        part.tail = "\n" + (part.tail or "")
    whole = "".join(element.itertext()) if element.find(".//lb") is not None else shown(element)
    for line in whole.split("\n"):
        yield from _squeezed([line])


def _squeezed(pieces: Sequence[str]) -> Iterator[str]:
    line = " ".join("".join(pieces).split())
    if line:
        yield line


def filled(tree: Tree, lines: list[str]) -> list[str]:
    """Bring back paragraphs that stand beside those which were kept.

    The extractor weighs every element by itself and may drop a short one out of the
    midst of an article. A paragraph, heading or item comes back when its parent
    also holds one that was kept, or has the classes of such a parent, as the posts of
    a live page have; but behind the last one that was kept only in the second case.

    Args:
        tree: The page.
        lines: What the extractor kept.

    Returns:
        The lines in the order of the page, those that the page has otherwise where they were.
    """
    places = {key: number for number, line in reversed(list(enumerate(lines))) if (key := key_of(line))}
    blocks = [one for one in tree.iter(*_BLOCKS) if not _is_apart(one) and shown(one)]
    kept = {block: place for block in blocks if (place := places.get(key_of(shown(block)))) is not None}
    homes = {_home(block) for block in kept}
    alike = {home.get("class") for home in homes} - {None}
    last = max(kept, key=kept.__getitem__, default=None)
    result: list[str] = []
    pending: list[str] = []
    taken, over = 0, False
    for block in blocks:
        place = kept.get(block)
        if place is not None:
            if place >= taken:
                result += [*pending, *lines[taken : place + 1]]
                taken = place + 1
            pending, over = [], block is last
        elif ((_home(block) in homes and not over) or _home(block).get("class") in alike) and _is_copy(block):
            pending += _squeezed([shown(block)])
    return [*result, *(pending if over else []), *lines[taken:]]


def _home(block: Tree) -> Tree:
    parent = block.getparent()
    while parent is not None and parent.tag in ("ul", "ol", "dl", "blockquote", "li") and parent.getparent() is not None:
        parent = parent.getparent()
    return parent


def _is_apart(block: Tree) -> bool:
    if block.tag in ("li", "blockquote", "dd") and any(block.find(f".//{tag}") is not None for tag in ("p", "li")):
        return True
    return any(above.tag in _APART for above in block.iterancestors())


def _is_copy(block: Tree) -> bool:
    text = shown(block)
    links = sum(len(shown(link)) for link in block.iter("a"))
    return 2 * links <= len(text) and not is_furniture(text) and not _is_stamp(text) and len(text) > 3


def without_head(lines: list[str], told: PageData, standfirst: str | None) -> tuple[list[str], Metadata]:
    """Leave out of the first lines what is metadata, and learn what the page does not say elsewhere.

    Args:
        lines: The article.
        told: What the page says of itself.
        standfirst: The standfirst, which may stand among the lines once more.

    Returns:
        The other lines, less rows of buttons and the like, and the metadata.
    """
    metadata = told.metadata
    repeated = {key_of(metadata.title or ""), key_of(standfirst or "")}
    kept: list[str] = []
    for number, line in enumerate(lines):
        if is_label(line) or (standfirst and key_of(line) == key_of(standfirst)):
            continue
        if number < _HEAD and len(line) <= FURNITURE_REACH and not any(len(one) > _SHORT for one in kept):
            if key_of(line) in repeated:
                continue
            names = people([(line, False)], metadata.publisher)[0]
            opened = after_opening(line) is not None
            if names and (opened or set(names) <= set(metadata.authors)):
                metadata = replace(metadata, authors=metadata.authors or names)
                continue
            if _is_stamp(line, metadata.authors) or (opened and written_date(line)):
                metadata = replace(metadata, published=metadata.published or iso_date(line, american=told.american))
                continue
        kept.append(line)
    return kept, metadata


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
