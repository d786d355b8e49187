"""A cue with its content, as the rules of acts look at it, and the conditions under which a cue names an act.

Of a content the first words are read, as far as its first mark, and the mark at
its end. The conditions stand in :data:`CONDITIONS` in the order in which they
are asked; which of them a cue has, and what it then names, says the list ``cues``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inquit.lexicon import rows
from inquit.reading.cues import Lexicon, Match, Token, best_match, is_governing, plain, shows_negation, tokens_of, without_set_phrases
from inquit.segmentation import words
from inquit.spans import Span

# How far a content is looked into, in words; what decides stands at its head.
_HEAD = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """How a piece of content begins: its first words as far as the first mark, whether it is quoted, how many words it has.

    ``length`` stops at :data:`_HEAD`.
    """

    tokens: tuple[Token, ...]
    quoted: bool
    length: int


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at.

    ``roles`` are the spans of cue and content. ``opening`` opens the content,
    ``complement`` what of it stands behind the cue; ``colon`` tells a colon
    between the two, ``match`` is the cue as the list has it.
    """

    text: str
    lexicon: Lexicon
    kind: str
    negated: bool
    cue: tuple[Token, ...]
    content: tuple[Span, ...]
    roles: tuple[Span, ...]
    opening: Opening
    complement: Opening | None
    colon: bool
    match: Match | None

    def is_plain(self) -> bool:
        """Tell a cue of saying with a clause: there the content may show what the cue does not."""
        match = self.match
        return match is not None and "assert" in match.entry.labels.values() and _is_clause(self, match)


_OPENERS = "«“\"„‘'’‹+"
_INSIDE = "-‐‑'’«»“”„\"‘‹›+"


def _opening(text: str, piece: Span, lexicon: Lexicon) -> Opening:
    tokens: list[Token] = []
    length, whole = 0, True
    for word in words(text, piece.start, min(piece.end, piece.start + 40 * _HEAD)):
        said = word.of(text)
        if any(map(str.isalnum, said)):
            length += 1
            if whole:
                tokens.append(Token(plain(said), word))
        elif tokens and said not in _INSIDE and not (said == "." and is_short(tokens[-1].word, lexicon)):
            whole = False
        if length == _HEAD:
            break
    return Opening(tuple(tokens), piece.of(text)[:1] in _OPENERS, length)


def is_short(word: str, lexicon: Lexicon) -> bool:
    """Tell whether a full stop behind the word, written as a key, ends no sentence."""
    return len(word) == 1 or word in _abbreviations(lexicon.language)


def case_of(text: str, cue: Sequence[Span], content: Sequence[Span], negated: bool, kind: str, lexicon: Lexicon) -> Case:
    """Gather what the rules look at; the arguments are those of ``acts.act_of``, in one language."""
    tokens = tuple(without_set_phrases(tokens_of(text, cue), lexicon))
    pieces = tuple(sorted(piece for piece in content if piece.length))
    edge = max((span.end for span in cue), default=0)
    behind = next((piece for piece in pieces if piece.start >= edge), None)
    complement = _opening(text, behind, lexicon) if behind is not None and tokens else None
    match = best_match(lexicon, tokens, complement.tokens if complement else (), complement is not None and complement.quoted)
    return Case(
        text=text,
        lexicon=lexicon,
        kind=kind,
        negated=negated or shows_negation(tokens, lexicon),
        cue=tokens,
        content=pieces,
        roles=(*cue, *pieces),
        opening=_opening(text, pieces[0], lexicon) if pieces else Opening((), False, 0),
        complement=complement,
        colon=behind is not None and ":" in text[edge : behind.start],
        match=match,
    )


# --- the conditions of a cue -----------------------------------------------------


def if_negated(case: Case, _match: Match) -> bool:
    """The cue is negated; nothing else is asked of a negated one."""
    return case.negated


def if_governing(case: Case, match: Match) -> bool:
    """It governs an infinitive in the cue: *refuse d'annoncer, veut annoncer*, but not *a voulu rappeler*."""
    return is_governing(match, case.cue, case.lexicon)


def if_question(case: Case, _match: Match) -> bool:
    """The content ends with a question mark, or is an indirect question."""
    return last_mark(case) == "?" or _is_indirect_question(case)


def if_to(case: Case, _match: Match) -> bool:
    """An English infinitive stands among the first words of the content: *asked the board to resign*."""
    head = _object(case)
    return head is not None and case.lexicon.language == "en" and any(token.word == "to" for token in head.tokens)


def if_statement(case: Case, match: Match) -> bool:
    """The content is a clause or a quotation that says that something is so."""
    return _is_clause(case, match) and if_declarative(case, match)


def if_declarative(case: Case, _match: Match) -> bool:
    """The content, a noun phrase perhaps, is no question, no order and no infinitive with *de*, *à* or *to*."""
    return not (last_mark(case) == "?" or _is_indirect_question(case) or _is_imperative(case) or _is_told_to(case))


def if_quoted(case: Case, _match: Match) -> bool:
    """The content opens with a quoted sentence, which begins with a capital."""
    tokens = case.opening.tokens
    return case.opening.quoted and bool(tokens) and tokens[0].span.of(case.text)[:1].isupper()


def always(_case: Case, _match: Match) -> bool:
    """Whatever the content is."""
    return True


Condition = Callable[[Case, Match], bool]
CONDITIONS: dict[str, Condition] = {
    "negated": if_negated,
    "ahead": if_governing,
    "governs": if_governing,
    "question": if_question,
    "to": if_to,
    "statement": if_statement,
    "declarative": if_declarative,
    "quoted": if_quoted,
    "always": always,
}
"""When a cue has a label, in the order in which it is asked; the names stand in the list ``cues``."""


def label_of(case: Case, match: Match) -> str | None:
    """Give the label that an entry has here: that of the first of :data:`CONDITIONS` that holds; None for none."""
    labels = match.entry.labels
    return next((labels[name] for name, holds in CONDITIONS.items() if name in labels and holds(case, match)), None)


def _is_clause(case: Case, match: Match) -> bool:
    """Tell a clause or a quotation from a noun phrase, as far as the words around show it."""
    if match.entry.head[0] == "word" or case.colon or case.complement is None:
        return True
    if case.opening.quoted or case.complement.quoted or case.opening != case.complement:
        return True
    if not case.complement.tokens:
        return False
    if case.lexicon.language == "fr":
        # French needs *que* before a clause, and an article before a noun: what has neither is *dit vouloir*.
        return case.complement.tokens[0].word in case.lexicon.grammar["clause"] or _opens_with_infinitive(case, 0)
    # English needs no *that*: *told the truth* is told from a clause by its length alone.
    return case.complement.length > 2 or case.complement.tokens[0].word in case.lexicon.grammar["clause"]


def _is_indirect_question(case: Case) -> bool:
    """*si, whether, pourquoi* behind the cue; a quotation that opens with *Si* is a condition."""
    head = _object(case)
    if head is None or head.tokens[0].word not in case.lexicon.grammar["question"]:
        return False
    return head.tokens[0].word != "s" or (len(head.tokens) > 1 and head.tokens[1].word in case.lexicon.grammar["other"])


def _is_imperative(case: Case) -> bool:
    """*« Restez chez vous »*; English does not show it, nor does French in the singular."""
    tokens = case.opening.tokens
    if not tokens or case.lexicon.language != "fr" or not (case.opening.quoted or case.complement is None or case.colon):
        return False
    return re.fullmatch(r"\w{2,}[^\W\d]ez|soyons", tokens[0].word) is not None and tokens[0].word not in case.lexicon.grammar["polite"]


def _is_told_to(case: Case) -> bool:
    """*de partir, to leave* behind the cue."""
    head = _object(case)
    if head is None:
        return False
    if case.lexicon.language == "fr":
        return head.tokens[0].word in ("de", "d", "à") and _opens_with_infinitive(case, 1)
    return head.tokens[0].word == "to"


def _object(case: Case) -> Opening | None:
    """How the content begins where it is the object of the cue's verb: behind it, whole, and not quoted."""
    spoken = case.match is not None and case.match.entry.head[0] != "word"
    head = case.complement
    return head if spoken and head and head.tokens and not head.quoted and not case.colon and head == case.opening else None


def is_infinitive(word: str) -> bool:
    """Tell whether a French word ends like an infinitive.

    Example:
        >>> is_infinitive("rendre"), is_infinitive("mer"), is_infinitive("hiver")
        (True, False, True)
    """
    return len(word) >= 4 and word.endswith(("er", "ir", "re"))


def _opens_with_infinitive(case: Case, at: int) -> bool:
    """A French infinitive behind its pronouns and negation: *n'avoir rien vu, s'y rendre*."""
    head, grammar = case.complement, case.lexicon.grammar
    said = [token.word for token in head.tokens] if head else []
    while at < len(said) and said[at] in grammar["clitic"] | grammar["negator"] | grammar["negation"]:
        at += 1
    return at < len(said) and is_infinitive(said[at]) and said[at] not in grammar["no-infinitive"]


_CLOSERS = " \u00a0\u202f\t\n»”\"’'›+)]"


def last_mark(case: Case) -> str:
    """Give the mark with which the content ends, inside its quotation marks; empty for no content."""
    last = case.content[-1].of(case.text).rstrip(_CLOSERS) if case.content else ""
    return "?" if last.endswith(("?", "?!", "? !")) else last[-1:]


@functools.cache
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(word.lower().rstrip(".") for (word,) in rows(language, "abbreviations"))
