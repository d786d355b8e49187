"""Score attributions against gold ones.

The measures are those by which quotation tools are compared on PolNeAR
(Newell et al. 2018) and of this project's corpora:

token
    A maximal run of word characters. Punctuation and quotation marks are none.
exact
    The content's ranges, stripped of outer white space, quotation marks and
    final punctuation, are those of a gold content not yet taken.
overlap
    Precision is the mean over predictions of the share of the content's tokens
    that lie in some gold content; recall the same the other way round.
relation
    Contents overlap with a token Jaccard of at least one half, and the sources
    share a token or are both absent; paired one to one, as many as can be.
content
    As relation, sources not asked for.
tokens of a role
    Tokens in the role in both, over those in either.

Each is given for all contents and by form: direct when every token stands
between double quotation marks, indirect when none does, else mixed. On a form,
recall is over gold contents of that form and precision over predictions of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from inquit.errors import InputError
from inquit.spans import Span

FORMS = ("all", "direct", "mixed", "indirect")
ROLES = ("source", "cue", "content")
CIRCUMSTANCES = ("addressee", "when", "channel")
MEASURES = ("relation", "content", "exact", "overlap", *(f"tokens of {role}" for role in ROLES))

_TOKEN = re.compile(r"\w+")
_QUOTES = frozenset("\"“”„‟«»‹›'‘’‚`″〝〞")
_FINAL = frozenset(".,;:!?…")
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """An attribution to be scored, gold or predicted; ``parent`` and ``id`` are the file's own.

    ``speaker`` is a name and ``speaker_type`` what kind of speaker it is, None
    where nobody can tell; ``addressee``, ``when`` and ``channel`` are the words
    that tell it, None where none do.
    """

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str | None = None
    parent: str | None = None
    confidence: float | None = None
    speaker: str | None = None
    speaker_type: str | None = None
    addressee: Span | None = None
    when: Span | None = None
    channel: Span | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its text, what is in it, what was found in it."""

    id: str
    text: str
    gold: tuple[Judged, ...]
    found: tuple[Judged, ...]


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float
    f1: float
    gold: int
    found: int


class Pairing(NamedTuple):
    """What of one document pairs by relation: indexes into found and gold."""

    pairs: tuple[tuple[int, int], ...]
    missed: tuple[int, ...]
    false: tuple[int, ...]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read an annotated corpus, a JSON document a line.

    Raises:
        InputError: the file is missing, or a line is no annotated document.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise InputError(f"{path}: cannot be read: {reason}") from None
    documents = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            judged_of(document)
            if not isinstance(document["text"], str):
                raise TypeError("text is no string")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{path}:{number}: not an annotated document: {error!r}") from None
        documents.append(document)
    if not documents:
        raise InputError(f"{path}: no document in it")
    return documents


def judged_of(document: dict[str, Any]) -> tuple[Judged, ...]:
    """Take the attributions of a corpus document; an absent role is empty."""

    def spans(value: Any) -> tuple[Span, ...]:
        return tuple(Span(int(start), int(end)) for start, end in value or ())

    def span(value: Any) -> Span | None:
        return Span(int(value[0]), int(value[1])) if value else None

    return tuple(
        Judged(
            str(one.get("id", number)),
            spans(one.get("source")),
            spans(one.get("cue")),
            spans(one.get("content")),
            one.get("kind"),
            one.get("parent"),
            None,
            one.get("speaker"),
            one.get("speaker_type"),
            *(span(one.get(role)) for role in CIRCUMSTANCES),
        )
        for number, one in enumerate(document["attributions"])
        if not one.get("optional")
    )


def outermost(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Keep what stands in no other attribution."""
    return tuple(one for one in judged if one.parent is None)


class _Tokens:
    """The tokens of a text, and which of them stand between double quotation marks."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts, self.ends = [s for s, _ in spans], [e for _, e in spans]
        quoted = quoted_ranges(text)
        self.quoted = frozenset(i for start, end in quoted for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)))

    def of(self, spans: Iterable[Span]) -> frozenset[int]:
        return frozenset(
            i for s in spans if s.start < s.end for i in range(bisect_right(self.ends, s.start), bisect_left(self.starts, s.end))
        )

    def form(self, tokens: frozenset[int]) -> str:
        said = len(tokens & self.quoted)
        if not said:
            return "indirect"
        return "direct" if said == len(tokens) else "mixed"


def quoted_ranges(text: str) -> list[tuple[int, int]]:
    """Give the stretches between double quotation marks, line by line.

    Simpler on purpose than the reader's own pairing, so that a score does not
    hang on what it scores: marks do not nest, a closing mark without an
    opening one counts from the start of the line when nothing was quoted in it
    before, an open one to its end.
    """
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n\r]+[\n\r]?|[\n\r]", text):
        found.extend(_quoted_in(text, line.start(), line.end()))
    return found


_DOUBLE = re.compile(r"''|``|[\"”»〞“«„〝]")


def _quoted_in(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _DOUBLE.finditer(text, begin, end):
        mark, at = match.group(), match.start()
        after = text[at + 1 : at + 2]
        lone_closer = mark in "”»〞" and opened is None
        if lone_closer and (at == begin or text[at - 1].isspace()) and at + 1 < end and not after.isspace():
            mark, lone_closer = "“", False
        if mark in "“«„〝":
            opened = at if opened is None else opened
        elif opened is not None:
            ranges.append((opened, match.end()))
            opened = None
        elif not lone_closer:
            opened = at
        elif not ranges:
            ranges.append((begin, match.end()))
    if opened is not None:
        ranges.append((opened, end))
    return ranges


def stripped(text: str, spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Give spans as exact match compares them.

    Example:
        >>> text = "« Oui, » dit-il, « demain. »"
        >>> stripped(text, [Span(0, 8), Span(17, 28)])
        ((2, 5), (19, 25))
    """
    out: list[tuple[int, int]] = []
    for span in sorted(spans):
        start, end = span
        while start < end and (text[start].isspace() or text[start] in _QUOTES):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in _QUOTES or text[end - 1] in _FINAL):
            end -= 1
        if start == end:
            continue
        if out and (start <= out[-1][1] or all(c.isspace() or c in _QUOTES or c in _FINAL for c in text[out[-1][1] : start])):
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return tuple(out)


class _Scored:
    """One side of a document, measured."""

    def __init__(self, text: str, tokens: _Tokens, judged: Sequence[Judged]) -> None:
        self.judged = [one for one in judged if one.content]
        self.tokens = [{role: tokens.of(getattr(one, role)) for role in ROLES} for one in self.judged]
        self.exact = [stripped(text, one.content) for one in self.judged]
        self.forms = [tokens.form(of["content"]) for of in self.tokens]

    def union(self, role: str, form: str = "all") -> frozenset[int]:
        return frozenset[int]().union(*(t[role] for t, f in zip(self.tokens, self.forms, strict=True) if form in ("all", f)))


def _matched(found: _Scored, gold: _Scored, with_source: bool) -> list[int | None]:
    """For each found one the gold one it pairs with: Kuhn's augmenting paths."""
    edges: list[list[int]] = []
    for one in found.tokens:
        row = []
        for index, other in enumerate(gold.tokens):
            shared = len(one["content"] & other["content"])
            likeness = shared / len(one["content"] | other["content"]) if shared else 0.0
            agree = bool(one["source"] & other["source"]) if other["source"] else not one["source"]
            if likeness >= 0.5 and (agree or not with_source):
                row.append((-likeness, index))
        # The likest first: how many pair does not hang on the order, which do does.
        edges.append([index for _, index in sorted(row)])
    taken: dict[int, int] = {}
    partner: list[int | None] = [None] * len(edges)

    def augment(left: int, seen: set[int]) -> bool:
        for right in edges[left]:
            if right not in seen:
                seen.add(right)
                if right not in taken or augment(taken[right], seen):
                    taken[right], partner[left] = left, right
                    return True
        return False

    for left in range(len(edges)):
        augment(left, set())
    return partner


def pair(case: Case) -> Pairing:
    """Pair what was found in a document with what is in it, by relation."""
    tokens = _Tokens(case.text)
    found, gold = _Scored(case.text, tokens, case.found), _Scored(case.text, tokens, case.gold)
    where_found = [case.found.index(one) for one in found.judged]
    where_gold = [case.gold.index(one) for one in gold.judged]
    pairs = tuple((where_found[i], where_gold[j]) for i, j in enumerate(_matched(found, gold, True)) if j is not None)
    hit_found, hit_gold = {i for i, _ in pairs}, {j for _, j in pairs}
    return Pairing(pairs, tuple(j for j in where_gold if j not in hit_gold), tuple(i for i in where_found if i not in hit_found))


Key = tuple[str, str, str]


class Tally:
    """Counts that add up over documents: measure, form, and what is counted."""

    def __init__(self) -> None:
        self._sums: defaultdict[Key, float] = defaultdict(float)

    def add(self, case: Case) -> None:
        """Count one document."""
        tokens = _Tokens(case.text)
        found, gold = _Scored(case.text, tokens, case.found), _Scored(case.text, tokens, case.gold)
        for measure in ("relation", "content", "exact", "overlap"):
            for side, scored in (("found", found), ("gold", gold)):
                for form in scored.forms:
                    self._count(measure, form, side, 1)
        for measure in ("relation", "content"):
            for i, j in enumerate(_matched(found, gold, measure == "relation")):
                if j is not None:
                    self._count(measure, found.forms[i], "right", 1)
                    self._count(measure, gold.forms[j], "hit", 1)
        self._exact(found, gold)
        for one, other, what in ((found, gold, "right"), (gold, found, "hit")):
            union = other.union("content")
            for of, form in zip(one.tokens, one.forms, strict=True):
                if of["content"]:
                    self._count("overlap", form, what, len(of["content"] & union) / len(of["content"]))
        for role in ROLES:
            for form in FORMS:
                measure = f"tokens of {role}"
                for one, other, side, what in ((found, gold, "found", "right"), (gold, found, "gold", "hit")):
                    own = one.union(role, form)
                    self._sums[measure, form, side] += len(own)
                    self._sums[measure, form, what] += len(own & other.union(role))

    def _exact(self, found: _Scored, gold: _Scored) -> None:
        pool: defaultdict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
        for j, ranges in enumerate(gold.exact):
            pool[ranges].append(j)
        for i, ranges in enumerate(found.exact):
            if ranges and pool.get(ranges):
                self._count("exact", found.forms[i], "right", 1)
                self._count("exact", gold.forms[pool[ranges].pop()], "hit", 1)

    def _count(self, measure: str, form: str, what: str, number: float) -> None:
        self._sums[measure, "all", what] += number
        self._sums[measure, form, what] += number

    def rates(self, measure: str, form: str = "all") -> Rates:
        """Give precision, recall and F1 of one of :data:`MEASURES` on one of :data:`FORMS`."""
        found, gold = self._sums[measure, form, "found"], self._sums[measure, form, "gold"]
        precision = self._sums[measure, form, "right"] / found if found else 0.0
        recall = self._sums[measure, form, "hit"] / gold if gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return Rates(precision, recall, f1, int(gold), int(found))


def kind_rates(cases: Iterable[Case], kind: str = "attitude") -> Rates:
    """Score one kind over the attributions that pair by relation and whose gold kind is known."""
    right = gold = found = 0
    for case in cases:
        for i, j in pair(case).pairs:
            if case.gold[j].kind is None:
                continue
            is_gold, is_found = case.gold[j].kind == kind, case.found[i].kind == kind
            gold, found, right = gold + is_gold, found + is_found, right + (is_gold and is_found)
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return Rates(precision, recall, 2 * right / (found + gold) if found + gold else 0.0, gold, found)


def parents_right(cases: Iterable[Case]) -> tuple[int, int]:
    """Count nested gold attributions that were found, and those of them whose parent was found as such."""
    right = nested = 0
    for case in cases:
        partner = {case.found[i].id: case.gold[j].id for i, j in pair(case).pairs}
        by_id = {one.id: one for one in case.found}
        for found_id, gold_id in partner.items():
            gold = next(one for one in case.gold if one.id == gold_id)
            if gold.parent is not None:
                nested += 1
                held = by_id[found_id].parent
                right += held is not None and partner.get(held) == gold.parent
    return right, nested


def calibration_error(cases: Iterable[Case]) -> float:
    """Expected calibration error of the confidences over ten bins of equal width.

    The mean over bins, weighted by their size, of how far the mean confidence
    lies from the share of predictions that pair by relation.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for case in cases:
        hit = {i for i, _ in pair(case).pairs}
        for i, one in enumerate(case.found):
            if one.confidence is not None:
                bins[min(_BINS - 1, int(one.confidence * _BINS))].append((one.confidence, i in hit))
    total = sum(map(len, bins))
    off = (abs(sum(c for c, _ in held) - sum(h for _, h in held)) for held in bins)
    return sum(off) / total if total else 0.0


_ARTICLE = re.compile(r"(?:le|la|les|un|une|des|the) |l'")


def folded_name(name: str) -> str:
    """Write a name as names are compared: case, accents and a leading article dropped.

    Example:
        >>> folded_name("L’Élysée"), folded_name("Le Pen") == folded_name("pen")
        ('elysee', True)
    """
    decomposed = unicodedata.normalize("NFD", name.lower().replace("’", "'"))
    plain = " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
    return _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain


def is_hard(text: str, gold: Judged) -> bool:
    """Tell whether a source and its speaker share no word: *il* for *Vladimir Poutine*."""
    words = {word for span in gold.source for word in _TOKEN.findall(folded_name(span.of(text)))}
    return not words & set(_TOKEN.findall(folded_name(gold.speaker or "")))


def speaker_rates(cases: Iterable[Case], hard: bool = False) -> Rates:
    """Score the names of speakers over all gold attributions that have one.

    An answer is a name given for an attribution that pairs by relation; no name
    is no answer. ``hard`` keeps those whose source shares no word with the
    speaker.
    """
    right = answers = gold = 0
    for case in cases:
        asked = {j for j, one in enumerate(case.gold) if one.speaker and (not hard or is_hard(case.text, one))}
        gold += len(asked)
        for i, j in pair(case).pairs:
            name = case.found[i].speaker
            if j in asked and name:
                answers += 1
                right += folded_name(name) == folded_name(case.gold[j].speaker or "")
    precision, recall = right / answers if answers else 0.0, right / gold if gold else 0.0
    return Rates(precision, recall, 2 * right / (answers + gold) if answers + gold else 0.0, gold, answers)


def types_right(cases: Iterable[Case]) -> tuple[int, int]:
    """Count the speakers of attributions that pair by relation whose type is right, and all whose gold type is known."""
    right = known = 0
    for case in cases:
        for i, j in pair(case).pairs:
            if case.gold[j].speaker_type:
                known += 1
                right += case.found[i].speaker_type == case.gold[j].speaker_type
    return right, known


def circumstance_rates(cases: Iterable[Case], role: str) -> Rates:
    """Score one of :data:`CIRCUMSTANCES` by overlap, as contents are: mean shares of tokens, whatever they belong to."""
    sums = {"right": 0.0, "hit": 0.0, "found": 0, "gold": 0}
    for case in cases:
        tokens = _Tokens(case.text)
        sides = {}
        for side, judged in (("found", case.found), ("gold", case.gold)):
            spans = [getattr(one, role) for one in judged]
            sides[side] = [covered for span in spans if span and (covered := tokens.of([span]))]
        for side, other, what in (("found", "gold", "right"), ("gold", "found", "hit")):
            union = frozenset[int]().union(*sides[other])
            sums[side] += len(sides[side])
            sums[what] += sum(len(one & union) / len(one) for one in sides[side])
    precision = sums["right"] / sums["found"] if sums["found"] else 0.0
    recall = sums["hit"] / sums["gold"] if sums["gold"] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Rates(precision, recall, f1, int(sums["gold"]), int(sums["found"]))
