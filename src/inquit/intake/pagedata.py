"""Read what a web page says of itself: title, date, authors, site, address, language.

Pages say it several times over, for machines and for readers. JSON-LD is asked first, since it
names the article among all that is on the page; then the ``meta`` elements, then microdata,
then what readers see. Nothing here knows a site, and nothing is guessed: a page that
does not say when it was published has no date.

A page's tree is an lxml one, but its methods are all that is used of it.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inquit.document import Metadata
from inquit.intake.bylines import after_opening, folded
from inquit.intake.dates import iso_date, written_date
from inquit.intake.linkeddata import UNSEEN, Nodes, Tree, is_article, linked_data, text_of, types_of
from inquit.intake.names import people
from inquit.lexicon import rows

_TRIED = 40
_TITLE_REACH, _NAME_REACH, _URL_REACH = 400, 80, 2000
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "parsely-pub-date", "sailthru.date", "publish-date", "publication_date", "pubdate", "pdate",
    "cxenseparse:recs:publishtime", "citation_publication_date", "publishdate",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "citation_author", "twitter:creator:name",
)  # fmt: skip
_SITE = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "apple-mobile-web-app-title")
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{1,2000})")


@dataclass(frozen=True, slots=True)
class PageData:
    """What a page says of itself.

    ``description`` is the summary that it gives machines; ``american`` tells
    whether it is in American English, which writes the month before the day.
    """

    metadata: Metadata
    description: str | None = None
    american: bool = False


def page_data(tree: Tree, source: str) -> PageData:
    """Read a page's metadata.

    Args:
        tree: The whole page.
        source: Its HTML; comments before the root are only there.

    Returns:
        What it says; ``published`` keeps the time of day and its offset.
    """
    metas = _metas(tree)
    nodes = linked_data(tree)
    article = next((node for node in nodes.ordered if is_article(node)), {})
    language, american = _language(tree, metas, article)
    publisher = _publisher(metas, nodes, article)
    title, site = _title(tree, metas, article, publisher)
    publisher = publisher or site
    authors, agency = _authors(tree, metas, nodes, article, publisher)
    metadata = Metadata(
        title=title,
        published=_published(tree, metas, article, american=american),
        authors=authors,
        publisher=publisher,
        url=_url(tree, metas, article, source),
        language=language,
        agency=agency,
    )
    described = [text_of(article.get("description")), *_of(metas, "og:description", "description", "twitter:description")]
    return PageData(metadata, next(filter(None, described), None), american)


def tokens(element: Tree) -> frozenset[str]:
    """Give the words in the names of an element's classes and in its id, in lower case."""
    names = " ".join(element.get(key) or "" for key in ("class", "id", "itemprop", "rel", "data-testid", "data-component"))
    return frozenset(word.lower() for word in _WORDS.split(names) if word) | frozenset(names.lower().split())


_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")


@functools.cache
def parts(part: str) -> frozenset[str]:
    """Give the names that tell a part of a page, from the list of them."""
    return frozenset(name for of, name in rows("any", "page-parts") if of == part)


def shown(element: Tree) -> str:
    """Give an element's text on one line."""
    return " ".join("".join(element.itertext()).split())


# --- what is written for machines ------------------------------------------------


def _metas(tree: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        value = " ".join(UNSEEN.sub("", meta.get("content") or "").split())
        if value:
            for key in ("property", "name", "itemprop", "http-equiv"):
                if name := meta.get(key):
                    found.setdefault(name.lower(), []).append(value)
    return found


def _of(metas: dict[str, list[str]], *names: str) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _language(tree: Tree, metas: dict[str, list[str]], article: dict[str, Any]) -> tuple[str | None, bool]:
    """The language's two letters, and whether it is American English."""
    told = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), text_of(article.get("inLanguage"))]
    told += [root.get("lang") for root in tree.iter("html")] + _of(metas, "og:locale", "content-language", "dc.language", "language")
    for one in told:
        if match := re.match(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}))?(?![A-Za-z])", one or ""):
            code, land = match.group(1).lower(), (match.group(2) or "").lower()
            return code, (code, land) == ("en", "us")
    return None, False


def _url(tree: Tree, metas: dict[str, list[str]], article: dict[str, Any], source: str) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    page = article.get("mainEntityOfPage")
    named = [text_of(article.get("url")), text_of(page.get("@id")) if isinstance(page, dict) else text_of(page)]
    saved = _SAVED.search(source[:20_000])
    for one in (*links, *_of(metas, "og:url", "twitter:url", "parsely-link"), *named, saved.group(1) if saved else None):
        address = (one or "").strip()
        if re.fullmatch(r"https?://[^\s<>\"'\\^`{}|\x00-\x1f]{3,}", address, re.IGNORECASE) and len(address) <= _URL_REACH:
            return address
    return None


def _publisher(metas: dict[str, list[str]], nodes: Nodes, article: dict[str, Any]) -> str | None:
    told = article.get("publisher")
    for one in told if isinstance(told, list) else [told]:
        name = text_of(nodes.resolved(one).get("name")) if isinstance(one, dict) else text_of(one)
        if name and "://" not in name:
            return name[:_NAME_REACH]
    return next((name[:_NAME_REACH] for name in _of(metas, *_SITE) if "://" not in name), None)


def _published(tree: Tree, metas: dict[str, list[str]], article: dict[str, Any], *, american: bool) -> str | None:
    values = [text_of(article.get("datePublished")), *_of(metas, *_PUBLISHED)]
    for element in tree.iter():
        if isinstance(element.tag, str) and "datepublished" in (element.get("itemprop") or "").lower().split():
            values += [element.get("content"), element.get("datetime"), shown(element)]
    values += [time.get("datetime") or shown(time) for time in tree.iter("time") if time.get("pubdate") is not None]
    for value in values:
        if value and (date := iso_date(value, american=american)):
            return date
    return _seen_date(tree, american=american)


# --- what readers see ------------------------------------------------------------

_ASIDE = ("aside", "nav", "footer", "figure", "form", "li")


def _head_elements(tree: Tree) -> Iterator[Tree]:
    """The elements behind the headline that are not beside the article; all when there is no headline."""
    headline = next(tree.iter("h1"), None)
    behind = headline is None
    for element in tree.iter():
        if element is headline:
            behind = True
        if behind and isinstance(element.tag, str):
            yield element


def _beside(element: Tree) -> bool:
    return any(above.tag in _ASIDE for above in element.iterancestors())


def _seen_date(tree: Tree, *, american: bool) -> str | None:
    for element in _head_elements(tree):
        if element.tag == "time":
            names = tokens(element)
            value = element.get("datetime") or shown(element)
        else:
            names = tokens(element)
            value = shown(element) if names & parts("date") and len(element) < 12 else ""
        if not value or len(value) > _TITLE_REACH or names & parts("updated") or _beside(element):
            continue
        date = iso_date(value, american=american)
        if date:
            return date
    return None


def _title(tree: Tree, metas: dict[str, list[str]], article: dict[str, Any], publisher: str | None) -> tuple[str | None, str | None]:
    """The title, and the site's name where only the ``title`` element gives it.

    What readers see over the article comes first: what is given to machines may
    be shortened, or written for them.
    """
    whole = next((shown(one) for one in tree.iter("title")), "")
    told = [one for one in (text_of(article.get("headline")), *_of(metas, *_TITLE), whole) if one]
    heads = [text for one in tree.iter("h1") if (text := shown(one)) and len(text) <= _TITLE_REACH and text != publisher]
    best = max(heads, key=lambda head: max((_likeness(head, one) for one in told), default=0.0), default=None)
    if best and (not told or any(_likeness(best, one) >= 0.5 for one in told) or len(heads) == 1):
        return best, _site_in(whole, best)
    title = next((_without_site(one, publisher) for one in told), None)
    return (title[:_TITLE_REACH] if title else None), None


def _likeness(one: str, other: str) -> float:
    first, second = (set(re.findall(r"\w+", folded(text.lower()))) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _without_site(title: str, publisher: str | None) -> str:
    """*Title | The Site* without the site, where it is known for one."""
    if not publisher:
        return title
    site = re.escape(publisher)
    return re.sub(rf"{_MARK}{site}$|^{site}{_MARK}", "", title, flags=re.IGNORECASE)


_MARK, _BAR = r"\s+[|–—·•:-]\s+", r"\s+[|–—·•-]\s+"


def _site_in(whole: str, title: str) -> str | None:
    """The site's name in a ``title`` element that is the headline and one more thing."""
    plain, head = (text.replace("’", "'") for text in (whole, title))
    for pattern in (rf"{re.escape(head)}{_BAR}(.+)", rf"(.+){_BAR}{re.escape(head)}"):
        match = re.fullmatch(pattern, plain)
        if match and len(match.group(1).split()) <= 5 and not re.search(_BAR, match.group(1)):
            return whole[match.start(1) : match.end(1)]
    return None


def _authors(
    tree: Tree, metas: dict[str, list[str]], nodes: Nodes, article: dict[str, Any], publisher: str | None
) -> tuple[tuple[str, ...], str | None]:
    told = article.get("author") or article.get("creator")
    named: list[tuple[str, bool]] = []
    for one in told if isinstance(told, list) else [told]:
        node = nodes.resolved(one) if isinstance(one, dict) else {"name": one}
        names = node.get("name")
        person = "Person" in types_of(node)
        named += [(name, person) for one in (names if isinstance(names, list) else [names]) if (name := text_of(one))]
    groups: list[list[tuple[str, bool]]] = [named]
    groups += [[(name, False) for name in metas.get(key, ())] for key in _AUTHOR]
    agency = None
    for group in groups:
        authors, found = people(group, publisher)
        agency = agency or found
        if authors:
            return authors, agency
    return _seen_authors(tree, publisher), agency


def _seen_authors(tree: Tree, publisher: str | None) -> tuple[str, ...]:
    """The names in the first element that is marked as the author's, and in those like it beside it."""
    names = parts("author")
    marked = (one for one in _head_elements(tree) if _is_authors(one, names))
    for element in itertools.islice(marked, _TRIED):
        text = "" if _beside(element) else shown(element)
        if not text or len(text) > 2 * _NAME_REACH:
            continue
        stamp = written_date(text)
        texts = [text[: stamp[1]] if stamp else text]
        beside = itertools.islice(element.itersiblings(), _TRIED)
        texts += [shown(other) for other in beside if other.tag == element.tag and other.get("class") == element.get("class")]
        authors = [name for one in texts for name in _strict(one, publisher)]
        if authors:
            return tuple(dict.fromkeys(authors))
    return ()


def _is_authors(element: Tree, names: frozenset[str]) -> bool:
    """Tell an element that is named for the author, links to an author's page, or opens as a byline does."""
    if element.tag in ("meta", "link", "body", "main", "article"):
        return False
    if tokens(element) & names:
        return True
    if element.tag == "a":
        return bool(set(re.split(r"[^a-z]+", (element.get("href") or "").lower()[:_TITLE_REACH])) & names)
    opening = (element.text or "").strip()[:_NAME_REACH]
    # Who is interviewed is not who writes.
    return len(element) <= 4 and bool(opening) and after_opening(opening) is not None and not opening.lower().startswith("entretien")


def _strict(text: str, publisher: str | None) -> Sequence[str]:
    text = re.sub(r"[\s,|·•–-]*(?:publi\S*|mis en ligne|posted|published)?(?:\s+le|\s+on)?[\s,|·•–-]*$", "", text, flags=re.IGNORECASE)
    return people([(text, False)], publisher)[0] if text else ()
