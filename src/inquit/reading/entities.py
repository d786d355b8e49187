"""The persons, bodies and places of a document, each under the fullest name that the document gives.

Names come from the text alone, never from a list of people. Persons are told
apart by their family names: *Poutine* and *M. Poutine* are *Vladimir Poutine*
where the document names him so. A body is known by its short form when the
document explains it, *Direction générale de la santé (DGS)*.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inquit.reading.mentions import SHORT_FORM, Mention, mentions
from inquit.reading.naming import determiners, first_names, fold, key, keys, line_start, naming, title_key, titles
from inquit.reading.roles import Role, roles_beside
from inquit.spans import Span
from inquit.statement import Name


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something that a document names.

    ``name`` is the fullest form, which stands at ``span``; ``kind`` is person,
    organization, location or described; ``words`` are those of the name as keys;
    ``mentions`` are the places where it is named, by start; ``roles`` the
    descriptions that stand beside a mention; ``short`` its short forms as keys;
    ``members`` those whom the name of a series names.
    """

    name: str
    span: Span
    kind: str
    words: tuple[str, ...]
    gender: str | None = None
    plural: bool = False
    mentions: list[Span] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    short: set[str] = field(default_factory=set)
    members: tuple[Entity, ...] = ()


# So many descriptions are kept of a person: a dispatch has not more, and a
# source is held against each.
_ROLES = 40


def entities(text: str, names: Sequence[Name]) -> list[Entity]:
    """Gather the names of a document into the persons, bodies and places that they mean.

    Args:
        text: The document's text.
        names: The tagger's names in it.

    Returns:
        Persons named in full first, then those named in part, then bodies and
        places; each in the order of first mention.

    Example:
        >>> text = "Anne Durand a parlé. Mme Durand part à Pau."
        >>> names = [Name(Span(0, 11), "person"), Name(Span(39, 42), "location")]
        >>> [(one.name, one.kind, len(one.mentions)) for one in entities(text, names)]
        [('Anne Durand', 'person', 2), ('Pau', 'location', 1)]
    """
    named, others = mentions(text, names)
    people = _persons(text, named)
    found = [*people, *_bodies(text, others)]
    for one in found:
        one.mentions.sort()
    for person in people:
        _keep_title(text, person)
        for span in person.mentions:
            if len(person.roles) < _ROLES:
                _learn_roles(text, person, span)
    return found


def mention_before(one: Entity, at: int) -> Span | None:
    """The last mention of an entity that begins before a character."""
    index = bisect_left(one.mentions, Span(at, at))
    return one.mentions[index - 1] if index else None


def name_of(text: str, span: Span) -> str:
    """The words of a span, with single blanks between them."""
    return " ".join(span.of(text).split())


# --- persons --------------------------------------------------------------------


class People:
    """The persons of a document, found by the words of a name.

    Of those that share a word only the first few are looked at, so that the time
    does not grow with the square of the names; one whose whole name it is is
    always found.
    """

    def __init__(self, people: Iterable[Entity] = ()) -> None:
        self._turn: dict[int, int] = {}
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        self._whole: dict[tuple[str, ...], Entity] = {}
        for one in people:
            self.add(one)

    def add(self, person: Entity) -> None:
        """Take a person in, or one again whose name was found fuller."""
        self._turn.setdefault(id(person), len(self._turn))
        self._whole.setdefault(person.words, person)
        for word in set(person.words):
            if person not in (held := self._by_word[word]) and len(held) < _ALIKE:
                held.append(person)

    def called(self, words: tuple[str, ...]) -> Entity | None:
        """Tell whom the words of a name mean among all persons; None for nobody yet known."""
        asked = {*words, f"al-{words[0]}", f"el-{words[0]}"} if len(words) == 1 else set(words)
        near = {id(one): one for word in asked for one in self._by_word.get(word, ())}
        if (whole := self._whole.get(words)) is not None:
            near[id(whole)] = whole
        return known(sorted(near.values(), key=lambda one: self._turn[id(one)]), words)

    def of_family(self, words: tuple[str, ...]) -> Entity | None:
        """Tell whom the words of a name mean among those who have the same last word."""
        return known([one for one in self._by_word.get(words[-1], ()) if one.words[-1] == words[-1]], words)


# So many persons that share a word of their names are told apart.
_ALIKE = 24


def known(people: Sequence[Entity], words: tuple[str, ...]) -> Entity | None:
    """Tell whom of some people the words of a name mean: the whole name, its end, or a part that no other has."""
    exact = next((one for one in people if one.words == words), None)
    if len(words) == 1:
        with_article = (f"al-{words[0]}", f"el-{words[0]}")
        exact = next((one for one in people if one.words[-1] in with_article), exact)
    if exact is not None:
        return exact
    ending = next((one for one in reversed(people) if one.words[-len(words) :] == words), None)
    if ending is not None:
        return ending
    if len(words) == 1:
        part = [one for one in people if words[0] in one.words]
        return part[0] if len(part) == 1 else None
    return _wider(people, words)


def _wider(people: Sequence[Entity], words: tuple[str, ...]) -> Entity | None:
    """Whose name has all of these words, or these all of its; a father is not his son."""
    younger, asked = naming("younger"), set(words)
    for one in people:
        if words[-1] in younger or one.words[-1] in younger or len(one.words) == 1:
            continue
        if asked.issuperset(one.words) or asked.issubset(one.words):
            return one
    return None


def _persons(text: str, named: Sequence[Mention]) -> list[Entity]:
    """One entity a person: names of several words come first, since they tell whom those of one mean."""
    found: list[Entity] = []
    people = People()
    worded = [(one, words) for one in named if (words := keys(one.span.of(text)))]
    for mention, words in sorted(worded, key=lambda pair: len(pair[1]) == 1):
        person = people.called(words)
        if person is None:
            person = Entity(name_of(text, mention.span), mention.span, "person", words)
            found.append(person)
            people.add(person)
        elif len(words) > len(person.words):
            person.name, person.span, person.words = name_of(text, mention.span), mention.span, words
            people.add(person)
        person.mentions.append(mention.span)
        person.gender = person.gender or mention.gender
    for person in found:
        person.gender = person.gender or first_names().get(person.words[0].split("-")[0])
    return found


_TITLE_BEFORE = re.compile(r"([^\W\d_]+\.?)[ \u00a0]$")


def _keep_title(text: str, person: Entity) -> None:
    """A person of one name only keeps the title that always stands before it: *le pape François, Me Durand*."""
    if len(person.words) > 1:
        return
    before = [_TITLE_BEFORE.search(text, max(0, span.start - 20), span.start) for span in person.mentions]
    shown = [match[1] for match in before if match and (title_key(match[1]) in titles() or key(match[1]) in naming("reign"))]
    if shown and (len(shown) == len(before) or key(shown[0]) in naming("reign")):
        person.name = f"{shown[0]} {person.name}"


def _learn_roles(text: str, person: Entity, span: Span) -> None:
    """Note the descriptions that stand beside a mention, and the gender that they show."""
    for role in roles_beside(text, span):
        if all(role.span != other.span for other in person.roles):
            person.roles.append(role)
        person.gender = person.gender or role.gender


# --- bodies and places, and their short forms -----------------------------------

_REVERSED = re.compile(r"(?<![^\W_])([A-Z]{2,9}) \(([^\W\d_][^()\n]{6,90})\)")
# How far before its short form a long one may begin.
_LONG = 120
# A long form has two words a letter at most, and so many small ones.
_SMALL = 4
_LETTERS = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?«»\"()]")


def _bodies(text: str, named: Sequence[Mention]) -> list[Entity]:
    """One entity a body or place; what a document explains as a short form is no other."""
    bodies = _Bodies()
    for mention in named:
        if words := keys(mention.span.of(text)):
            one = bodies.by_words.get(words) or bodies.add(Entity(name_of(text, mention.span), mention.span, mention.kind, words))
            one.mentions.append(mention.span)
    for short, long in _explained(text, bodies.by_words.values()):
        bodies.join(text, short, long)
    return bodies.left()


class _Bodies:
    """Bodies and places by their words, as short forms are joined to long ones."""

    def __init__(self) -> None:
        self.by_words: dict[tuple[str, ...], Entity] = {}
        self._made: list[Entity] = []
        self._gone: set[int] = set()
        self._starting: defaultdict[int, list[Entity]] = defaultdict(list)

    def add(self, one: Entity) -> Entity:
        self.by_words[one.words] = one
        self._made.append(one)
        self._starting[one.span.start].append(one)
        return one

    def left(self) -> list[Entity]:
        return [one for one in self._made if id(one) not in self._gone]

    def join(self, text: str, short: str, long: Span) -> None:
        """*Direction générale de la santé (DGS)*: the short form means the long one, all over the document."""
        words, short_words = keys(long.of(text)), keys(short)
        one, old = self.by_words.get(words), self.by_words.get(short_words)
        if old is not None and old is not one and key(short) in old.short and not long.contains(old.span):
            return  # Of two long forms of one short form the first stands.
        if one is None:
            one = self.add(Entity(name_of(text, long), long, old.kind if old else "organization", words))
            one.mentions.append(long)
        if old is not None and old is not one:
            one.mentions += old.mentions
            self._gone.add(id(old))
        self._gone.discard(id(one))
        self.by_words[short_words] = one
        one.short.add(key(short))
        # Scraps of the long form that the model took for names of their own.
        for at in range(long.start, long.end):
            for scrap in self._starting.get(at, ()):
                if scrap is not one and all(map(long.contains, (scrap.span, *scrap.mentions))):
                    self._gone.add(id(scrap))


def _explained(text: str, bodies: Iterable[Entity]) -> list[tuple[str, Span]]:
    """The short forms that a text explains, each with its long form: by its initials, or a body's name right before."""
    ends = {span.end: one for one in bodies if one.kind == "organization" and len(one.words) > 1 for span in one.mentions}
    shorts = list(SHORT_FORM.finditer(text))
    pairs = [(match[1], _long_form(text, line_start(text, match.start(), _LONG), match.start(), match[1])) for match in shorts]
    pairs += [(match[1], _long_form(text, *match.span(2), match[1])) for match in _REVERSED.finditer(text)]
    for match in shorts:
        end = match.start()
        while end and text[end - 1].isspace():
            end -= 1
        before = ends.get(end)
        if before is not None and match[1].isupper() and len(match[1]) > 2:
            pairs.append((match[1], before.span))
    return [(short, long) for short, long in pairs if long is not None]


def _long_form(text: str, begin: int, end: int, short: str) -> Span | None:
    """The words before a short form in brackets whose initials it is made of."""
    letters = key("".join(filter(str.isalpha, short)))
    words = list(_LETTERS.finditer(text, begin, end))
    if not words or text[words[-1].end() : end].strip() or len(letters) < 2:
        return None
    initials = ""
    following = end
    for count, word in enumerate(reversed(words), start=1):
        if count > 2 * len(letters) + _SMALL or _BREAK.search(text, word.end(), following):
            break
        following = word.start()
        initials = fold(word.group()[0]) + initials
        if word.group().islower() and word.group() in determiners():
            continue
        if initials.startswith(letters[:1]) and count >= min(2, len(letters)) and _is_within(letters, initials):
            return Span(word.start(), words[-1].end())
    return None


def _is_within(letters: str, initials: str) -> bool:
    rest = iter(initials)
    return all(letter in rest for letter in letters)
