"""The outline: statements in reading order, each with how deep it is nested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inquit.statement import Statement


def outline(statements: Iterable[Statement]) -> Iterator[tuple[Statement, int]]:
    """Give statements with their depth, a nested one after the one that holds it.

    A statement whose parent is not among them stands at depth 0: the parent may
    have been left out by a filter.

    Args:
        statements: Statements of one document, in its order.

    Returns:
        Each statement once, with 0 for an outermost one.

    Example:
        >>> def made(name, parent):
        ...     return Statement(name, parent, "speech", "direct", False, (), (), (), (), None, 0.5, "")
        >>> [(one.id, depth) for one, depth in outline([made("a", None), made("b", "gone"), made("c", "a")])]
        [('a', 0), ('c', 1), ('b', 0)]
    """
    held = list(statements)
    children: dict[str | None, list[Statement]] = {}
    ids = {one.id for one in held}
    for one in held:
        children.setdefault(one.parent if one.parent in ids else None, []).append(one)
    waiting = [(one, 0) for one in reversed(children.pop(None, []))]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting.extend((child, depth + 1) for child in reversed(children.pop(one.id, [])))
