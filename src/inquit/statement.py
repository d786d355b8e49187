"""The statement: an attribution with what is known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from inquit.spans import Span

Form = Literal["direct", "indirect", "mixed"]
Kind = Literal["speech", "attitude"]
Level = Literal["textual", "interpretive"]
Modality = Literal["reported", "hearsay", "announced"]

FORMS: dict[str, str] = {
    "direct": "all of the content stands between quotation marks",
    "indirect": "none of the content stands between quotation marks",
    "mixed": "part of the content stands between quotation marks",
}
"""What each form means; the command line and the documentation read this."""

KINDS: dict[str, str] = {
    "speech": "an act of communication: saying, writing, announcing, asking, denying",
    "attitude": "a thought, belief, hope, fear, wish or intention",
}
"""What each kind means; the command line and the documentation read this."""


MODALITIES: dict[str, str] = {
    "reported": "it was said, the text says",
    "hearsay": "it is said to have been said: aurait dit, reportedly said",
    "announced": "it is yet to be said, or may be: doit annoncer, will announce",
}
"""What each modality means."""

SPEAKERS: dict[str, str] = {
    "person": "somebody with a name",
    "organization": "a company, a party, an association, a medium, a body of several states",
    "government": "a state, a ministry, an authority, the police, a court, a place that stands for one",
    "group": "several people, or several speakers together",
    "anonymous": "somebody without a name",
    "document": "a report, a letter, a poll, a law",
}
"""What a speaker can be; the command line, the page and the documentation read this."""

ACTS: dict[str, str] = {
    "accept": "says yes to what was asked or offered, or allows it",
    "accuse": "says that someone did wrong",
    "announce": "makes known a decision, a plan or an event",
    "ask": "puts a question, a rhetorical one too",
    "assert": "says that something is so",
    "concede": "admits what tells against the speaker or for the other side",
    "condemn": "speaks against someone or something: criticises, deplores, opposes",
    "confirm": "says that what others said is so",
    "decline-to-comment": "says that nothing will be said",
    "demand": "wants something done or left undone: orders, urges, calls for, asks to",
    "deny": "says that what others said is not so",
    "offer": "puts something forward for others to take up",
    "promise": "binds the speaker to do something",
    "refuse": "says no to what was asked, offered or considered",
    "support": "speaks for someone or something: welcomes, praises, defends",
    "threaten": "says what harm will be done",
    "warn": "says that something bad may come",
}
"""What each act means; the documentation, the command line and the page read this."""

LEVELS: dict[str, str] = {
    "textual": "the cue says so",
    "interpretive": "only the content says so",
}
"""How an act is known."""

UNKNOWN: dict[str, str] = {
    "not-stated": "the text does not say",
    "no-source-in-text": "the text names no source",
    "nobody-named": "the text names nobody whom the words can mean",
    "unsure": "several could be meant, and none is sure enough",
    "no-anchor": "it counts from the publication, whose date is not known",
    "not-understood": "the words name no time that can be told from the publication alone",
    "ambiguous": "the content may be more than one act",
    "attitude": "a thought or a wish is no act",
    "negated": "what was not said is no act",
    "no-act": "the cue names none of the acts",
    "not-a-statement": "a cue of saying without a sentence that says that something is so",
    "unknown-cue": "the cue is in no word list",
}
"""Why a field has no value."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """The relation source, cue, content as it stands in one text.

    All spans are half-open code points of the document's text, in the order
    of the text. ``source`` is empty when the text names none. ``parent`` is
    the index, among the attributions of the same document, of the innermost
    one in whose content this one stands. ``confidence`` is a calibrated
    probability that the attribution is right. ``addressee``, ``when`` and
    ``channel`` are the words that tell to whom, when and through what it was
    said, None where no words do.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    negated: bool
    confidence: float
    parent: int | None = None
    addressee: Span | None = None
    when: Span | None = None
    channel: Span | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text; ``kind`` is person, organization or location."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that prove a field of a speaker, and the rule that read them so.

    ``field`` is ``name``, ``role``, ``country`` or ``organization``; ``span``
    counts code points of the document's text.
    """

    field: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person or body meant by a source.

    ``name`` is the fullest that the document gives, without a leading article;
    ``id`` is the same for all statements of the document that mean the same
    speaker. ``type`` is one of :data:`SPEAKERS`. ``role`` is in the document's
    words; ``country`` an ISO 3166 alpha-3 code; ``organization`` the body that
    the role belongs to. ``members`` name the members of a group that the text
    names. What the document does not tell is None.
    """

    id: str
    name: str
    type: str
    evidence: tuple[Evidence, ...]
    confidence: float
    role: str | None = None
    country: str | None = None
    organization: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom it was said: the words, and the fullest name of who is meant, None where it is not clear."""

    span: Span
    name: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: the words and the ISO 3166 alpha-3 code of the country, where the words show it."""

    span: Span
    name: str
    country: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Time:
    """When it was said.

    ``value`` is ISO 8601 and as long as ``precision`` allows: minute
    ``2022-01-28T18:30``, hour, day ``2022-01-28``, week ``2022-W04``, month
    ``2022-01``, year, or for an interval the first and the last,
    ``2022-01-24/2022-01-26``. None where the words do not tell; ``unknown`` of
    the statement then says why.
    """

    span: Span
    value: str | None
    precision: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a statement does; ``label`` is one of :data:`ACTS`, ``level`` of :data:`LEVELS`.

    ``evidence`` are the very words that decided, code points of the text, within
    the cue or the content; ``rule`` names the rule.
    """

    label: str
    level: Level
    evidence: tuple[Span, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stored and shown of an attribution.

    ``verbatim`` are the parts of the content between quotation marks, without
    the marks. ``parent`` is the id of another statement of the document.
    ``content_text`` joins the pieces of the content with " … ". ``chain``
    names the speakers from the outermost to the one whose words these are,
    None for one that is unknown. ``mentions`` are the names in the content,
    each the fullest that the document gives. ``unknown`` says of a field that
    is None why it is, by a key of :data:`UNKNOWN`.
    """

    id: str
    parent: str | None
    kind: Kind
    form: Form
    negated: bool
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    verbatim: tuple[Span, ...]
    speaker: Speaker | None
    confidence: float
    content_text: str
    modality: Modality = "reported"
    chain: tuple[str | None, ...] = ()
    addressee: Addressee | None = None
    channel: Span | None = None
    place: Place | None = None
    time: Time | None = None
    mentions: tuple[str, ...] = ()
    act: Act | None = None
    unknown: tuple[tuple[str, str], ...] = ()


def statement_id(document: str, source: Iterable[Span], cue: Iterable[Span], content: Iterable[Span]) -> str:
    """Make a statement's id from its document's id and its spans, so that a re-reading keeps it.

    Example:
        >>> statement_id("d", [], [Span(0, 4)], [Span(5, 9)])
        'bf90b059a2884d1f'
    """
    parts = [document, *(",".join(f"{s.start}-{s.end}" for s in role) for role in (source, cue, content))]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
