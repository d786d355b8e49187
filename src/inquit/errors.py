"""What can go wrong, as one tree.

::

    InquitError
    ├── InputError      a file or text that cannot be read as news copy
    ├── OptionError     an argument that makes no sense
    └── PackError       the model pack is missing, damaged or of another format

Odd copy is never an error: it becomes a diagnostic on the document.
"""

from __future__ import annotations


class InquitError(Exception):
    """Any error that inquit raises on purpose; its text is one line for the user."""


class InputError(InquitError):
    """A file or text that cannot be read as news copy: missing, empty or binary."""


class OptionError(InquitError):
    """An argument out of its range or form."""


class PackError(InquitError):
    """The model pack is missing, damaged or of a format that this version does not read."""
