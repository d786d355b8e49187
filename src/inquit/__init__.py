"""inquit reads news copy and keeps the record of who said what.

The public face is a few verbs and the records that they give back::

    >>> import inquit
    >>> document = inquit.read("La ministre a promis : « Le train arrivera. »")
    >>> [statement.speaker.name for statement in document.statements]
    ['ministre']
"""

from inquit.document import Block, Dateline, Diagnostic, Document
from inquit.errors import InputError, InquitError, OptionError, PackError, RecordError
from inquit.pipeline import Reader, read
from inquit.record import Record, open_record
from inquit.spans import Span
from inquit.statement import Act, Addressee, Evidence, Name, Place, Speaker, Statement, Time
from inquit.version import __version__

__all__ = [
    "Act",
    "Addressee",
    "Block",
    "Dateline",
    "Diagnostic",
    "Document",
    "Evidence",
    "InputError",
    "InquitError",
    "Name",
    "OptionError",
    "PackError",
    "Place",
    "Reader",
    "Record",
    "RecordError",
    "Span",
    "Speaker",
    "Statement",
    "Time",
    "__version__",
    "open_record",
    "read",
]
