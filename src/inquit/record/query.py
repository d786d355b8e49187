"""What a user writes into the search, as an expression of the full-text index.

A query is words, all of which are wanted; ``"some words"`` in any quotation marks
are wanted side by side; ``mot*`` is how a word begins. There is no other sign with
a meaning: whatever else is written is taken for blanks, so that no query is an
error and none can speak to the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inquit.record.folding import Token, tokens
from inquit.record.stemming import function_words, stem_english, stem_french, stemmer_for
from inquit.spans import Span

_QUOTED = re.compile(r'"([^"]*)"?|«([^»]*)»?|“([^”]*)”?')
STEMMERS: dict[str, Callable[[str], str]] = {"french": stem_french, "english": stem_english}
"""The columns of the index, each with what makes its stems."""

COLUMN_OF = {"en": "english"}
"""The column of a document's language; ``french`` of any other."""

_LONGEST = 64  # words that are looked at; nobody means more


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is wanted: a word, a phrase of several, or how a word begins.

    ``forms`` are folded words.
    """

    kind: Literal["word", "phrase", "prefix"]
    forms: tuple[str, ...]


def parse(query: str) -> tuple[Clause, ...]:
    """Read a query; function words outside a phrase count only when there is nothing else.

    Example:
        >>> [(clause.kind, clause.forms) for clause in parse('les « garanties de sécurité » négoci*')]
        [('phrase', ('garanties', 'de', 'securite')), ('prefix', ('negoci',))]
        >>> [clause.forms for clause in parse("qu'il")], parse('"* AND (')
        ([('il',)], (Clause(kind='word', forms=('and',)),))
    """
    found: list[Clause] = []
    at = 0
    for match in _QUOTED.finditer(query):
        found.extend(_loose(query[at : match.start()]))
        forms = tuple(token.form for token in tokens(next(filter(None, match.groups()), "")))
        if forms:
            found.append(Clause("phrase" if len(forms) > 1 else "word", forms[:_LONGEST]))
        at = match.end()
    found.extend(_loose(query[at:]))
    telling = [one for one in found if one.kind != "word" or one.forms[0] not in function_words()]
    return tuple(dict.fromkeys((telling or found)[:_LONGEST]))


def _loose(text: str) -> Iterable[Clause]:
    for token in tokens(text):
        begins = text[token.end : token.end + 1] == "*"
        yield Clause("prefix" if begins else "word", (token.form,))


def expression(clauses: Sequence[Clause], language: str | None = None) -> str | None:
    """Write words and phrases as an expression of FTS5 for the index of stems; None when there are none.

    The index has a column for each language, and each is asked for its own stems.

    Args:
        clauses: What is wanted.
        language: Of the statements that are looked for, if it is known.

    Example:
        >>> expression(parse('accords "deux pays" libre*'))
        '(french : "accord" OR english : "accord") AND (french : "deux pays" OR english : "deux pay")'
    """
    columns = STEMMERS if language is None else {COLUMN_OF.get(language, "french"): stemmer_for(language)}
    parts = []
    for clause in clauses:
        if clause.kind != "prefix":
            # A stem has letters and digits alone: nothing in it can end the quotation.
            choices = (f'{column} : "{" ".join(map(stem, clause.forms))}"' for column, stem in columns.items())
            parts.append(f"({' OR '.join(choices)})")
    return " AND ".join(parts) or None


def beginnings(clauses: Sequence[Clause]) -> str | None:
    """Write beginnings of words as an expression of FTS5 for the index of forms; None when there are none.

    Example:
        >>> beginnings(parse('accords Négoci* "deux pays" libre*'))
        '"negoci"* AND "libre"*'
    """
    return " AND ".join(f'"{clause.forms[0]}"*' for clause in clauses if clause.kind == "prefix") or None


def find(clauses: Sequence[Clause], text: str, language: str | None) -> tuple[Span, ...]:
    """Find in a text what is wanted.

    Args:
        clauses: What is wanted.
        text: A text in one language.
        language: That language.

    Returns:
        Spans of ``text`` by start, of whole words; none for what is not in it.

    Example:
        >>> text = "L’accord, nous le négocierons."
        >>> [span.of(text) for span in find(parse("accords négocié"), text, "fr")]
        ['accord', 'négocierons']
        >>> find(parse("paix"), text, "fr")
        ()
    """
    stem = stemmer_for(language)
    words = list(tokens(text))
    stemmed = [stem(word.form) for word in words]
    found: set[Span] = set()
    for clause in clauses:
        found.update(_occurrences(clause, words, stemmed, stem))
    return tuple(sorted(found))


def _occurrences(clause: Clause, words: Sequence[Token], stemmed: Sequence[str], stem: Callable[[str], str]) -> Iterable[Span]:
    if clause.kind == "prefix":
        yield from (Span(word.start, word.end) for word in words if word.form.startswith(clause.forms[0]))
        return
    wanted = [stem(form) for form in clause.forms]
    for at in range(len(stemmed) - len(wanted) + 1):
        if stemmed[at : at + len(wanted)] == wanted:
            yield from (Span(word.start, word.end) for word in words[at : at + len(wanted)])
