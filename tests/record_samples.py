"""Documents for the tests of the record, made by hand: no model is needed."""

import hashlib
import itertools
from dataclasses import replace

from hypothesis import strategies as st

from inquit.document import BLOCKS, Block, Dateline, Diagnostic, Document
from inquit.record.codec import content_text
from inquit.spans import Span
from inquit.statement import (
    ACTS,
    FORMS,
    KINDS,
    LEVELS,
    MODALITIES,
    SPEAKERS,
    UNKNOWN,
    Act,
    Addressee,
    Evidence,
    Name,
    Place,
    Speaker,
    Statement,
    Time,
    statement_id,
)


def hashed(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def said(content, speaker="Anne Dupuis", *, language="fr", published="2022-01-28", type="person", text=None, **fields):
    """A dispatch of one statement: speaker, cue and content, one after the other."""
    text = text or f"{speaker} a dit : {content}"
    start = text.index(content)
    name_at = text.find(speaker)
    return document(
        text,
        [
            {
                "source": (Span(name_at, name_at + len(speaker)),),
                "cue": (Span(start - 8, start - 3),) if start >= 8 else (),
                "content": (Span(start, start + len(content)),),
                "speaker": Speaker("s1", speaker, type, (Evidence("name", Span(name_at, name_at + len(speaker)), "source"),), 0.9),
                **fields,
            }
        ],
        language=language,
        published=published,
    )


def document(text, statements=(), *, language="fr", published="2022-01-28", **fields):
    """A document with the statements of which some fields are given."""
    sha256 = hashed(text)
    made = []
    for fields_of_one in statements:
        given = {"kind": "speech", "form": "indirect", "negated": False, "verbatim": (), "speaker": None, "confidence": 0.9, "parent": None}
        given |= {"source": (), "cue": (), "content": (), **fields_of_one}
        identity = statement_id(sha256[:16], given["source"], given["cue"], given["content"])
        speaker = given["speaker"]
        chain = given.pop("chain", (speaker.name,) if speaker else ())
        made.append(Statement(id=identity, content_text=content_text(text, given["content"]), chain=chain, **given))
    return Document(sha256[:16], "a.txt", sha256, "utf-8", "pack 1", language, published, text, statements=tuple(made), **fields)


TEXT = "Selon le Kremlin, « Vladimir Poutine » a dit vendredi à Emmanuel Macron, à Moscou, par téléphone : « Nous exigeons des garanties »."


def full():
    """A document in which no field is empty."""
    inner, outer = Span(101, 128), Span(18, 130)
    found = document(
        TEXT,
        [
            {"source": (Span(6, 16),), "cue": (Span(0, 5),), "content": (outer,), "modality": "hearsay", "negated": True,
             "unknown": (("time", "not-stated"), ("speaker", "unsure"))},
            {"source": (Span(20, 36),), "cue": (Span(39, 44), Span(45, 53)), "content": (inner,), "verbatim": (inner,),
             "form": "direct", "speaker": Speaker("s1", "Vladimir Poutine", "person", (Evidence("name", Span(20, 36), "source"),
             Evidence("role", Span(6, 16), "title")), 0.75, "président", "RUS", "Kremlin", ("a", "b")),
             "chain": ("Kremlin", None, "Vladimir Poutine"),
             "addressee": Addressee(Span(56, 71), "Emmanuel Macron"), "channel": Span(84, 97), "place": Place(Span(75, 81), "Moscou", "RUS", "at"),
             "time": Time(Span(45, 53), "2022-01-28", "day", "weekday"), "mentions": ("OTAN", "Washington", "OTAN"),
             "act": Act("demand", "interpretive", (Span(106, 114),), "verb"), "confidence": 0.8125},
        ],
        title="Le Kremlin exige", authors=("Ana Roy", "Léo Mé"), agency="Reuters", dateline=Dateline("MOSCOU", "--01-28"),
        blocks=(Block("headline", Span(0, 5), "fr", "first"), Block("paragraph", Span(6, 130))),
        names=(Name(Span(9, 16), "organization"), Name(Span(20, 36), "person"), Name(Span(75, 81), "location")),
        diagnostics=(Diagnostic("stray-punctuation", Span(3, 4), "un « point »", "note"),),
    )  # fmt: skip
    first, second = found.statements
    return replace(found, statements=(first, replace(second, parent=first.id)))


def spans(length):
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda pair: Span(*sorted(pair)))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def documents(draw):
    """Any document that the records allow."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
    span = spans(len(text))
    several = st.lists(span, max_size=3).map(tuple)
    some = lambda *kinds: st.sampled_from(list(itertools.chain(*kinds)))  # noqa: E731
    maybe = lambda one: st.none() | one  # noqa: E731
    share = st.floats(0, 1)
    speaker = st.builds(
        Speaker, words, words, some(SPEAKERS), st.lists(st.builds(Evidence, words, span, words), max_size=2).map(tuple), share,
        maybe(words), maybe(words), maybe(words), st.lists(words, max_size=2).map(tuple),
    )  # fmt: skip
    fields = st.fixed_dictionaries(
        {
            "source": several, "cue": several, "content": several, "verbatim": several, "kind": some(KINDS), "form": some(FORMS),
            "negated": st.booleans(), "modality": some(MODALITIES), "speaker": maybe(speaker), "confidence": share,
            "chain": st.lists(maybe(words), max_size=3).map(tuple), "addressee": maybe(st.builds(Addressee, span, maybe(words))),
            "channel": maybe(span), "place": maybe(st.builds(Place, span, words, maybe(words), words)),
            "time": maybe(st.builds(Time, span, maybe(words), maybe(words), words)), "mentions": st.lists(words, max_size=3).map(tuple),
            "act": maybe(st.builds(Act, some(ACTS), some(LEVELS), several, words)),
            "unknown": st.lists(st.tuples(words, some(UNKNOWN)), max_size=2).map(tuple),
        }
    )  # fmt: skip
    found = document(
        text,
        draw(st.lists(fields, max_size=3, unique_by=lambda one: (one["source"], one["cue"], one["content"]))),
        language=draw(maybe(some(("fr", "en", "es")))),
        published=draw(maybe(some(("2022-01-28", "2022-01-28T08:00")))),
        title=draw(maybe(words)),
        authors=draw(st.lists(words, max_size=2).map(tuple)),
        agency=draw(maybe(words)),
        dateline=draw(maybe(st.builds(Dateline, maybe(words), maybe(words)))),
        blocks=draw(st.lists(st.builds(Block, some(BLOCKS), span, maybe(words), words), max_size=3).map(tuple)),
        diagnostics=draw(st.lists(st.builds(Diagnostic, words, span, words, words), max_size=2).map(tuple)),
    )
    if len(found.statements) > 1 and draw(st.booleans()):
        first, second, *rest = found.statements
        return replace(found, statements=(first, replace(second, parent=first.id), *rest))
    return found
