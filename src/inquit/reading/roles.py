"""The description that stands beside a name: *le secrétaire général de l'OTAN, Jens Stoltenberg*."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from inquit.reading.naming import ELIDED, determiners, determiners_of, fold, is_role_noun, key, keys, line_start, naming, title_key, titles
from inquit.spans import Span


@dataclass(frozen=True, slots=True)
class Role:
    """A description beside a name: where it stands, its words, and the gender that it shows.

    ``words`` are all of its words as keys; ``telling`` those but determiners,
    ``noun`` the first of these that tells a function.
    """

    span: Span
    words: tuple[str, ...]
    gender: str | None
    telling: frozenset[str]
    noun: str


# How far a description is looked for, in characters.
_AROUND = 140
_TOKEN = re.compile(r"[^\W_]+(?:['’.-](?=[^\W_])[^\W_]+)*['’]?|[^\w\s]")
# What may stand at the head of a description, with its noun: *le tout nouveau ministre*.
_BEFORE_NOUN = 3
_AFTER = re.compile(
    r"[ \u00a0]?(?:,|\()[ \u00a0]?(?:(?:(?P<article>le|la|un|une|the|an?|son|sa)[ \u00a0]|(?P<elided>l['’])[ \u00a0]?))?"
    r"(?P<role>[^\W\d_][^.,;:()«»\"“”!?\n]{2,110})"
)


def roles_beside(text: str, mention: Span) -> list[Role]:
    """Give the descriptions of functions right before and right behind a name.

    A relative clause or the like tells what somebody does, not who he is, and is
    not looked at.

    Args:
        text: The document's text.
        mention: Where the name stands in it.

    Example:
        >>> text = "La ministre Anne Durand, présidente du parti, a parlé."
        >>> [role.span.of(text) for role in roles_beside(text, Span(12, 23))]
        ['ministre', 'présidente du parti']
    """
    return [role for role in (_before(text, mention.start), _behind(text, mention.end)) if role is not None]


_CONTRACTED = frozenset(("du", "au"))


def _before(text: str, at: int) -> Role | None:
    """From the noun of the function to the name.

    The description begins behind an article that no *de* brings in, or at the
    head of the line; else behind one that a *de* does.
    """
    begin = line_start(text, at, _AROUND)
    tokens = list(_TOKEN.finditer(text, begin, at))
    if not tokens or text[tokens[-1].end() : at].strip(" \u00a0"):
        return None
    if tokens[-1].group() == ",":
        tokens.pop()
    # A title stands between: *le ministre, M. Durand*.
    while tokens and tokens[-1].group()[0].isupper() and title_key(tokens[-1].group()) in titles():
        tokens.pop()
    # *la sœur de Marie Durand* is not she.
    if not tokens or key(tokens[-1].group()) in naming("complement"):
        return None
    inner: list[tuple[int, int, str | None]] = []
    for index in range(len(tokens) - 1, -1, -1):
        # As written: *à* is no English *a*.
        word = tokens[index].group().lower().replace("’", "'")
        if not word[0].isalnum():
            break
        elided = ELIDED.match(word)
        article = elided.group() if elided else word
        if word in _CONTRACTED and index + 1 < len(tokens):
            # *les propos du ministre Piotr Orlov*: a preposition and an article in one.
            inner.append((index + 1, tokens[index + 1].start(), "m"))
        if article not in _articles():
            continue
        joined = elided is not None and article != word
        first = index if joined else index + 1
        if first < len(tokens):
            inner.append((first, tokens[first].start() + (len(article) if joined else 0), _articles()[article]))
        if not index or key(tokens[index - 1].group()) not in naming("complement"):
            break
    else:
        if tokens[0].start() == begin and (begin == 0 or text[begin - 1] == "\n"):
            inner.append((0, begin, None))
    # Where the whole is no function the complement may be: *un livre de la ministre*.
    descriptions = (_description(text, tokens[first:], start, gender) for first, start, gender in (*inner[-1:], *inner[:-1]))
    return next((role for role in descriptions if role is not None), None)


def _behind(text: str, at: int) -> Role | None:
    """*Marie Durand, ministre de la Santé, …*: as far as the next mark."""
    match = _AFTER.match(text, at, at + _AROUND)
    if match is None:
        return None
    tokens = list(_TOKEN.finditer(text, *match.span("role")))
    article = key(match["article"] or match["elided"] or "")
    return _description(text, tokens, tokens[0].start(), _articles().get(article)) if tokens else None


@functools.cache
def _articles() -> dict[str, str | None]:
    """What may open a description, with the gender that it shows."""
    kinds = determiners_of("definite", "indefinite", "possessive")
    return {word: one.gender for word, one in determiners().items() if word in kinds and one.number != "plural"}


def _description(text: str, tokens: Sequence[re.Match[str]], start: int, gender: str | None) -> Role | None:
    """A description by its tokens, if a noun of a function stands at its head."""
    if not tokens:
        return None
    head = [fold(text[start : tokens[0].end()]), *(key(token.group()) for token in tokens[1:_BEFORE_NOUN])]
    for index, word in enumerate(head):
        passed = word in naming("before-noun") or word in naming("opens-function")
        if not passed and is_role_noun(word):
            if gender is None and index == 0 and word.endswith(_feminine()):
                gender = "f"
            return _role(text, Span(start, tokens[-1].end()), gender)
        if index and not passed:
            break
    return None


def _role(text: str, span: Span, gender: str | None) -> Role:
    words = keys(span.of(text))
    if gender is None and words[0].endswith(_feminine()):
        gender = "f"
    telling = [word for word in words if word not in _determiners()]
    noun = next((word for word in telling if word not in naming("skipped")), "")
    return Role(span, words, gender, frozenset(telling), noun)


@functools.cache
def _determiners() -> frozenset[str]:
    return determiners_of("definite", "indefinite", "partitive", "contracted", "demonstrative", "likeness", "possessive")


@functools.cache
def _feminine() -> tuple[str, ...]:
    return tuple(naming("feminine"))


def role_match(core: Sequence[str], roles: Sequence[Role]) -> str:
    """Tell how well the words of a source fit the descriptions of somebody.

    Args:
        core: The source's words as keys.
        roles: The descriptions.

    Returns:
        ``all`` of several words, the ``head`` alone, a ``part`` that is not the
        head, ``some`` of the words, a ``conflict`` (*le ministre de l'Intérieur*
        for a *ministre de la Santé*), or ``none``.
    """
    mine = [word for word in core if word not in _determiners() and word not in naming("skipped")]
    best = "none"
    for role in roles if mine else ():
        if role.telling.issuperset(mine):
            return "all" if len(mine) > 1 else "head" if mine[0] == role.noun else "part"
        if mine[0] in role.telling:
            rest = set(mine[1:]) - role.telling
            best = "some" if len(rest) < len(mine) - 1 else "conflict"
    return best
