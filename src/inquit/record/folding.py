"""Words as they are compared in a search: small letters, no accents, no elided article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Marks that combine with a letter and signs that only shape a word are part of it.
_INNER = r"\u00ad\u0300-\u036f\u200c\u200d"
_WORD = re.compile(rf"(?:[^\W_]\.){{2,}}|[^\W_](?:[^\W_]|[{_INNER}])*")
_APOSTROPHES = "'’ʼ＇´`‘"
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu", "entr"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


class Token(NamedTuple):
    """A word of a text: where it stands, half-open, in code points, and its folded form."""

    start: int
    end: int
    form: str


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Give a word in small letters without accents, ligatures and invisible signs.

    Example:
        >>> fold("Élysée"), fold("CŒUR"), fold("Straße")
        ('elysee', 'coeur', 'strasse')
    """
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(c for c in parts if c.isalnum())


def tokens(text: str) -> Iterator[Token]:
    """Give the words of a text as a search compares them.

    What is elided before a word (*l'accord*, *qu'il*) and the English *'s* are left
    out, so that a phrase is found with and without them. Dotted initials are
    one word.

    Example:
        >>> [token.form for token in tokens("Qu’il vienne à l'O.N.U. : Ukraine's offer, a-t-il dit")]
        ['il', 'vienne', 'a', 'onu', 'ukraine', 'offer', 'a', 't', 'il', 'dit']
    """
    for match in _WORD.finditer(text):
        form = fold(match.group())
        start, end = match.span()
        if not form or (form in _ELIDED and text[end : end + 1] in _APOSTROPHES and text[end : end + 1]):
            continue
        if form == "s" and start and text[start - 1] in _APOSTROPHES:
            continue
        yield Token(start, end, form)


def folded_text(text: str) -> str:
    """Give a text's words, folded, with blanks between: what names are compared by.

    Example:
        >>> folded_text("Sergueï  LAVROV")
        'serguei lavrov'
    """
    return " ".join(token.form for token in tokens(text))
