"""The one place that knows the order of the stages."""

from __future__ import annotations

import datetime
import functools
import os
from collections.abc import Sequence
from pathlib import Path

from inquit.document import COPY, Dateline, Document, RawDocument
from inquit.errors import OptionError
from inquit.intake.diagnosis import diagnose
from inquit.intake.layout import lay_out_blocks
from inquit.intake.quotation import pair_quotation_marks
from inquit.intake.readers import read_file, read_text
from inquit.reading.acts import Untold, told
from inquit.reading.attribution import Calibration, attributions
from inquit.reading.completing import completed
from inquit.reading.decoding import decode, names
from inquit.reading.entities import Entity, entities
from inquit.reading.modality import modality_of
from inquit.reading.pack import DEFAULT, load_pack
from inquit.reading.parties import Named, addressee_of, mentions_in
from inquit.reading.places import place_of, without_places
from inquit.reading.ranking import Ranking, Referents
from inquit.reading.records import Findings
from inquit.reading.speakers import speakers
from inquit.reading.statements import statements
from inquit.reading.tagger import Tagger
from inquit.reading.times import resolve_time
from inquit.reading.windows import beginnings, cut, flags, lay_out
from inquit.spans import Span
from inquit.statement import Act, Attribution, Name, Time

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
        spoken = language or layout.language
        copy = [block.span for block in layout.blocks if block.kind in COPY]
        quotations = pair_quotation_marks(raw.text, copy)
        words = lay_out(raw.text, self._tagger.encode, copy)
        windows = cut(words, self.pack.window)
        quoted = [one.span for one in quotations if one.depth == 0]
        tagged = self._tagger.tag(words, windows, flags(raw.text, words, quoted))
        named = names(words, tagged.names)
        labelled = [one for candidate in tagged.candidates if (one := decode(candidate, self.pack.least))]
        known = entities(raw.text, named)
        found = completed(raw.text, attributions(raw.text, words, labelled, quotations, self._calibration, named), known)
        found = tuple(without_places(raw.text, one, named) for one in found)
        identity = raw.sha256[:16]
        ranking = Ranking(self.pack.speakers, Referents([word.span.start for word in words], tagged.referents))
        findings = _findings(
            raw.text, identity, found, named, known, beginnings(words), quoted, ranking, spoken, _anchor(published, layout.dateline)
        )
        return Document(
            id=identity,
            uri=raw.uri,
            sha256=raw.sha256,
            encoding=raw.encoding,
            pack=self.pack.title,
            language=spoken,
            published=published,
            text=raw.text,
            title=layout.title,
            authors=layout.authors,
            agency=layout.agency,
            dateline=layout.dateline,
            blocks=layout.blocks,
            names=named,
            statements=statements(identity, raw.text, found, quotations, findings),
            diagnostics=diagnose(raw.text, layout.blocks, quotations, spoken),
        )


def _findings(
    text: str,
    identity: str,
    found: Sequence[Attribution],
    named: Sequence[Name],
    known: Sequence[Entity],
    begins: tuple[list[int], list[int]],
    quoted: Sequence[Span],
    ranking: Ranking,
    language: str | None,
    anchor: str | None,
) -> list[Findings]:
    """What each stage finds out about each attribution."""
    # Before the sources are resolved: from then on pronouns count as mentions.
    index = Named(known)
    findings = []
    for one, resolved in zip(found, speakers(text, found, known, *begins, quoted, ranking, identity), strict=True):
        modality = modality_of(text, one.cue, language)
        act = told(text, one.cue, one.content, one.negated, one.kind, language)
        when = resolve_time(one.when.of(text), anchor, future=modality == "announced") if one.when else None
        findings.append(
            Findings(
                speaker=resolved.speaker,
                no_speaker=resolved.reason or "not-stated",
                addressee=addressee_of(text, one.addressee, index),
                place=place_of(text, one, named, begins[0]),
                time=Time(one.when, when.value, when.precision, when.rule) if one.when and when else None,
                no_time=(when.reason if when else None) or "not-stated",
                act=act if isinstance(act, Act) else None,
                no_act=act.why if isinstance(act, Untold) else "no-act",
                modality=modality,
                mentions=mentions_in(one.content, index),
            )
        )
    return findings


def _anchor(published: str | None, dateline: Dateline | None) -> str | None:
    """The time from which *vendredi* is counted: the publication's, else the dateline's if it has a year."""
    if published is not None:
        return published
    date = dateline.date if dateline else None
    return date if date and not date.startswith("--") else None


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
        ('mairie', 'indirect')
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
