"""Documents for the tests of the page, built by hand: no model is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from inquit.document import Block, Dateline, Diagnostic, Document
from inquit.segmentation import paragraphs
from inquit.spans import Span
from inquit.statement import Act, Addressee, Evidence, Name, Place, Speaker, Statement, Time, statement_id
from tests.tagged import parse

KINDS_BY_LINE = {
    "headline": 0,
    "byline": 1,
    "caption": 5,
    "crosshead": 8,
    "credit": -2,
    "boilerplate": -1,
}

DISPATCH = (Path(__file__).parent / "data" / "page.txt").read_text(encoding="utf-8")
"""A dispatch of our own: one statement is nested three deep, four name no source, one source lies in its cue."""


SUMMIT = (Path(__file__).parent / "data" / "summit.txt").read_text(encoding="utf-8")
"""A second one, in which every field of a statement is told somewhere: persons and agency are invented."""


def speaker_of(name: str, *evidence: Span, kind: str = "person", **fields: object) -> Speaker:
    """Make a speaker whose id is its name; its evidence is of the name."""
    return Speaker(name, name, kind, tuple(Evidence("name", span, "test") for span in evidence), 0.9, **fields)


def document_of(tagged: str, **fields: object) -> Document:
    """Make a document of copy with its roles as tags; see :mod:`tests.tagged`."""
    held = parse(tagged)
    text = held.text
    ids = {one.id: statement_id("d", one.source, one.cue, one.content) for one in held.gold}
    statements = []
    for one in held.gold:
        content = " … ".join(span.of(text) for span in one.content)
        whole = bool(re.fullmatch(r"«.*»(?: … «.*»)?", content))
        verbatim = tuple(
            Span(s.start + m.start(1), s.start + m.end(1)) for s in one.content for m in re.finditer("«\\s?(.*?)\\s?»", s.of(text))
        )
        statements.append(
            Statement(
                id=ids[one.id],
                parent=ids.get(one.parent or ""),
                kind="attitude" if any(span.of(text) in ("craint", "redoutaient") for span in one.cue) else "speech",
                form="direct" if whole else "mixed" if "«" in content else "indirect",
                negated=any("pas" in span.of(text).split() for span in one.cue),
                source=one.source,
                cue=one.cue,
                content=one.content,
                verbatim=verbatim,
                speaker=speaker_of(" … ".join(s.of(text) for s in one.source), *one.source) if one.source else None,
                confidence=round(0.99 - 0.043 * (len(statements) % 11), 2),
                content_text=content,
                unknown=() if one.source else (("speaker", "no-source-in-text"),),
            )
        )
    statements.sort(key=lambda one: min(span.start for span in (*one.source, *one.cue, *one.content)))
    made = Document("d", "depeche.txt", "0" * 64, "utf-8", "reader-fr-en 1.0", "fr", None, text, statements=tuple(statements))
    return replace(made, **fields)


def dispatch() -> Document:
    """The sample dispatch with blocks, diagnostics and all that can be known."""
    made = document_of(DISPATCH)
    text = made.text
    lines = paragraphs(text)
    kinds = {number % len(lines): kind for kind, number in KINDS_BY_LINE.items()}
    blocks = [Block(kinds.get(number, "paragraph"), span, "fr") for number, span in enumerate(lines)]
    head = text.index(" - ", blocks[2].span.start) + 2
    blocks[2:3] = [Block("dateline", Span(blocks[2].span.start, head), "fr"), Block("paragraph", Span(head + 1, blocks[2].span.end), "fr")]
    stray, open_mark = text.index(" . .") + 1, text.index("« L’eau")
    found = (
        Diagnostic("stray-punctuation", Span(stray, stray + 3), "stray punctuation: . .; words may be missing here"),
        Diagnostic("unbalanced-marks", Span(open_mark, open_mark + 1), "the quotation mark « is not closed in its paragraph"),
        Diagnostic("author-bio", blocks[-1].span, "looks like an author's bio or a slogan; no statement is looked for in it"),
    )
    return replace(
        made,
        title=blocks[0].span.of(text),
        authors=("Clémence Aubrac", "Joris Vandel"),
        agency="Agence du Levant",
        dateline=Dateline("SELVANE", "2026-03-09"),
        published="2026-03-09T14:30",
        blocks=tuple(blocks),
        diagnostics=found,
    )


def summit() -> Document:
    """The summit with all that a reader can tell of its statements."""
    made = document_of(SUMMIT)
    text = made.text

    def at(words: str, after: str = "") -> Span:
        start = text.index(words, text.index(after))
        return Span(start, start + len(words))

    def known(name: str, kind: str, **told: str) -> Speaker:
        """A speaker by fields and the words that prove them; a value other than the words stands after a bar."""
        fields = {key: words.rpartition("|")[2] for key, words in told.items()}
        proofs = [Evidence(key, at(words.partition("|")[0]), f"{key}-rule") for key, words in told.items()]
        return Speaker(name, name, kind, (Evidence("name", at(name), "name-rule"), *proofs), 0.93, **fields)

    kremlin = known("Kremlin", "government", country="Kremlin|RUS")
    valenski = known("Igor Valenski", "person", role="président russe", country="russe|RUS")
    koskela = known("Aarne Koskela", "person", role="chef de l’État finlandais", country="finlandais|FIN")
    source = known("source diplomatique", "anonymous", role="source diplomatique")
    elysee = known("Élysée", "government", country="Élysée|FRA")
    lindqvist = known("Per Lindqvist", "person", role="secrétaire général", organization="Alliance")
    tamm = known("Liis Tamm", "person", role="ministre estonienne des Affaires étrangères", country="estonienne|EST")
    both = replace(known("M. Lindqvist et elle", "group"), members=("Per Lindqvist", "Liis Tamm"))
    evening = Time(at("mardi soir"), "2026-03-03", "day", "weekday")
    told: list[dict[str, object]] = [
        {
            "speaker": kremlin,
            "chain": ("Kremlin",),
            "channel": at("dans un communiqué"),
            "time": evening,
            "mentions": ("Igor Valenski", "Aarne Koskela"),
            "act": Act("assert", "textual", (at("a indiqué"),), "cue"),
        },
        {
            "speaker": valenski,
            "chain": ("Kremlin", "Igor Valenski"),
            "addressee": Addressee(at("à son homologue finlandais, Aarne Koskela"), "Aarne Koskela"),
            "act": Act("promise", "textual", (at("avait promis"),), "cue"),
        },
        {
            "speaker": koskela,
            "addressee": Addressee(at("les Européens"), None),
            "channel": at("lors d’une conférence de presse"),
            "place": Place(at("à Helsinki"), "Helsinki", "FIN", "gazetteer"),
            "act": Act("warn", "textual", (at("a mis en garde"),), "cue"),
        },
        {"speaker": koskela, "act": Act("condemn", "interpretive", (at("n’est pas un calendrier"),), "content")},
        {"speaker": source, "chain": ("source diplomatique",), "act": None, "unknown": (("act", "no-act"),)},
        {
            "speaker": koskela,
            "chain": ("source diplomatique", "Aarne Koskela"),
            "modality": "hearsay",
            "addressee": Addressee(at("à ses ministres"), None),
            "act": Act("accuse", "interpretive", (at("leurre"),), "content"),
        },
        {"speaker": elysee, "unknown": (("act", "negated"),)},
        {
            "speaker": lindqvist,
            "modality": "announced",
            "time": Time(at("jeudi"), "2026-03-05", "day", "weekday"),
            "place": Place(at("à Bruxelles"), "Bruxelles", "BEL", "gazetteer"),
            "act": Act("announce", "textual", (at("doit annoncer"),), "cue"),
        },
        {
            "speaker": tamm,
            "addressee": Addressee(at("devant la presse"), "la presse"),
            "act": Act("warn", "textual", (at("a averti"),), "cue"),
        },
        {
            "speaker": both,
            "addressee": Addressee(at("Moscou", after="ont appelé"), "Russie"),
            "act": Act("demand", "textual", (at("ont appelé"),), "cue"),
        },
        {"speaker": None, "chain": (None,), "kind": "attitude", "unknown": (("speaker", "unsure"), ("act", "attitude"))},
        {
            "speaker": None,
            "channel": at("dans un rapport"),
            "time": Time(at("la semaine dernière"), None, None, "relative"),
            "unknown": (("speaker", "no-source-in-text"), ("time", "no-anchor")),
        },
    ]
    by_cue = {one.cue[0].of(text): one for one in made.statements}
    cues = ["a indiqué", "avait promis", "a mis en garde", "a-t-il ajouté", "Selon", "aurait confié", "n’a pas confirmé"]
    cues += ["doit annoncer", "a averti", "ont appelé", "estime", "peut-on lire"]
    full = {cue: replace(by_cue[cue], **fields) for cue, fields in zip(cues, told, strict=True)}
    names = [Name(at(words), kind) for words, kind in (("Finlande", "location"), ("Kremlin", "organization"), ("Igor Valenski", "person"))]
    lines = paragraphs(text)
    head = text.index(" - ") + 2
    blocks = [Block("headline", lines[0], "fr"), Block("dateline", Span(lines[1].start, head), "fr")]
    blocks += [Block("paragraph", Span(head + 1, lines[1].end), "fr"), *(Block("paragraph", span, "fr") for span in lines[2:])]
    return replace(
        made,
        title=lines[0].of(text),
        agency="Agence du Nord",
        dateline=Dateline("HELSINKI", "2026-03-04"),
        published="2026-03-04",
        blocks=tuple(blocks),
        names=tuple(names),
        statements=tuple(full[one.cue[0].of(text)] for one in made.statements),
    )
