"""The notation of the tests: copy with its roles as tags.

``<source>``, ``<cue>`` and ``<content>`` mark one attribution; a number in the
tag (``<cue 2>…</cue 2>``) tells several apart. A cue inside another's content
makes its attribution nested in the innermost such one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from inquit.evaluation import Judged
from inquit.spans import Span

_TAG = re.compile(r"<(/?)(source|cue|content)(?: (\w+))?>")


@dataclass
class Tagged:
    text: str
    gold: tuple[Judged, ...]


@dataclass
class _Roles:
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    parent: str | None = None


def parse(tagged: str) -> Tagged:
    """Take the tags out; spans are code points of the text that is left."""
    text, at = "", 0
    open_tags: list[tuple[str, str, int]] = []
    found: dict[str, _Roles] = {}
    for tag in _TAG.finditer(tagged):
        text += tagged[at : tag.start()]
        at = tag.end()
        closing, role, number = tag.group(1), tag.group(2), tag.group(3) or "1"
        if not closing:
            roles = found.setdefault(number, _Roles())
            if role == "cue":
                holders = [n for r, n, _ in open_tags if r == "content"]
                roles.parent = holders[-1] if holders else None
            open_tags.append((role, number, len(text)))
        else:
            index = next(i for i in reversed(range(len(open_tags))) if open_tags[i][:2] == (role, number))
            _, _, start = open_tags.pop(index)
            found[number].spans[role].append(Span(start, len(text)))
    text += tagged[at:]
    assert not open_tags, f"tag left open: {open_tags}"
    gold = tuple(
        Judged(number, *(tuple(roles.spans[r]) for r in ("source", "cue", "content")), parent=roles.parent)
        for number, roles in found.items()
    )
    return Tagged(text, gold)
