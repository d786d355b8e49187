"""What a statement does, told by its cue and by how its content begins and ends.

An act is *textual* when the cue names it (*a averti*, *exige*) and
*interpretive* when only the content does (*a déclaré : « Nous exigeons… »*).
Nothing else is read: an act that has to be gathered from the matter (is
*« Nous riposterons »* a threat or a promise?) stays untold, with the reason.

Which act a cue names, and when, says the list ``cues`` in ``data/``. The rules
stand in their order in :data:`RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inquit.reading.cases import Case, case_of, is_infinitive, is_short, label_of, last_mark
from inquit.reading.cues import GAP, NO_ACT, Lexicon, Token, languages_of, lexicon_of, matches, phrase_at, tokens_of
from inquit.spans import Span, covered
from inquit.statement import Act


@dataclass(frozen=True, slots=True)
class Untold:
    """That no act is shown; ``why`` is a key of :data:`inquit.statement.UNKNOWN`, ``rule`` the one that said so."""

    why: str
    rule: str


def act_of(text: str, cue: Sequence[Span], content: Sequence[Span], negated: bool, kind: str, language: str | None) -> Act | None:
    """Tell the act of a statement.

    Args:
        text: A document's text.
        cue: The cue's spans, half-open code points of ``text``.
        content: The content's spans, likewise.
        negated: Whether the cue is negated; what the cue itself shows counts as well.
        kind: ``speech`` or ``attitude``; an attitude is no act.
        language: ``fr`` or ``en``; both are tried for any other and for None.

    Returns:
        The act; None when the words do not show one. :func:`told` says why.

    Example:
        >>> text = "Kiel a averti que le pont fermerait."
        >>> act_of(text, [Span(5, 13)], [Span(14, 35)], False, "speech", "fr")
        Act(label='warn', level='textual', evidence=(Span(start=7, end=13),), rule='cue_names_act')
    """
    found = told(text, cue, content, negated, kind, language)
    return found if isinstance(found, Act) else None


def told(text: str, cue: Sequence[Span], content: Sequence[Span], negated: bool, kind: str, language: str | None) -> Act | Untold:
    """Tell the act of a statement, or why there is none; see :func:`act_of`.

    Example:
        >>> text = "Kiel n'a pas confirmé la fermeture du pont."
        >>> told(text, [Span(5, 21)], [Span(22, 42)], True, "speech", "fr")
        Untold(why='negated', rule='negated_cue')
    """
    cases = [case_of(text, cue, content, negated, kind, lexicon_of(one)) for one in languages_of(text, (*cue, *content), language)]
    case = next((case for case in cases if case.match), cases[0])  # of two languages the one that knows the cue
    return next(finding for rule in RULES if (finding := rule(case)))


# --- the rules -------------------------------------------------------------------


def refusal_to_speak(case: Case) -> Act | None:
    """*a refusé de commenter, n'a pas souhaité s'exprimer*; such a wish is made known, whatever its kind."""
    match = case.match
    if match is None:
        return None
    label = match.entry.labels.get("negated") if case.negated else label_of(case, match)
    return _act(case, label, "refusal_to_speak") if label == "decline-to-comment" else None


def attitude_is_no_act(case: Case) -> Untold | None:
    """*espère, craint, veut*: nothing was done with words."""
    return Untold("attitude", "attitude_is_no_act") if case.kind == "attitude" else None


def cue_unknown(case: Case) -> Untold | None:
    """No cue, or none of the list."""
    return Untold("unknown-cue", "cue_unknown") if case.match is None else None


def negated_cue(case: Case) -> Untold | None:
    """*n'a pas confirmé* is no denial, *n'a pas exclu* no concession: what was not said is not told."""
    return Untold("negated", "negated_cue") if case.negated else None


def performative_content(case: Case) -> Act | Untold | None:
    """A cue of saying before *« Nous exigeons… »* or *qu'il promettait…*: to say it is to do it."""
    verb = _after_pronoun(case) if case.is_plain() else None
    if verb is None:
        return None
    subject, at, negated = verb
    tokens = case.opening.tokens
    done = case.lexicon.grammar["performative"]
    found = [
        match
        for match in matches(case.lexicon, tokens, at, at + 1)
        if match.entry.head[1] in done and match.tense in ("present", "imperfect", "infinitive")
    ]
    best = max(found, key=lambda match: match.entry.length, default=None)
    label = best.entry.labels.get("always", NO_ACT) if best else NO_ACT
    if best is None or label in (NO_ACT, "assert"):
        return None
    if negated:
        return Untold("ambiguous", "performative_content")
    return Act(label, "interpretive", _spans(case, [*tokens[subject:at], *best.evidence]), "performative_content")


def own_plan(case: Case) -> Act | Untold | None:
    """A cue of saying before *qu'il étudierait…* or *« Nous fermerons… »* announces what its speaker will do.

    Hung on a condition, negated, or with a verb such as *riposter* it may be a
    threat, a promise, a refusal: untold.
    """
    verb = _after_pronoun(case) if case.is_plain() else None
    if verb is None:
        return None
    subject, at, negated = verb
    tokens = case.opening.tokens
    grammar = case.lexicon.grammar
    speaker = tokens[subject].word in grammar["speaker"]
    at = _future(tokens, at, speaker, case.lexicon)
    if at < 0 or tokens[at].word in grammar["no-plan"]:
        return None
    open_plan = any(tokens[at].word.startswith(verb.removesuffix("e")) for verb in grammar["open-plan"])
    if negated or open_plan or _hangs(case) or any(token.word in grammar["negation"] for token in tokens[at - 1 : at + 2]):
        return Untold("ambiguous", "own_plan")
    return Act("announce", "interpretive", _spans(case, tokens[subject : at + 1]), "own_plan")


def readiness(case: Case) -> Act | Untold | None:
    """A cue of saying before *qu'il était prêt à…* offers, as *s'est dit prêt à…* does; on a condition it may threaten."""
    verb = _after_pronoun(case) if case.is_plain() else None
    if verb is None:
        return None
    subject, at, negated = verb
    tokens, grammar = case.opening.tokens, case.lexicon.grammar
    ready = next((i for i in range(at + 1, min(at + GAP, len(tokens))) if tokens[i].word in grammar["ready"]), None)
    if tokens[at].word not in grammar["is"] or ready is None:
        return None
    if negated or _hangs(case) or any(token.word in grammar["negation"] for token in tokens[at:ready]):
        return Untold("ambiguous", "readiness")
    return Act("offer", "interpretive", _spans(case, tokens[subject : ready + 1]), "readiness")


def question_content(case: Case) -> Act | Untold | None:
    """A cue of saying before a question asks it; a question behind a statement is left untold.

    Only the mark counts: *a dit si* answers a question, or leaves it open, and asks none.
    """
    if not case.is_plain() or last_mark(case) != "?":
        return None
    piece = case.content[-1]
    at = case.text.rindex("?", piece.start, piece.end)
    if _has_sentence_before_last(case):
        return Untold("ambiguous", "question_content")
    return Act("ask", "interpretive", (Span(at, at + 1),), "question_content")


def cue_names_act(case: Case) -> Act | None:
    """What the list says of the cue, when a condition of it holds."""
    label = label_of(case, case.match) if case.match else None
    return None if label in (None, NO_ACT) else _act(case, str(label), "cue_names_act")


def cue_without_act(case: Case) -> Untold:
    """A known cue that names no act, or not with such a content."""
    match = case.match
    said = match is not None and "assert" in match.entry.labels.values() and label_of(case, match) is None
    return Untold("not-a-statement" if said else "no-act", "cue_without_act")


Rule = Callable[[Case], Act | Untold | None]
RULES: tuple[Rule, ...] = (
    refusal_to_speak,
    attitude_is_no_act,
    cue_unknown,
    negated_cue,
    performative_content,
    own_plan,
    readiness,
    question_content,
    cue_names_act,
    cue_without_act,
)
"""The rules in their order; the first that finds something decides."""


def _act(case: Case, label: str, rule: str) -> Act:
    return Act(label, "textual", _spans(case, case.match.evidence if case.match else ()), rule)


def _spans(case: Case, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """The spans of tokens in the order of the text; neighbours are joined, but not across the edge of a cue or content."""
    joined: list[Span] = []
    for span in sorted({token.span for token in tokens}):
        whole = Span(joined[-1].start, span.end) if joined else span
        between = case.text[joined[-1].end : span.start].strip(" \u00a0\u202f'’") if joined else ""
        if joined and not between and covered(case.roles, whole):
            joined[-1] = whole
        else:
            joined.append(span)
    return tuple(joined)


def _hangs(case: Case) -> bool:
    """Whether what is said hangs on a condition: *si, unless*."""
    said = [token.word for token in tokens_of(case.text, case.content)]
    return any(phrase_at(said, at, case.lexicon.phrases["condition"]) for at in range(len(said)))


def _after_pronoun(case: Case) -> tuple[int, int, bool] | None:
    """Where in the opening a pronoun for the speaker stands, where the word after it and its clitics, and whether negated.

    *je, nous* count anywhere, *il, elle* only in indirect speech.
    """
    grammar, tokens = case.lexicon.grammar, case.opening.tokens
    at = 0
    indirect = case.complement is not None and not case.complement.quoted and not case.colon and case.complement == case.opening
    that = False
    while at < len(tokens) and tokens[at].word in grammar["clause"] | grammar["prelude"]:
        that = that or tokens[at].word in grammar["clause"]
        at += 1
    indirect = indirect and (that or case.lexicon.language == "en")
    if at >= len(tokens) or not (tokens[at].word in grammar["speaker"] or (indirect and tokens[at].word in grammar["other"])):
        return None
    subject, negated = at, False
    at += 1
    while at < len(tokens) and tokens[at].word in grammar["clitic"] | grammar["negator"] and at - subject <= GAP:
        negated = negated or tokens[at].word in grammar["negator"]
        at += 1
    return (subject, at, negated) if at < len(tokens) else None


# Futures and conditionals of French verbs, whatever the verb; the imperfect of
# *espérer, tirer, ouvrir* ends alike, so that only safe stems are taken.
_STEM = r"(?:\w*(?:er|[^gl]ndr|iendr|oudr|ttr|[iîa]tr|rr|clur|cevr|suivr)|dir|lir|rir|(?!re?tir|attir|soutir|admir|désir|vir|\w*spir)\w+ir)"
_FIRST = re.compile(rf"{_STEM}(?:ai|ons)")
_THIRD = re.compile(rf"{_STEM}(?:a|ont|ait|aient)")


def _future(tokens: Sequence[Token], at: int, speaker: bool, lexicon: Lexicon) -> int:
    """Where the verb of a future stands that begins at ``at``; -1 when none does."""
    if speaker and tokens[at].word in lexicon.grammar["conditional"]:
        return -1  # *I would say* is modesty, no plan
    if tokens[at].word in lexicon.grammar["auxiliary"]:
        while at + 1 < len(tokens) and tokens[at + 1].word in lexicon.grammar["clitic"] | lexicon.grammar["negation"]:
            at += 1
        at += 1
        return at if at < len(tokens) and _is_bare(tokens[at].word, lexicon) else -1
    if lexicon.language == "fr" and (_FIRST if speaker else _THIRD).fullmatch(tokens[at].word):
        return at
    return -1


def _is_bare(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may be an infinitive without *to*; *he'd asked* is no future."""
    if lexicon.language == "fr":
        return is_infinitive(word)
    tenses = lexicon.tenses(word)
    return "infinitive" in tenses or "participle" not in tenses


def _has_sentence_before_last(case: Case) -> bool:
    """Whether a statement stands before the question with which the content ends."""
    said = " ".join(piece.of(case.text) for piece in case.content)
    stops = re.finditer(r"[.!…][»”\"’']{0,2}\s", said)
    words_before = (re.search(r"\w*$", said[max(0, stop.start() - 12) : stop.start()]) for stop in stops)
    return any(before is not None and not is_short(before.group().lower(), case.lexicon) for before in words_before)
