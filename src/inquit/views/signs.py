"""Signs that stand for what would act on the reader's screen, or hide on it."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = frozenset("\t\r\x0b\x0c\x85")
# The soft hyphen and the joiners shape words; they neither act nor hide anything.
_HARMLESS = frozenset("\n\u00ad\u200c\u200d")
_SIGN = "\ufffd"
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


def printable(text: str) -> str:
    r"""Replace what would act on a screen, or hide on it, by a visible sign.

    Copy is not to be trusted: escape sequences would recolour or retitle a
    terminal, marks of writing direction would show words in another order, and
    a null byte would cut a page short. Other controls that are white space
    become a blank; line feeds stay.

    Args:
        text: Any text.

    Returns:
        A text of as many code points, so that spans of the one are spans of
        the other. It holds no lone surrogate: UTF-8 can write it.

    Example:
        >>> printable("a\x1b[31mb\u202ec")
        'a�[31mb�c'
    """
    # A text of a megabyte has some hundred different characters.
    return text.translate({ord(c): _sign(c) for c in set(text) if _acts(c)})


def folded(text: str) -> str:
    r"""Give a text on one line, printable, each run of white space one blank.

    No-break spaces stay: a guillemet must not part from its word.

    Example:
        >>> folded(" le  ministre\nde l’Eau ")
        'le ministre de l’Eau'
    """
    return _SPACE.sub(" ", printable(text)).strip()


def _acts(character: str) -> bool:
    return character not in _HARMLESS and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")


def _sign(character: str) -> str:
    return " " if character in _BLANKS else _SIGN
