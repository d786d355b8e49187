"""Records as columns of the database, and back, without loss.

A list of spans is one text, ``12-18 20-31``: half-open, in code points of the
document's text, empty for no span.
"""

from __future__ import annotations

import datetime
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, cast

from inquit.document import Dateline
from inquit.spans import Span
from inquit.statement import Act, Addressee, Evidence, Form, Kind, Level, Modality, Name, Place, Speaker, Statement, Time


class Columns(Protocol):
    """Columns by their names: a row of the database, or a dictionary."""

    def __getitem__(self, name: str, /) -> Any: ...


def spans_text(spans: Iterable[Span]) -> str:
    """Write spans as one text.

    Example:
        >>> spans_text([Span(12, 18), Span(20, 31)])
        '12-18 20-31'
    """
    return " ".join(f"{span.start}-{span.end}" for span in spans)


def text_spans(text: str) -> tuple[Span, ...]:
    """Read spans back.

    Example:
        >>> text_spans("12-18 20-31")
        (Span(start=12, end=18), Span(start=20, end=31))
    """
    return tuple(Span(*map(int, pair.split("-"))) for pair in text.split())


def span_text(span: Span | None) -> str | None:
    """Write a span that may be missing."""
    return None if span is None else f"{span.start}-{span.end}"


def text_span(text: str | None) -> Span | None:
    """Read a span that may be missing."""
    return None if text is None else text_spans(text)[0]


def compact(value: Any) -> str:
    """Write a value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed_text(text: str) -> bytes:
    """Pack a text: half the space of the record would be texts."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpacked_text(packed: bytes) -> str:
    """Unpack a text.

    Example:
        >>> unpacked_text(packed_text("déjà"))
        'déjà'
    """
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def dateline_text(dateline: Dateline | None) -> str | None:
    """Write a dateline as JSON."""
    return None if dateline is None else compact({"place": dateline.place, "date": dateline.date})


def text_dateline(text: str | None) -> Dateline | None:
    """Read a dateline back."""
    return None if text is None else Dateline(**json.loads(text))


_KINDS = {"person": "p", "organization": "o", "location": "l"}
_LETTERS = {letter: kind for kind, letter in _KINDS.items()}


def names_text(names: Iterable[Name]) -> str:
    """Write the names of a text: the first letter of their kind and their span.

    Example:
        >>> names_text([Name(Span(12, 18), "person"), Name(Span(20, 31), "location")])
        'p12-18 l20-31'
    """
    return " ".join(f"{_KINDS[one.kind]}{span_text(one.span)}" for one in names)


def text_names(text: str) -> tuple[Name, ...]:
    """Read names back.

    Example:
        >>> text_names("o20-31")
        (Name(span=Span(start=20, end=31), kind='organization'),)
    """
    return tuple(Name(text_spans(one[1:])[0], _LETTERS[one[0]]) for one in text.split())


_FIELDS = {"name": "n", "role": "r", "country": "c", "organization": "o"}
# The commonest rules by a letter: evidence would else be a tenth of a record.
_RULES = {"fullest-name": "F", "entity": "E", "same-source": "S", "own-words": "W", "fuller": "L", "noun-before": "N"}
_RULE = re.compile(r"[a-z][a-z-]*")
_EVIDENCE = re.compile(r"(?P<field>[nrco])(?P<start>\d+)-(?P<end>\d+)(?P<rule>\S+)")


def evidence_text(evidence: Iterable[Evidence]) -> str:
    """Write evidence: field, span and rule, the common ones by a letter; what has other words as JSON.

    Example:
        >>> evidence_text([Evidence("name", Span(4, 9), "entity"), Evidence("role", Span(0, 3), "before-name")])
        'n4-9E r0-3before-name'
    """
    held = list(evidence)
    if not all(one.field in _FIELDS and _RULE.fullmatch(one.rule) for one in held):
        return compact([[one.field, one.span.start, one.span.end, one.rule] for one in held])
    return " ".join(f"{_FIELDS[one.field]}{span_text(one.span)}{_RULES.get(one.rule, one.rule)}" for one in held)


def text_evidence(text: str) -> tuple[Evidence, ...]:
    """Read evidence back.

    Example:
        >>> text_evidence("n4-9E")
        (Evidence(field='name', span=Span(start=4, end=9), rule='entity'),)
    """
    if text.startswith("["):
        return tuple(Evidence(field, Span(start, end), rule) for field, start, end, rule in json.loads(text))
    fields, rules = ({letter: word for word, letter in known.items()} for known in (_FIELDS, _RULES))
    return tuple(
        Evidence(fields[one["field"]], Span(int(one["start"]), int(one["end"])), rules.get(one["rule"], one["rule"]))
        for one in _EVIDENCE.finditer(text)
    )


def speaker_columns(speaker: Speaker) -> dict[str, Any]:
    """Give the columns of ``speakers`` that do not name another table."""
    return {
        "key": speaker.id,
        "type": speaker.type,
        "role": speaker.role,
        "country": speaker.country,
        "organization": speaker.organization,
        "members": compact(list(speaker.members)),
        "evidence": evidence_text(speaker.evidence),
        "confidence": speaker.confidence,
    }


def speaker_of(row: Columns) -> Speaker:
    """Make a speaker of a row of ``speakers`` joined with its name."""
    return Speaker(
        id=row["key"],
        name=row["name"],
        type=row["type"],
        evidence=text_evidence(row["evidence"]),
        confidence=row["confidence"],
        role=row["role"],
        country=row["country"],
        organization=row["organization"],
        members=tuple(json.loads(row["members"])),
    )


def statement_columns(one: Statement, published: str | None) -> dict[str, Any]:
    """Give the columns of ``statements`` that do not name another table.

    Args:
        one: The statement.
        published: The document's publication date: when it was said, at the
            latest, where the text does not tell.
    """
    first, last, _ = dates_of(one.time, published)
    chain = None if one.chain == _plain_chain(one.speaker) else compact(list(one.chain))
    addressee, place, time, act = one.addressee, one.place, one.time, one.act
    return {
        "key": one.id,
        "parent": one.parent,
        "kind": one.kind,
        "form": one.form,
        "negated": int(one.negated),
        "modality": one.modality,
        "date_from": first,
        "date_to": None if last == first else last,
        "act": act and act.label,
        "source": spans_text(one.source),
        "cue": spans_text(one.cue),
        "content": spans_text(one.content),
        "verbatim": spans_text(one.verbatim),
        "chain": chain,
        "addressee": addressee and span_text(addressee.span),
        "addressee_name": addressee and addressee.name,
        "channel": span_text(one.channel),
        "place": place and span_text(place.span),
        "place_name": place and place.name,
        "place_country": place and place.country,
        "place_rule": place and place.rule,
        "time": time and span_text(time.span),
        "time_value": time and time.value,
        "time_precision": time and time.precision,
        "time_rule": time and time.rule,
        "act_level": act and act.level,
        "act_evidence": act and spans_text(act.evidence),
        "act_rule": act and act.rule,
        "confidence": one.confidence,
    }


def statement_of(row: Columns, text: str, speaker: Speaker | None, mentions: Sequence[str]) -> Statement:
    """Make a statement of a row of ``statements`` joined with its gaps."""
    content = text_spans(row["content"])
    addressee, place, time = text_span(row["addressee"]), text_span(row["place"]), text_span(row["time"])
    return Statement(
        id=row["key"],
        parent=row["parent"],
        kind=cast("Kind", row["kind"]),
        form=cast("Form", row["form"]),
        negated=bool(row["negated"]),
        source=text_spans(row["source"]),
        cue=text_spans(row["cue"]),
        content=content,
        verbatim=text_spans(row["verbatim"]),
        speaker=speaker,
        confidence=row["confidence"],
        content_text=content_text(text, content),
        modality=cast("Modality", row["modality"]),
        chain=_plain_chain(speaker) if row["chain"] is None else tuple(json.loads(row["chain"])),
        addressee=None if addressee is None else Addressee(addressee, row["addressee_name"]),
        channel=text_span(row["channel"]),
        place=None if place is None else Place(place, row["place_name"], row["place_country"], row["place_rule"]),
        time=None if time is None else Time(time, row["time_value"], row["time_precision"], row["time_rule"]),
        mentions=tuple(mentions),
        act=None
        if row["act"] is None
        else Act(row["act"], cast("Level", row["act_level"]), text_spans(row["act_evidence"]), row["act_rule"]),
        unknown=() if row["fields"] is None else tuple((field, why) for field, why in json.loads(row["fields"])),
    )


def _plain_chain(speaker: Speaker | None) -> tuple[str | None, ...]:
    """The chain of most statements, which is not written: the speaker alone."""
    return () if speaker is None else (speaker.name,)


def content_text(text: str, content: Iterable[Span]) -> str:
    """Join the pieces of a content as :class:`inquit.Statement` has them."""
    return " … ".join(span.of(text) for span in content)


def dates_of(time: Time | None, published: str | None) -> tuple[str | None, str | None, str | None]:
    """Give the first and the last day on which it may have been said, and what tells so.

    Returns:
        Two ISO dates, both None when nothing tells, and ``time`` where the words
        of the text tell, ``published`` where only the publication date does.

    Example:
        >>> dates_of(Time(Span(0, 1), "2022-W04", "week", "r"), "2022-02-01")
        ('2022-01-24', '2022-01-30', 'time')
        >>> dates_of(None, "2022-02-01T08:00"), dates_of(None, None)
        (('2022-02-01', '2022-02-01', 'published'), (None, None, None))
    """
    if time is not None and time.value is not None:
        ends = [days_of(part) for part in time.value.split("/")]
        if all(ends):
            known = [days for days in ends if days]
            return known[0][0], known[-1][1], "time"
    days = days_of(published) if published else None
    return (None, None, None) if days is None else (days[0], days[1], "published")


def days_of(value: str) -> tuple[str, str] | None:
    """Give the first and the last day of a date of any precision; None for what is no date.

    Example:
        >>> days_of("2022-02"), days_of("2022"), days_of("2022-01-28T18:30"), days_of("hier")
        (('2022-02-01', '2022-02-28'), ('2022-01-01', '2022-12-31'), ('2022-01-28', '2022-01-28'), None)
    """
    try:
        if "W" in value:
            monday = datetime.date.fromisoformat(f"{value[:8]}-1")
            return monday.isoformat(), (monday + datetime.timedelta(days=6)).isoformat()
        if len(value) == 4:
            datetime.date(int(value), 1, 1)
            return f"{value}-01-01", f"{value}-12-31"
        if len(value) == 7:
            first = datetime.date.fromisoformat(f"{value}-01")
            following = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
            return first.isoformat(), (following - datetime.timedelta(days=1)).isoformat()
        day = datetime.date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None
    return day, day
