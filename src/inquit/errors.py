"""What can go wrong, as one tree.

::

    InquitError
    ├── InputError      a file or text that cannot be read as news copy
    │   └── RefusedError    the same, of one file among many, with a code that says why
    ├── OptionError     an argument that makes no sense
    ├── PackError       the model pack is missing, damaged or of another format
    └── RecordError     the record cannot be opened, read or written

Odd copy is never an error: it becomes a diagnostic on the document.
"""

from __future__ import annotations


class InquitError(Exception):
    """Any error that inquit raises on purpose; its text is one line for the user."""


class InputError(InquitError):
    """A file or text that cannot be read as news copy: missing, empty or binary."""


class RefusedError(InputError):
    """One file among many that is passed over; ``code`` is one of :data:`inquit.intake.records.SKIPS`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code, self.reason = code, reason

    def __str__(self) -> str:
        return self.reason


class OptionError(InquitError):
    """An argument out of its range or form."""


class PackError(InquitError):
    """The model pack is missing, damaged or of a format that this version does not read."""


class RecordError(InquitError):
    """The record cannot be opened, read or written: missing, damaged, of a newer version or of another program."""
