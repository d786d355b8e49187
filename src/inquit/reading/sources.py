"""What the words of a source are: a pronoun, a name, a description, and what they name by themselves.

A :class:`Source` is one of a document, looked at by itself. Who is meant by it is
not told here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from inquit.reading.entities import Entity, name_of
from inquit.reading.naming import (
    Pronoun,
    alternation,
    bodies,
    determiner_pattern,
    determiners,
    determiners_of,
    first_names,
    fold,
    forms,
    head_type,
    key,
    keys,
    line_start,
    plural_determiners,
    pronouns,
    role_nouns,
    titles,
)
from inquit.reading.phrases import BEFORE_NAME, belongs_to_another, complement_pattern, fuller_spans, own_name, own_span
from inquit.reading.scene import Scene
from inquit.spans import Span
from inquit.statement import Attribution

PRONOMINAL = frozenset(("I", "we", "you", "he", "she", "they", "it", "one", "relative", "other"))
"""The sorts of source that are pronouns."""

# Of a longer source only so many characters are looked at.
_LONGEST = 400
# How far before a relative pronoun the noun that it stands for is looked for.
_BEFORE_RELATIVE = 110


_OWNS = re.compile(r"['’]s?\s+\w")


class Source:
    """The words of a source, looked at.

    ``words`` are all of them as keys, ``core`` those of its name, ``sort`` what
    kind of phrase it is: a pronoun by its person (``he``, ``we``, ``relative``),
    ``named``, ``coordinated``, ``capital``, or by its determiner ``definite``,
    ``indefinite``, ``possessive``, ``demonstrative``, ``plural``, ``bare``;
    ``none`` for an attribution without a source. ``head`` is what its noun is
    (:func:`inquit.reading.naming.head_type`). ``named`` is the entity that it
    names, ``apposed`` the one beside its noun, ``members`` those of a series.
    ``inverted`` tells that it stands in its cue, ``cue`` is the end of that cue.
    ``gender`` is "-" where it shows none.
    """

    def __init__(self, scene: Scene, one: Attribution) -> None:
        self.scene, self.text = scene, scene.text
        start, end = self.whole = one.source[0] if one.source else one.cue[0]
        self.start, self.end = self.span = Span(start, min(end, start + _LONGEST))
        written = self.span.of(self.text) if one.source else ""
        self.words = keys(written)
        self.quotation = scene.quotation(self.start)
        self.parent = one.parent
        self.inverted = any(cue.contains(self.whole) for cue in one.cue) or self.text[self.start - 1 : self.start] == "-"
        self.cue = "".join(keys(one.cue[-1].of(self.text)[-_LONGEST:])[-1:])[:6]
        self.gender = "-"
        self.named: Entity | None = None
        self.apposed: Entity | None = None
        self.members: list[Entity] = []
        self.inside: list[Entity] = []
        self.nouns_before: list[Entity] = []
        self.core: tuple[str, ...] = ()
        self.head = ""
        self.name_span: Span | None = None
        pronoun = pronouns().get(" ".join(self.words)) or pronouns().get(key(written.strip()))
        if not one.source:
            self.sort = "none"
        elif pronoun is not None:
            self.sort, self.gender = _sort_of(pronoun), pronoun.gender
            if self.sort == "relative":
                self.nouns_before = self._nouns_before()
                if self.nouns_before:
                    self.core = self.nouns_before[0].words
                    self.head = head_type(self.core)
        else:
            self.name_span = own_span(self.text, self.span)
            self.core = keys(self.name_span.of(self.text)) if self.name_span else self.words
            self.head = head_type(self.core)
            self._look_for_names()
            first = determiners().get(self.words[0]) if self.words else None
            self.sort = self._sort(written)
            if first is not None and first.kind in ("definite", "indefinite", "demonstrative"):
                self.gender = first.gender or "-"

    @property
    def is_pronoun(self) -> bool:
        """Whether the source is a pronoun."""
        return self.sort in PRONOMINAL

    @property
    def quoted(self) -> bool:
        """Whether the source stands between quotation marks."""
        return self.quotation is not None

    @property
    def complemented(self) -> bool:
        """Whether the source's noun has a name for a complement: *l'entourage de Marie Durand*."""
        return any(one is not self.named and one is not self.apposed for one in self.inside)

    def _sort(self, written: str) -> str:
        if self.named is not None and self.named.kind == "person":
            return "coordinated" if self.members else "named"
        first = self.words[0] if self.words else ""
        kind = one.kind if (one := determiners().get(first)) else ""
        if kind == "possessive":
            return "possessive"
        if kind in ("demonstrative", "likeness"):
            return "demonstrative"
        if first in plural_determiners():
            return "plural"
        head = self.name_span.of(self.text) if self.name_span else written
        if head[:1].isupper() and self.core and self.core[0] not in role_nouns():
            return "capital"
        return kind if kind in ("definite", "indefinite") else "bare"

    # --- the names in it ---------------------------------------------------------

    def _look_for_names(self) -> None:
        """Which entity the source names, and which stands beside its noun."""
        heads = self._heads()
        people = [(span, one) for span, one in heads if one.kind == "person"]
        if not heads and 0 < len(self.core) < 4 and self._is_capitalised():
            words = list(self.core)
            while len(words) > 1 and words[0].rstrip(".") in titles():
                words.pop(0)
            one = self.scene.people.of_family(tuple(words))
            people = [(self.span, one)] if one is not None else []
        if people:
            self.named = people[0][1]
            series = people[:1]
            for span, one in people[1:]:
                if one is not series[-1][1] and _JOINED.fullmatch(self.text, series[-1][0].end, span.start):
                    series.append((span, one))
            self.members = [one for _, one in series] if len(series) > 1 else []
        elif heads:
            span, one = heads[-1]
            rest = self.text[span.end : self.end].strip()
            if not rest or rest[0] in "(,":
                self.apposed = one
                before = keys(self.text[self.start : span.start])
                if not before or (len(before) == 1 and before[0] in _before_names()):
                    self.named = one

    def _heads(self) -> list[tuple[Span, Entity]]:
        """The names in the source that are no complement of a noun in it."""
        heads = []
        for span, one in self.scene.names_in(self.span):
            self.inside.append(one)
            before = fold(self.text[self.start : span.start]).replace("\u00a0", " ")[-BEFORE_NAME:]
            # *Carter's predecessor* is not Carter.
            if _OWNS.match(self.text, span.end, self.end):
                continue
            if one.kind == "person":
                last = _LAST_WORD.search(before)
                if belongs_to_another(before) or (last and (last[1],) in bodies()):
                    continue
            if not complement_pattern().search(before):
                heads.append((span, one))
        return heads

    def _is_capitalised(self) -> bool:
        return (self.name_span or self.span).of(self.text)[:1].isupper()

    # --- the source's own words --------------------------------------------------

    def own(self) -> Entity | None:
        """The source's own words as a name: without article, brackets and incidental apposition."""
        span = self.name_span
        if span is None:
            return None
        name = own_name(self.text, span)
        if self.members:
            names = [one.name for one in self.members]
            name = ", ".join(names[:-1]) + (" and " if " and " in self.span.of(self.text) else " et ") + names[-1]
        words = keys(name)
        if not words:
            return None
        plural = (bool(self.words) and self.words[0] in plural_determiners()) or bool(self.members) or " et " in f" {name} "
        first = words[0].split("-")[0]
        is_name = len(words) < 4 and all(part[:1].isupper() for part in name.split()) and span.start == self.start
        if is_name and first in first_names():
            return Entity(name, span, "person", words, first_names()[first], plural)
        gender = None if self.gender == "-" else self.gender
        return Entity(name, span, "described", words, gender, plural, members=tuple(self.members))

    def fuller(self) -> Iterator[Entity]:
        """Fuller forms of the same words elsewhere in the text: *police de Portland* for *la police*."""
        span = self.name_span
        if not 0 < len(self.core) <= 3 or self.sort not in _MAY_BE_SHORT or span is None or span.length < 4:
            return
        written: set[str] = set()
        seen = {self.core}
        for found in fuller_spans(self.text, self.scene.folded, span, self.span):
            name = found.of(self.text)
            if name not in written and (words := keys(name)) not in seen:
                seen.add(words)
                yield Entity(name_of(self.text, found), found, "described", words)
            written.add(name)
            if len(seen) > _FULLER:
                return

    def owned(self, owners: Sequence[Entity]) -> Iterator[tuple[Entity, str]]:
        """*son entourage* as the entourage of whoever was named last: *entourage d'Anne Durand*.

        Args:
            owners: Who was named before, the last first.

        Yields:
            The body, and the rank and kind of its owner.
        """
        if self.sort != "possessive" or self.words[0] not in _HIS or not self.core:
            return
        noun = " ".join(self.span.of(self.text).split()[1:])
        for rank, owner in enumerate(owners[:3]):
            link = "of " if self.words[0] in _HIS_ENGLISH else "d'" if owner.name[0] in _VOWELS else "de "
            name = f"{noun} {link}{owner.name}"
            yield Entity(name, self.span, "described", keys(name), plural=self.words[0] == "ses"), f"owner={rank}|{owner.kind}"

    def _nouns_before(self) -> list[Entity]:
        """The noun phrases that stand before a relative pronoun: the nearest, and the one that it complements."""
        begin = line_start(self.text, self.start, _BEFORE_RELATIVE)
        stretch = self.text[begin : self.start]
        end = len(stretch.rstrip(" \u00a0,"))
        cut = max((match.end() for match in _STOP.finditer(stretch[:end])), default=0)
        found: list[Entity] = []
        for match in reversed(list(_DETERMINED.finditer(stretch, cut, end))):
            before = fold(stretch[max(0, match.start() - 4) : match.start()])
            determiner = fold(match.group()).strip()
            inner = determiner in ("du", "des", "d'") or _AFTER_OF.search(before)
            span = own_span(self.text, Span(begin + match.start(), begin + end))
            if span is not None and span.length > 2:
                name = own_name(self.text, span)
                if words := keys(name):
                    found.append(Entity(name, span, "described", words, plural=determiner in plural_determiners()))
            if not inner or len(found) == 3:
                break
        return found


# So many fuller forms are given.
_FULLER = 3
_MAY_BE_SHORT = frozenset(("definite", "capital", "demonstrative", "bare", "plural"))
_HIS_ENGLISH = frozenset(("his", "her"))
_VOWELS = frozenset("AEIOUÉÈÊÎÔÛYaeiouéèh")
_HIS = _HIS_ENGLISH | {"son", "sa", "ses"}


def _sort_of(pronoun: Pronoun) -> str:
    if pronoun.person == "1":
        return "I" if pronoun.number == "singular" else "we"
    if pronoun.person == "3":
        if pronoun.number == "plural":
            return "they"
        return {"m": "he", "f": "she"}.get(pronoun.gender, "it")
    return {"2": "you", "relative": "relative", "indefinite": "one"}.get(pronoun.person, "other")


_LAST_WORD = re.compile(r"([^\W\d_][\w'-]*) $")
_AFTER_OF = re.compile(r"(?:^|\s)(?:d[eu]|des|of)\s$|d'$")
_STOP = re.compile(r"[.;:!?«»\"“”,(]\s")
_DETERMINED = re.compile(
    rf"(?<![^\W_])(?:{determiner_pattern('definite', 'indefinite', 'partitive', 'demonstrative', 'possessive', 'quantity')})", re.IGNORECASE
)
# *M. Durand et la ministre Anne Petit*: what may stand between two names of a series.
_JOINED = re.compile(
    r"\s*(?:,\s*(?:et|and|ou|or)?|et|and|ou|or|&)\s*"
    rf"(?:(?:le|la|les|the|{alternation(forms('address'))})\s*)*(?:[a-zà-ÿ][\w'’-]+\s){{0,3}}"
)


@functools.cache
def _before_names() -> frozenset[str]:
    """What may stand before a name and be no part of it: *la* in *la CGT*."""
    return determiners_of("definite", "indefinite", "partitive", "contracted", "demonstrative", "likeness", "possessive")
