"""inquit reads news copy and keeps the record of who said what.

The public face is a few verbs and the records that they give back::

    >>> import inquit
    >>> document = inquit.read("La ministre a promis : « Le train arrivera. »")
    >>> [statement.speaker.name for statement in document.statements]
    ['La ministre']
"""

from inquit.document import Block, Dateline, Diagnostic, Document
from inquit.errors import InputError, InquitError, OptionError, PackError
from inquit.pipeline import Reader, read
from inquit.spans import Span
from inquit.statement import Speaker, Statement

__version__ = "0.1.0"

__all__ = [
    "Block",
    "Dateline",
    "Diagnostic",
    "Document",
    "InputError",
    "InquitError",
    "OptionError",
    "PackError",
    "Reader",
    "Span",
    "Speaker",
    "Statement",
    "__version__",
    "read",
]
