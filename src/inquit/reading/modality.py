"""How a statement comes to us: reported, by hearsay, or announced, told by its cue and the words before it.

The rules stand in their order in :data:`RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from inquit.reading.cues import BACK, GAP, Lexicon, Token, languages_of, lexicon_of, phrase_at, plain_words, tokens_of, without_set_phrases
from inquit.spans import Span
from inquit.statement import Modality


def modality_of(text: str, cue: Sequence[Span], language: str | None) -> Modality:
    """Tell how a statement comes to us: reported, by hearsay, or announced.

    The mood and tense of the cue's verb decide: the French conditional perfect
    (*aurait dit*) and the bare conditional (*réclamerait*) are hearsay, but in a
    clause that opens with *que* the latter is a future seen from the past (*a
    dit que Kiel annoncerait*), and beside *si* it is neither.

    Args:
        text: A document's text.
        cue: The cue's spans, half-open code points of ``text``.
        language: ``fr`` or ``en``; both are tried for any other and for None.

    Example:
        >>> text = "Le maire aurait dit non. Il doit annoncer sa démission."
        >>> modality_of(text, [Span(9, 19)], "fr"), modality_of(text, [Span(28, 41)], "fr")
        ('hearsay', 'announced')
    """
    for one in languages_of(text, cue, language):
        lexicon = lexicon_of(one)
        verbs = _Cue(text, without_set_phrases(tokens_of(text, cue), lexicon), lexicon)
        modality = next((modality for modality, rule in RULES if rule(verbs)), None)
        if modality is not None:
            return modality
    return "reported"


class _Cue:
    """The words of a cue, those before it in its sentence, and the nearest of these with it."""

    def __init__(self, text: str, cue: Sequence[Token], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.cue = [token.word for token in cue]
        start = cue[0].span.start if cue else 0
        sentence = re.split(r"[.!?…\n:;«»“”\"]", text[max(0, start - BACK) : start])[-1]
        self.before = plain_words(sentence)
        clause = re.split(r"[,()–—]", sentence)[-1]
        self.clause = plain_words(clause)
        # A name is no verb: *le Corriere della Sera*.
        near = ["" if token.span.of(clause)[0].isupper() else token.word for token in tokens_of(clause, [Span(0, len(clause))])][-4:]
        self.near = len(near)
        self.words = [*near, *self.cue]

    def verbs_after(self, role: str) -> Iterator[tuple[frozenset[str], list[str]]]:
        """The words of the cue that soon follow a phrase of a role: their tenses, and all words up to them."""
        phrases = self.lexicon.phrases[role]
        for at in range(len(self.words)):
            length = phrase_at(self.words, at, phrases)
            start = at + length
            for here in range(max(start, self.near), min(start + GAP + 1, len(self.words))) if length else ():
                yield self.lexicon.tenses(self.words[here]), self.words[start : here + 1]

    def has(self, role: str) -> bool:
        """Whether a phrase of a role stands in the cue or near before it."""
        return any(phrase_at(self.words, at, self.lexicon.phrases[role]) for at in range(len(self.words)))

    def bare_conditional(self) -> bool:
        """A conditional in the third person, of no verb that governs others as *pouvoir* does."""
        return any(
            form.tense == "conditional" and word.endswith(("ait", "aient")) and not self._governing(form.head)
            for word in self.cue
            for form in self.lexicon.forms.get(word, ())
        )

    def _governing(self, head: tuple[str, str]) -> bool:
        return any("ahead" in entry.labels for entry in self.lexicon.entries[head])

    def in_clause(self) -> bool:
        """Whether *que* or *that* opens the clause of the cue, but not *alors que* and its like."""
        grammar = self.lexicon.grammar
        pairs = zip(["", *self.clause], self.clause, strict=False)
        return any(word in grammar["clause"] and before not in grammar["conjunction"] for before, word in pairs)

    def in_condition(self) -> bool:
        """Whether *si* stands before the cue in its sentence."""
        return any(phrase_at(self.before, at, self.lexicon.phrases["condition"]) for at in range(len(self.before)))


def hearsay_word(cue: _Cue) -> bool:
    """*reportedly said, is said to have told*."""
    return cue.has("hearsay")


def hearsay_perfect(cue: _Cue) -> bool:
    """*aurait dit*; not *aurait pu dire*, nor *l'aurait dit* beside *si*."""
    unreal = cue.lexicon.grammar["unreal"]
    said = any("participle" in tenses and not unreal.intersection(passed) for tenses, passed in cue.verbs_after("hearsay-auxiliary"))
    return said and not cue.in_condition()


def yet_to_come(cue: _Cue) -> bool:
    """*doit annoncer, sera annoncé, annoncera, is expected to say*; *ne veut pas dire* announces nothing."""
    grammar = cue.lexicon.grammar
    ahead = any(
        ("infinitive" in tenses or ("participle" in tenses and grammar["be"].intersection(passed)))
        and not grammar["negation"].intersection(passed)
        for tenses, passed in cue.verbs_after("ahead")
    )
    passive = any("participle" in tenses for tenses, _ in cue.verbs_after("ahead-passive"))
    return ahead or passive or any("future" in cue.lexicon.tenses(word) for word in cue.cue)


def future_from_past(cue: _Cue) -> bool:
    """*a dit que Kiel annoncerait, said she would announce*."""
    if cue.bare_conditional():
        return cue.in_clause()
    spoken = cue.in_clause() or any("past" in cue.lexicon.tenses(word) for word in cue.before)
    negation = cue.lexicon.grammar["negation"]
    later = any("infinitive" in tenses and not negation.intersection(passed) for tenses, passed in cue.verbs_after("conditional"))
    return spoken and later


def hearsay_conditional(cue: _Cue) -> bool:
    """*réclamerait*, in a clause of its own and beside no *si*."""
    return cue.bare_conditional() and not cue.in_condition()


RULES: tuple[tuple[Modality, Callable[[_Cue], bool]], ...] = (
    ("hearsay", hearsay_word),
    ("hearsay", hearsay_perfect),
    ("announced", yet_to_come),
    ("announced", future_from_past),
    ("hearsay", hearsay_conditional),
)
"""The rules of modality in their order; without one of them a statement is reported."""
