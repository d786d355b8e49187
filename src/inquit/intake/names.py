"""Tell people from agencies, desks and accounts among those who are named as authors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from inquit.intake.bylines import after_opening, agencies, agency_in, authors_of, folded

_NAME_REACH = 80
_ACCOUNT = re.compile(r"(?:web ?)?(?:admin(?:istrat(?:or|eur))?|master|user|editor|author|auteur|staff|test)\d*")
_DESK = re.compile(r"(?:la |le service |l'|the )?(?:redaction|newsroom|staff|desk|web)\b.*")


def people(named: Iterable[tuple[str, bool]], publisher: str | None = None) -> tuple[tuple[str, ...], str | None]:
    """Tell the people among those who are named as authors, and the agency.

    Addresses, accounts, desks and the publisher itself are nobody's names.

    Args:
        named: Names, each with whether it is said to be a person's.
        publisher: The publication, which often stands among its authors.

    Returns:
        The people in order, each once, and the full name of the first agency.

    Example:
        >>> people([("Par Ana Roy et Luc Petit, avec AFP", False), ("La Rédaction", False), ("admin", True)])
        (('Ana Roy', 'Luc Petit'), 'Agence France-Presse')
    """
    known = agencies()
    found: list[str] = []
    agency = None
    own = folded((publisher or "").lower())
    for raw, person in named:
        name = " ".join(html.unescape(raw).split())
        opening = after_opening(name)
        name = (name if opening is None else opening).strip(" ,;|")
        plain = folded(name.lower()).replace("’", "'")
        if not name or re.search(r"://|@|^www\.|^/", name) or plain == own or _ACCOUNT.fullmatch(plain):
            continue
        agency = agency or known.get(name) or agency_in(name)
        if name in known or name in known.values() or _DESK.fullmatch(plain):
            continue
        several = [one for one in authors_of(name) if folded(one.lower()) != own and not _DESK.fullmatch(folded(one.lower()))]
        if several:
            found += several
        elif person and name[0].isupper() and len(name) <= _NAME_REACH and not any(map(str.isdigit, name)) and not agency_in(name):
            found.append(name)
    return tuple(dict.fromkeys(found)), agency
