"""Dress training texts as copy is found: other quotation marks, bylines, credits.

Every change keeps a map, so that the annotated spans move with the text.
"""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

Moves = tuple[list[int], list[int]]
"""Where each offset of the old text lies in the new, as a start and as an end."""

NBSP, THIN = "\u00a0", "\u202f"
# Opening and closing marks; None keeps what the text has.
STYLES: tuple[tuple[str, str] | None, ...] = (
    None,
    ("«" + NBSP, NBSP + "»"),
    ("«" + THIN, THIN + "»"),
    ("« ", " »"),
    ("«", "»"),
    ("“", "”"),
    ('"', '"'),
)
_OPENERS, _CLOSERS, _STRAIGHT = "«“„", "»”", '"'
_BLANK = " " + NBSP + THIN
_FURNITURE = Path(__file__).parent / "furniture"


def furniture(name: str) -> list[str]:
    """Read one of the project's own lists of page furniture, an entry a line."""
    return [line for line in (_FURNITURE / f"{name}.txt").read_text(encoding="utf-8").split("\n") if line]


def _roles(text: str) -> list[str]:
    """Tell for each character whether it opens ("o"), closes ("c") or is no mark ("")."""
    roles, inside = [""] * len(text), False
    for i, c in enumerate(text):
        if c == "\n":
            inside = False
        elif c in _OPENERS:
            roles[i], inside = "o", True
        elif c in _CLOSERS:
            roles[i], inside = "c", False
        elif c in _STRAIGHT:
            before = text[i - 1] if i else " "
            opens = (before.isspace() or before in "('’-") and not (inside and before.isspace() and text[i + 1 : i + 2].isspace())
            opens = opens if not inside or before.isspace() else False
            roles[i], inside = ("o", True) if opens else ("c", False)
    return roles


def restyle(text: str, rng: random.Random) -> tuple[str, Moves]:
    """Rewrite quotation marks and apostrophes at random."""
    out = list(text)
    mixed = rng.random() < 0.15
    style = rng.choice(STYLES)
    roles = _roles(text)
    for i, role in enumerate(roles):
        if not role:
            continue
        if mixed and role == "o":
            style = rng.choice(STYLES)
        if style is None:
            continue
        out[i] = style[0] if role == "o" else style[1]
        beside = i + 1 if role == "o" else i - 1
        if 0 <= beside < len(text) and text[beside] in _BLANK and text[i] in "«»":
            out[beside] = ""
    if rng.random() < 0.5:
        typographic = rng.random() < 0.6
        out = [("’" if typographic else "'") if c in "'’" else c for c in out]
    if rng.random() < 0.3:
        blank = rng.choice((NBSP, THIN, ""))
        out = [blank if c == " " and text[i + 1 : i + 2] in (":", ";", "?", "!") else c for i, c in enumerate(out)]
    moves = [0, *accumulate(map(len, out))]
    return "".join(out), (moves, moves)


def _filled(template: str, rng: random.Random, people: list[str], places: list[str]) -> str:
    while "{p}" in template:
        template = template.replace("{p}", rng.choice(people), 1)
    while "{P}" in template:
        place = rng.choice(places)
        template = template.replace("{P}", place if rng.random() < 0.8 else place.title(), 1)
    return template


def _insertions(text: str, rng: random.Random) -> list[tuple[int, str]]:
    """What to put where: a byline under the headline, a dateline, lines at the end."""
    people, places = furniture("people"), furniture("places")
    found: list[tuple[int, str]] = []

    def line(name: str) -> str:
        return _filled(rng.choice(furniture(name)), rng, people, places)

    top = text.find("\n") + 1
    if rng.random() < 0.5:
        found.append((top if rng.random() < 0.7 else 0, "".join(line("heads") + "\n" for _ in range(rng.choice((1, 1, 2))))))
    if top and rng.random() < 0.4:
        found.append((top, line("datelines")))
    if rng.random() < 0.6:
        found.append((len(text), "".join("\n" + line("tails") for _ in range(rng.choice((1, 1, 2, 3))))))
    found.extend((i + 1, line("tails") + "\n") for i, c in enumerate(text) if c == "\n" and rng.random() < 0.015)
    return found


def furnish(text: str, rng: random.Random) -> tuple[str, Moves]:
    """Put bylines, datelines, credits and boilerplate into a text."""
    out = [*text, ""]
    before = [0] * (len(text) + 1)
    for at, addition in _insertions(text, rng):
        out[at] = addition + out[at] if before[at] == 0 else out[at][: before[at]] + addition + out[at][before[at] :]
        before[at] += len(addition)
    ends = [0, *accumulate(map(len, out))][:-1]
    return "".join(out), ([end + put for end, put in zip(ends, before, strict=True)], ends)


def headless(text: str) -> tuple[str, Moves]:
    """Leave out the first line; offsets in it come to 0."""
    top = text.find("\n") + 1
    moves = [max(0, i - top) for i in range(len(text) + 1)]
    return text[top:], (moves, moves)


def moved(spans: list[tuple[int, int]], moves: Moves) -> list[tuple[int, int]]:
    """Move spans by a map; a span that the change left empty goes."""
    starts, ends = moves
    found = [(starts[start], ends[end]) for start, end in spans]
    return [(start, end) for start, end in found if start < end]
