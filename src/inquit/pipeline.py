"""The one place that knows the order of the stages."""

from __future__ import annotations

import datetime
import functools
import os
from pathlib import Path

from inquit.document import COPY, Document, RawDocument
from inquit.errors import OptionError
from inquit.intake.diagnosis import diagnose
from inquit.intake.layout import lay_out_blocks
from inquit.intake.quotation import pair_quotation_marks
from inquit.intake.readers import read_file, read_text
from inquit.reading.attribution import Calibration, attributions
from inquit.reading.decoding import decode
from inquit.reading.pack import DEFAULT, load_pack
from inquit.reading.statements import statements
from inquit.reading.tagger import Tagger
from inquit.reading.windows import cut, lay_out

LANGUAGES = ("fr", "en")
"""The languages that the reader was trained on."""


class Reader:
    """The whole reading, with one pack loaded; reads any number of documents.

    What is read beside a document never changes its statements.

    Args:
        pack: Folder of a model pack; the one that comes with inquit if absent.

    Raises:
        PackError: the pack cannot be used.

    Example:
        >>> reader = Reader()
        >>> document = reader.read_text("« Nous partons demain », a déclaré Anne Dupuis.")
        >>> [s.speaker.name for s in document.statements]
        ['Anne Dupuis']
    """

    def __init__(self, pack: str | os.PathLike[str] | None = None) -> None:
        self.pack = load_pack(DEFAULT if pack is None else Path(pack))
        self._tagger = Tagger(self.pack)
        self._calibration = Calibration(
            self.pack.weights, self.pack.offset, self.pack.attitude, self.pack.negated, self.pack.denied_attitude
        )

    def read_file(self, path: str | os.PathLike[str], *, published: str | None = None, language: str | None = None) -> Document:
        """Read a text file; see :func:`inquit.read`."""
        return self.read_raw(read_file(Path(path), os.fspath(path)), published=published, language=language)

    def read_text(self, text: str, *, published: str | None = None, language: str | None = None) -> Document:
        """Read a text in memory; see :func:`inquit.read`."""
        return self.read_raw(read_text(text), published=published, language=language)

    def read_raw(self, raw: RawDocument, *, published: str | None = None, language: str | None = None) -> Document:
        """Read a document that was decoded already."""
        day = _day(published)
        if language is not None and language not in LANGUAGES:
            raise OptionError(f"language {language!r}: inquit reads {' and '.join(LANGUAGES)}")
        layout = lay_out_blocks(raw.text, day)
        told = language or layout.language
        copy = [block.span for block in layout.blocks if block.kind in COPY]
        quotations = pair_quotation_marks(raw.text, copy)
        words = lay_out(raw.text, self._tagger.encode, copy)
        windows = cut(words, self.pack.window)
        labelled = [one for candidate in self._tagger.candidates(words, windows) if (one := decode(candidate, self.pack.source))]
        found = attributions(raw.text, words, labelled, quotations, self._calibration)
        identity = raw.sha256[:16]
        return Document(
            id=identity,
            uri=raw.uri,
            sha256=raw.sha256,
            encoding=raw.encoding,
            pack=self.pack.title,
            language=told,
            published=published,
            text=raw.text,
            title=layout.title,
            authors=layout.authors,
            agency=layout.agency,
            dateline=layout.dateline,
            blocks=layout.blocks,
            statements=statements(identity, raw.text, found, quotations),
            diagnostics=diagnose(raw.text, layout.blocks, quotations, told),
        )


@functools.cache
def _reader() -> Reader:
    return Reader()


def read(text_or_path: str | os.PathLike[str], *, published: str | None = None, language: str | None = None) -> Document:
    """Read one dispatch and give who said what.

    Args:
        text_or_path: A text, or where a text file is. A path object is always
            a file; a string is one when a file of that name is there, or when
            it holds no white space, as no dispatch does.
        published: Publication date, ``YYYY-MM-DD`` or a full ISO timestamp.
        language: ``fr`` or ``en``; guessed from the text when absent. It is
            kept in the document; the model reads both languages alike.

    Returns:
        The document; the spans in it are half-open code points of its text.

    Raises:
        InputError: the file is missing, empty or not a text file.
        OptionError: the date or the language makes no sense.
        PackError: the model pack cannot be used.

    Example:
        >>> import inquit
        >>> document = inquit.read("Selon la mairie, le pont rouvrira lundi.")
        >>> statement = document.statements[0]
        >>> statement.speaker.name, statement.form
        ('la mairie', 'indirect')
        >>> [span.of(document.text) for span in statement.content]
        ['le pont rouvrira lundi']
    """
    if isinstance(text_or_path, str) and not _names_file(text_or_path):
        return _reader().read_text(text_or_path, published=published, language=language)
    return _reader().read_file(text_or_path, published=published, language=language)


def _names_file(text: str) -> bool:
    if not text.strip():
        return False
    if not any(c.isspace() for c in text):
        return True
    try:
        return "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):  # too long for a file name, or not one
        return False


def _day(published: str | None) -> str | None:
    """The day of a publication date, as ``2022-01-28`` however it was written."""
    if published is None:
        return None
    try:
        return datetime.datetime.fromisoformat(published).date().isoformat()
    except ValueError:
        raise OptionError(f"published {published!r}: not an ISO date; write it as 2022-01-28") from None
