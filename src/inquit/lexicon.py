"""Word lists, which live in ``data/`` apart from the code, and what is read off them."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from inquit.errors import InquitError

COLUMNS = {"function-words": ("word",)}
"""The lists there are, with the columns that each must have."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
# A text in either language has a function word in three; below a tenth it is
# in neither, or no prose.
_LEAST_SHARE = 0.10


@functools.cache
def rows(language: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Read a word list.

    Args:
        language: Folder of ``data/``, such as ``fr``.
        name: One of :data:`COLUMNS`.

    Raises:
        InquitError: the list has other columns than it must have.

    Example:
        >>> ("selon",) in rows("fr", "function-words")
        True
    """
    lines = (files("inquit") / "data" / language / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = (tuple(line.split("\t")) for line in lines)
    if header != COLUMNS[name] or any(len(row) != len(header) for row in body):
        raise InquitError(f"data/{language}/{name}.tsv: columns must be {', '.join(COLUMNS[name])}")
    return tuple(body)


def guess_language(text: str) -> str | None:
    """Tell whether a text is French or English by its function words.

    Returns:
        ``fr`` or ``en``; None when neither can be shown.

    Example:
        >>> guess_language("Le ministre a parlé aux élus de la ville."), guess_language("42")
        ('fr', None)
    """
    found = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    counts = {language: sum(word in _function_words(language) for word in found) for language in ("fr", "en")}
    best = max(counts, key=counts.__getitem__)
    if counts[best] <= _LEAST_SHARE * len(found) or counts["fr"] == counts["en"]:
        return None
    return best


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(word for (word,) in rows(language, "function-words"))
