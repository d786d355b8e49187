"""The cues of the word lists: their forms, and which of them stands in a text.

A cue is written in ``data/<language>/cues.tsv`` as a dictionary has it: *mettre en
garde*, *se féliciter*, *rule out*. Its first word that is no pronoun is its head;
the forms of a verb are made from the list ``conjugation``, so that a look-up is
one in a dictionary of forms. What varies between head and rest is left out of the
list (*lancer appel* for *a lancé hier un appel*), and ``<comment>`` stands for any
word of that role in the list ``grammar``, which holds the small words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inquit.lexicon import guess_language, rows
from inquit.segmentation import words
from inquit.spans import Span

READ = ("fr", "en")
"""The languages that there are lists of cues for."""

CLASSES: dict[str, str] = {
    "noun": "inflected by a plural",
    "verb": "the first word that is no pronoun is an infinitive, inflected by the conjugation",
    "word": "a preposition or a mark, as it stands; asked only when there is no verb or noun",
}
"""What a cue's class means in the list ``cues``."""

TENSES = frozenset(("conditional", "future", "gerund", "imperfect", "infinitive", "participle", "past", "present", "subjunctive"))
"""The tenses in the list ``conjugation``."""

ROLES: dict[str, str] = {
    "ahead": "before an infinitive: the saying is yet to come",
    "ahead-passive": "before a participle: the saying is yet to come",
    "auxiliary": "makes a future of an infinitive",
    "be": "makes a passive of a participle",
    "clause": "opens a clause that is the object of a verb of saying",
    "clitic": "may stand between a pronoun and its verb",
    "comment": "what one who declines to comment will not do or give",
    "condition": "makes a plan hang on something: a threat, a promise or an offer",
    "conditional": "makes a conditional of an infinitive",
    "conjunction": "makes of *que* another conjunction",
    "filler": "may stand between a cue's verb and its complement",
    "hearsay": "the writer does not vouch for it",
    "hearsay-auxiliary": "before a participle: the writer does not vouch for it",
    "is": "a form of *to be* that may stand between a pronoun and *willing*",
    "negation": "negates the cue in which it stands, after a negator where the language has any",
    "negator": "the first half of a negation",
    "no-infinitive": "ends like an infinitive and is none",
    "no-plan": "after a pronoun a future of these is no plan of the speaker's, or the pronoun stands for nobody",
    "object": "a pronoun that may stand between *tell* and *to*",
    "open-plan": "a plan to do this may be a threat, a promise or a forecast",
    "other": "a pronoun for the speaker in indirect speech",
    "performative": "to say it in the first person and the present is to do it",
    "polite": "opens a sentence like an imperative without asking for anything",
    "prelude": "may stand before the pronoun that opens a content",
    "question": "opens an indirect question",
    "ready": "says that one would do it if asked",
    "set-phrase": "has a verb in it and is an adverb",
    "speaker": "a pronoun for the speaker in direct speech",
    "unreal": "after a hearsay auxiliary: what might have been said",
    "without": "negates an infinitive or a gerund",
}
"""What the words of each role do in the list ``grammar``."""

NO_ACT = "none"
"""The label, in the list ``cues``, of a cue that is known and names no act."""

# What stands before a verb's head: pronouns, and the prefix of *sous-entendre*, whose hyphen parts words.
_AHEAD = frozenset(("se", "s", "en", "y", "sous"))
_FUSED = {"à": ("à", "au", "aux"), "de": ("de", "d", "du", "des"), "que": ("que", "qu"), "se": ("se", "s"), "le": ("le", "la", "les", "l")}

# Words that may stand between the parts of a cue: *a mis toutefois, mardi, en
# garde*. Longer asides begin to join words that have nothing to do with one another.
GAP = 3

# How far around a cue its language, and a *que* or *si* before it, are looked for, in characters.
BACK = 160


class Token(NamedTuple):
    """A word of a text: as a key of the word lists, and where it stands."""

    word: str
    span: Span


class Form(NamedTuple):
    """What a word may be: a form, in a tense if it is a verb, of a head, which is a class and a word."""

    head: tuple[str, str]
    tense: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A cue of the list: its pronouns, its head, what follows, and its label under each condition."""

    head: tuple[str, str]
    before: tuple[str, ...]
    after: tuple[frozenset[str], ...]
    labels: dict[str, str]

    @property
    def length(self) -> int:
        """Number of words."""
        return len(self.before) + 1 + len(self.after)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of one language, by form, by head and by role; ``phrases`` holds single words too."""

    language: str
    forms: dict[str, tuple[Form, ...]]
    entries: dict[tuple[str, str], tuple[Entry, ...]]
    grammar: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]

    def tenses(self, word: str) -> frozenset[str]:
        """Tell in which tenses a word may be a verb of a cue."""
        return frozenset(form.tense for form in self.forms.get(word, ()))


@functools.cache
def lexicon_of(language: str) -> Lexicon:
    """Read the word lists of a language, once.

    Example:
        >>> lexicon = lexicon_of("fr")
        >>> sorted(lexicon.tenses("annoncera")), lexicon.forms["rejette"][0].head
        (['future'], ('verb', 'rejeter'))
    """
    conjugation = _conjugation(language)
    grammar, phrases = _grammar(language)
    labels: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for cue, cls, when, label in rows(language, "cues"):
        labels[cls, cue][when] = label
    entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    forms: dict[str, set[Form]] = defaultdict(set)
    for (cls, cue), told_by in labels.items():
        parts = [part for chunk in cue.split() for part in ([chunk] if chunk.startswith("<") else plain_words(chunk))]
        at = next((i for i, part in enumerate(parts) if part not in _AHEAD), 0) if cls == "verb" else 0
        head = (cls, parts[at])
        before = tuple("se" if part == "s" else part for part in parts[:at])
        entries[head].append(Entry(head, before, tuple(_inflected(part, grammar) for part in parts[at + 1 :]), told_by))
        for form, tense in _forms(cls, parts[at], conjugation):
            forms[form].add(Form(head, tense))
    return Lexicon(
        language,
        {form: tuple(sorted(found)) for form, found in forms.items()},
        {head: tuple(found) for head, found in entries.items()},
        grammar,
        phrases,
    )


def _grammar(language: str) -> tuple[dict[str, frozenset[str]], dict[str, tuple[tuple[str, ...], ...]]]:
    """The words of each role, and its words and phrases with the longest first."""
    phrases: dict[str, list[tuple[str, ...]]] = {role: [] for role in ROLES}
    for role, phrase in rows(language, "grammar"):
        phrases[role].append(tuple(plain_words(phrase)))
    single = {role: frozenset(phrase[0] for phrase in found if len(phrase) == 1) for role, found in phrases.items()}
    return single, {role: tuple(sorted(found, key=len, reverse=True)) for role, found in phrases.items()}


def _conjugation(language: str) -> dict[str, list[tuple[str, str]]]:
    """What each ending of an infinitive becomes, with the tense."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for ending, tense, endings in rows(language, "conjugation"):
        found[ending.strip("-")] += [(tense, one.strip("-")) for one in endings.split()]  # "-" is the empty one
    return found


def _forms(cls: str, word: str, conjugation: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """The forms of a cue's first word, each with its tense; the longest ending in the table decides."""
    if cls == "verb":
        marked = f"^{word}"  # an ending that begins with the sign is the whole verb
        ending = next((marked[at:] for at in range(len(marked) + 1) if marked[at:] in conjugation), None)
        if ending is not None:
            stem = marked.removesuffix(ending).lstrip("^")
            yield from ((plain(stem + last), tense) for tense, last in conjugation[ending])
            return
    yield word, ""
    if cls == "noun":
        yield f"{word}s", ""


def _inflected(word: str, grammar: dict[str, frozenset[str]]) -> frozenset[str]:
    """The forms of a word after a cue's head: fused with an article, or inflected as an adjective; all words of a role."""
    if word.startswith("<"):
        return frozenset(form for one in grammar[word.strip("<>")] for form in _inflected(one, grammar))
    return frozenset(_FUSED.get(word, (word, f"{word}s", f"{word}e", f"{word}es")))


_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060]")


def plain(word: str) -> str:
    """Write a word as a key: small letters, without the accent on the first, which capitals often lack.

    Example:
        >>> plain("Évoquant") == plain("EVOQUANT"), plain("à") == plain("a")
        (True, False)
    """
    low = _INVISIBLE.sub("", unicodedata.normalize("NFC", word.lower()))
    return unicodedata.normalize("NFD", low[0])[0] + low[1:] if len(low) > 2 else low


def plain_words(text: str) -> list[str]:
    """Give the words of a text as keys."""
    return [token.word for token in tokens_of(text, [Span(0, len(text))])]


def tokens_of(text: str, spans: Sequence[Span]) -> list[Token]:
    """Give the words of some stretches without their marks; the marks when there are no words.

    Args:
        text: A document's text.
        spans: Half-open code points of ``text``.

    Example:
        >>> [token.word for token in tokens_of("prévient-elle", [Span(0, 13)])]
        ['prévient', 'elle']
    """
    found = [word for span in spans for word in words(text, *span)]
    spoken = [word for word in found if any(map(str.isalnum, word.of(text)))]
    return [Token(plain(word.of(text)), word) for word in spoken or found]


def languages_of(text: str, spans: Sequence[Span], language: str | None) -> tuple[str, ...]:
    """Give the languages in which to read some spans: the one that is known, or all, the likelier first.

    Args:
        text: A document's text.
        spans: Half-open code points of ``text``; the words around them are looked at too.
        language: The language, if it is known; one that is not in :data:`READ` counts as unknown.

    Example:
        >>> languages_of("The mayor said that it was closed.", [Span(10, 14)], None)
        ('en', 'fr')
    """
    if language in READ:
        return (language,)
    start, end = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    return READ[::-1] if guess_language(text[max(0, start - BACK) : end + BACK]) == READ[1] else READ


# --- finding a cue in a text -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that was found: where its head stands among the tokens, in which tense, and all of its words."""

    entry: Entry
    at: int
    tense: str
    evidence: tuple[Token, ...]


def without_set_phrases(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """Leave *peut-être* and its like out: there is no *peut* in them."""
    said = [token.word for token in tokens]
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        length = phrase_at(said, at, lexicon.phrases["set-phrase"])
        kept += tokens[at : at + 1] if not length else ()
        at += length or 1
    return kept


def shows_negation(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a cue is negated in words: *n'a pas dit, sans dire, did not say*; a *ne* alone negates nothing."""
    grammar = lexicon.grammar
    opened = not grammar["negator"]
    for token in tokens:
        if token.word in grammar["without"] or (opened and token.word in grammar["negation"]):
            return True
        opened = opened or token.word in grammar["negator"]
    return False


def matches(lexicon: Lexicon, tokens: Sequence[Token], start: int, stop: int, quoted: bool = False) -> Iterator[Match]:
    """Give the entries whose head is one of ``tokens[start:stop]``.

    Their last words may stand behind ``stop``, where the content begins;
    ``quoted`` tells that a quotation mark opens it.
    """
    for at in range(start, stop):
        for form in lexicon.forms.get(tokens[at].word, ()):
            for entry in lexicon.entries[form.head]:
                rest = _stands_after(entry, tokens, at + 1, stop, lexicon, quoted) if _stands_before(entry, tokens, at) else None
                if rest is not None:
                    yield Match(entry, at, form.tense, (tokens[at], *rest))


def _stands_before(entry: Entry, tokens: Sequence[Token], at: int) -> bool:
    near = [token.word for token in tokens[max(0, at - 2 * GAP) : at]]
    return all(_is_reflexive(near) if part == "se" else part in near for part in entry.before)


def _is_reflexive(near: Sequence[str]) -> bool:
    """*se*, or a pronoun that goes back to the first person before it: *je m'engage, nous nous engageons*."""
    said = set(near)
    return bool(said & {"se", "s"}) or bool(said & {"je", "j"} and said & {"me", "m"}) or near.count("nous") > 1


def _stands_after(entry: Entry, tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon, quoted: bool) -> list[Token] | None:
    """The words that follow the head, with gaps in the cue, and behind it (from ``stop``) with small words only.

    A small word that belongs to the entry (*dire de*) has to open the content, outside quotation marks.
    """
    fillers, objects = lexicon.grammar["filler"], lexicon.grammar["object"]
    found: list[Token] = []
    for part in entry.after:
        gap, small = 0, bool(part & fillers)
        while at < len(tokens) and tokens[at].word not in part:
            if gap == GAP or (at >= stop and tokens[at].word not in (objects if small else fillers)):
                return None
            at, gap = at + 1, gap + 1
        if at >= len(tokens) or (small and quoted and at >= stop):
            return None
        found.append(tokens[at])
        at += 1
    return found


def best_match(lexicon: Lexicon, cue: Sequence[Token], behind: Sequence[Token], quoted: bool) -> Match | None:
    """Give the entry that speaks for a whole cue.

    A verb that governs an infinitive in the cue decides (*refuse d'annoncer*);
    else the entry of most words, and of these the last (*a réagi en accusant*).
    A preposition decides only where no verb and no noun does.

    Args:
        lexicon: The word lists.
        cue: The cue's words.
        behind: The first words of the content behind the cue: *a appelé* is another cue before *à*.
        quoted: Whether a quotation mark opens that content.

    Example:
        >>> text = "a mis, une fois de plus, en garde"
        >>> match = best_match(lexicon_of("fr"), tokens_of(text, [Span(0, len(text))]), (), False)
        >>> match is None
        True
        >>> text = "a mis toutefois en garde"
        >>> match = best_match(lexicon_of("fr"), tokens_of(text, [Span(0, len(text))]), (), False)
        >>> [token.word for token in match.evidence], match.entry.labels
        (['mis', 'en', 'garde'], {'always': 'warn'})
    """
    found = list(matches(lexicon, [*cue, *behind], 0, len(cue), quoted))
    governing = [match for match in found if is_governing(match, cue, lexicon)]
    if governing:
        first = min(match.at for match in governing)
        found = [match for match in found if match.at == first]
    # *refusé de répondre* leaves no *répondre* by itself.
    inside = {token for match in found for token in match.evidence[1:]}
    found = [match for match in found if cue[match.at] not in inside]
    spoken = [match for match in found if match.entry.head[0] != "word"]
    return max(spoken or found, key=lambda match: (match.entry.length, match.at), default=None)


# How far behind a verb the infinitive stands that it governs, in words; the
# longest cue in 2,990 of the French corpus has nine.
_GOVERNED = 12


def is_governing(match: Match, cue: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether an entry that may govern an infinitive does so in a cue.

    *veut rappeler* has not yet recalled anything, *a voulu rappeler* has: of the
    entries with the condition ``ahead`` a participle does not govern.
    """
    labels = match.entry.labels
    may = "governs" in labels or ("ahead" in labels and match.tense not in ("participle", "gerund"))
    return may and any("infinitive" in lexicon.tenses(token.word) for token in cue[match.at + 1 : match.at + 1 + _GOVERNED])


def phrase_at(said: Sequence[str], at: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Give the length of the longest of ``phrases`` that stands at ``at``; 0 for none."""
    return next((len(phrase) for phrase in phrases if tuple(said[at : at + len(phrase)]) == phrase), 0)
