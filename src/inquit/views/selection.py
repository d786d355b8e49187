"""The selection: which statements of a document are shown, told by what was asked for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inquit.document import Document
from inquit.statement import Statement
from inquit.views.signs import folded

_WORD = re.compile(r"\w+")
_LIGATURES = {ord("œ"): "oe", ord("æ"): "ae"}
# Beyond these the line that names the speakers is no line any more.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """What a statement must be to be shown.

    Each field that is not empty must be met; of several values in one field, one
    is enough. ``speakers`` and ``addressees`` are words as people type them: they
    are found whole, side by side, whatever their case and accents. ``speakers``
    are looked for in the speaker's name, role and members, ``addressees`` in the
    words that name the addressee and in the name of who is meant.

    Example:
        >>> Selection(speakers=("poutine",)).finds(("Vladimir Poutine",), ("poutine",))
        True
        >>> Selection.finds(("Élysée", "l’Élysée"), ("elysee",)), Selection.finds(("Annan",), ("Anna",))
        (True, False)
    """

    least: float = 0.0
    kind: str | None = None
    types: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()

    def of(self, document: Document) -> tuple[Statement, ...]:
        """Give the statements of a document that are meant, in its order."""
        return tuple(one for one in document.statements if self._keeps(document.text, one))

    def _keeps(self, text: str, one: Statement) -> bool:
        who, to = one.speaker, one.addressee
        return (
            one.confidence >= self.least
            and self.kind in (None, one.kind)
            and (not self.types or (who is not None and who.type in self.types))
            and (not self.acts or (one.act is not None and one.act.label in self.acts))
            and (not self.speakers or (who is not None and self.finds((who.name, who.role or "", *who.members), self.speakers)))
            and (not self.addressees or (to is not None and self.finds((to.span.of(text), to.name or ""), self.addressees)))
        )

    @staticmethod
    def finds(texts: Iterable[str], wanted: Iterable[str]) -> bool:
        """Tell whether one of ``texts`` holds one of ``wanted`` as whole words."""
        held = [f" {' '.join(_words(text))} " for text in texts]
        return any((words := _words(one)) and f" {' '.join(words)} " in text for one in wanted for text in held)


def nothing_found(document: Document) -> str:
    """Say in one line that no statement was found, and who speaks in the document.

    The line is fit for a terminal: names come from copy, which is not to be trusted.

    Example:
        >>> nothing_found(Document("d", "", "", "utf-8", "", "fr", None, "Il pleut."))
        'No statement found.'
    """
    if not document.statements:
        return "No statement found."
    counted = Counter(folded(one.speaker.name) for one in document.statements if one.speaker)
    if not counted:
        return "No such statement; no speaker of this document is known."
    named = ", ".join(name if count == 1 else f"{name} ({count})" for name, count in counted.most_common(_NAMED))
    more = f" and {len(counted) - _NAMED} more" if len(counted) > _NAMED else ""
    return f"No such statement; the speakers are {named}{more}."


def _words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _WORD.findall("".join(c for c in letters if not unicodedata.combining(c)))
