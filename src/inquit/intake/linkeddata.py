"""Read the JSON-LD of a web page, in which it tells machines what it is."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

Tree = Any
"""An element of an lxml tree, which has no types of its own."""

_NODES, _DEPTH = 5000, 12
# What no text may hold: JSON and character references can write it all the same.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Nodes:
    """The JSON-LD of a page: its nodes in order, and all that have an ``@id``, nested ones too."""

    ordered: list[dict[str, Any]]
    known: dict[str, dict[str, Any]]

    def resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """What the page says elsewhere of a node goes over what it says here."""
        return {**node, **self.known.get(str(node.get("@id")), {})}


def linked_data(tree: Tree) -> Nodes:
    """Read the JSON-LD of a page; what is broken is as if it were not there."""
    ordered: list[dict[str, Any]] = []
    known: dict[str, dict[str, Any]] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            value = json.loads(_UNWRAPPED.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        stack: list[tuple[Any, int]] = [(value, 0)]
        for _ in range(_NODES):
            if not stack:
                break
            one, depth = stack.pop()
            if isinstance(one, list):
                stack += [(each, depth) for each in reversed(one)]
            elif isinstance(one, dict):
                if depth == 0:
                    ordered.append(one)
                if isinstance(one.get("@id"), str) and one.get("name"):
                    known.setdefault(one["@id"], one)
                # What a page is about stands at its level; what an article has in it does not.
                stack += [(each, depth if key in _LEVEL else depth + 1) for key, each in reversed(one.items()) if depth < _DEPTH]
    return Nodes(ordered, known)


_LEVEL = ("@graph", "mainEntity")
_UNWRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$|;\s*$")


def types_of(node: dict[str, Any]) -> set[str]:
    """Give the types of a node, without the address of their vocabulary."""
    told = node.get("@type")
    return {str(one).rsplit("/", 1)[-1] for one in (told if isinstance(told, list) else [told])}


def is_article(node: dict[str, Any]) -> bool:
    """Tell whether a node is an article, or a live page."""
    return any(one.endswith(("Article", "BlogPosting", "LiveBlogPosting", "Report")) for one in types_of(node))


def text_of(value: object) -> str | None:
    """Give the text of a JSON-LD value, whose HTML entities may be escaped once too often."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return " ".join(UNSEEN.sub("", html.unescape(value)).split()) or None
