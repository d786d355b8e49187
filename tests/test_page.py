"""The HTML page, without a browser; tests/browser holds what needs one."""

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquit.document import BLOCKS, Block, Diagnostic
from inquit.errors import OptionError
from inquit.intake.diagnosis import DIAGNOSTICS
from inquit.lexicon import rows
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
    Place,
    Speaker,
    Statement,
    Time,
)
from inquit.views import page as page_module
from inquit.views.cards import BESIDE
from inquit.views.page import LABELS, to_html
from inquit.views.segments import Mark, cut
from inquit.views.signs import printable
from inquit.views.words import Words
from tests.pages import dispatch, document_of, speaker_of, summit

VOID = {"meta", "rect"}
HOSTILE = (
    "<script>window.owned = 1</script>",
    '"><img src=x onerror="window.owned = 1">',
    "'><svg onload='window.owned = 1'>",
    "</style><style>*{display:none}",
    "</script><script>window.owned = 1",
    "</title><script>window.owned = 1</script>",
    "<!-- <![CDATA[ ]]> --!>",
    "&lt;b&gt; &amp; &#60;",
    "<a href='javascript:window.owned=1'>x</a>",
    "{speaker} {0.__class__} %s",
    "a\0b\x1b[31m\x7f\u009f",
    "\u202eabc\u2066\u200f\ufeff",
    "\ud800 \udfff",
)


# Every element that the page is made of; copy can bring no other.
SAFE = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "h1",
    "h2",
    "h3",
    "bdi",
    "dl",
    "div",
    "dt",
    "dd",
    "time",
    "nav",
    "a",
    "ul",
    "ol",
    "li",
    "p",
    "span",
    "kbd",
    "main",
    "article",
    "mark",
    "code",
    "section",
    "svg",
    "rect",
    "script",
    "details",
    "summary",
    "label",
    "select",
    "option",
    "button",
}


class Tree(HTMLParser):
    """What a page holds: elements with their attributes, and the text of those of class text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.stack = [], [], []
        self.feed(page)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        assert len(held) == len(attributes), "an attribute twice"
        self.elements.append((tag, held))
        if tag not in VOID:
            self.stack.append((tag, "text" in (held.get("class") or "").split()))
            if self.stack[-1][1]:
                self.texts.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        if any(is_text for _, is_text in self.stack):
            self.texts[-1] += data

    def of_class(self, name):
        return [held for _, held in self.elements if name in (held.get("class") or "").split()]


def assert_copy_is_whole(document, page):
    """The rows hold the text character for character; only white space lies between them."""
    text, shown, at = document.text, printable(document.text), 0
    for row in Tree(page).texts:
        while text[at].isspace():
            at += 1
        assert shown[at : at + len(row)] == row
        at += len(row)
    assert not text[at:].strip()


def body_of(page):
    return re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)


def test_the_dispatch_is_drawn_whole():
    document = dispatch()
    page = to_html(document)
    assert_copy_is_whole(document, page)
    tree = Tree(page)
    assert len(tree.of_class("item")) == len(tree.of_class("call")) == len(document.statements)
    assert len(tree.of_class("note")) == len(tree.of_class("flag")) == len(document.diagnostics)
    assert "La Valmérie" in page
    assert "9\u00a0mars 2026, 14\u00a0h\u00a030" in page
    ids = [held["id"] for _, held in tree.elements if "id" in held]
    assert len(ids) == len(set(ids))
    targets = {held["href"].removeprefix("#") for tag, held in tree.elements if tag == "a"}
    assert targets <= set(ids)


def test_each_part_names_its_statements_innermost_first():
    document = document_of(
        "<cue 1>Selon</cue 1> <source 1>la mairie</source 1>, <content 1>le préfet a <cue 2>promis</cue 2> "
        "<content 2>que <source 3>l’État</source 3> <cue 3>pense</cue 3> <content 3>payer</content 3></content 2></content 1>."
    )
    parts = Tree(to_html(document)).of_class("part")
    drawn = {(held["class"].split()[1], held.get("data-all")) for held in parts if held.get("data-all")}
    assert drawn >= {
        ("cue", "1"),
        ("source", "1"),
        ("content", "1"),
        ("cue", "2 1"),
        ("content", "2 1"),
        ("source", "3 2 1"),
        ("content", "3 2 1"),
    }
    deepest = next(held for held in parts if held.get("data-content") == "1 2 3")
    assert "d3" in deepest["class"].split()


def test_nested_statements_stand_inside_their_parent():
    document = document_of("<cue 1>Selon</cue 1> lui, <content 1>elle <cue 2>dit</cue 2> <content 2>oui</content 2></content 1>.")
    page = to_html(document)
    assert re.search(r'<li class="item" id="s1"(?:(?!</li>).)*<li class="item" id="s2"', page, re.S)
    alone = to_html(document, shown=document.statements[1:])
    assert [held["id"] for held in Tree(alone).of_class("item")] == ["s1"]
    assert "d2" not in body_of(alone)


def test_a_source_inside_its_cue_and_a_content_in_pieces():
    document = document_of("<content>« Non »</content>, <cue>a-t-<source>elle</source> dit</cue>, <content>« jamais »</content>.")
    page = to_html(document)
    assert_copy_is_whole(document, page)
    classes = [held["class"] for held in Tree(page).of_class("part") if "data-all" in held]
    assert classes == ["part content d1 first last", "part cue", "part source cue", "part cue", "part content d1 first last"]
    # The number stands once, after the cue.
    assert page.index("dit</span><a") < page.index('id="c1"') < page.index("« jamais »")


def test_dateline_and_paragraph_share_a_line():
    text = "SELVANE, 9 mars - Il pleut.\nIl neige."
    blocks = (Block("dateline", Span(0, 17), "fr"), Block("paragraph", Span(18, 27), "fr"), Block("paragraph", Span(28, 37), "en"))
    page = to_html(document_of(text, blocks=blocks))
    assert Tree(page).texts == ["SELVANE, 9 mars - Il pleut.", "Il neige."]
    assert '<span class="block dateline">SELVANE, 9 mars -</span> <span class="block paragraph">' in page
    assert '<span class="block paragraph" lang="en">Il neige.</span>' in page


def test_what_no_block_holds_is_drawn_all_the_same():
    document = document_of("Un.\n\nDeux. Trois.\n Quatre.", blocks=(Block("headline", Span(5, 10)),))
    assert_copy_is_whole(document, to_html(document))


@pytest.mark.parametrize("labels", LABELS)
def test_nothing_found(labels):
    page = to_html(document_of("Il pleut."), labels)
    assert dict(rows(labels, "labels"))["statements.sentence"] in page
    assert "<ol" not in page
    empty = to_html(document_of(" \n", diagnostics=(Diagnostic("no-copy", Span(0, 2), "no running copy found"),)), labels)
    assert "no-copy" in empty
    assert Tree(empty).texts == []


def test_what_is_not_known_has_no_line():
    page = to_html(document_of("Il pleut.", uri="", language=None, pack="", encoding=""))
    assert "<dt>" not in page
    assert "None" not in body_of(page)
    assert "<dt>Auteur</dt>" in to_html(document_of("Il pleut.", authors=("Noé Castaing",)))


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2026-03-01", '<time datetime="2026-03-01">1er\u00a0mars 2026</time>'),
        ("--03-09", '<time datetime="--03-09">9\u00a0mars</time>'),
        ("2026-13-09", "<dd>2026-13-09</dd>"),
        ("2026-W10-1", "<dd>2026-W10-1</dd>"),
    ],
)
def test_dates(published, shown):
    assert shown in to_html(document_of("Il pleut.", published=published))


def test_a_diagnostic_is_flagged_where_it_is():
    text = "Un mot. .\nUne notice."
    stray, bio, point = Span(7, 9), Span(10, 21), Span(3, 3)
    found = tuple(
        Diagnostic(code, span, "told in English") for code, span in (("stray-punctuation", stray), ("author-bio", bio), ("new", point))
    )
    page = to_html(document_of(text, diagnostics=found, blocks=(Block("paragraph", Span(0, 9)), Block("boilerplate", bio))))
    tree = Tree(page)
    assert tree.texts == ["Un mot. .", "Une notice."]
    assert '<mark class="diagnostic" data-f="1"> .</mark>' in page
    # A whole block is flagged as such.
    assert [held["class"] for held in tree.of_class("flagged")] == ["row boilerplate flagged"]
    assert page.count("<mark") == 1
    # A code without a label keeps its message, which is English.
    assert '<code>new</code> <bdi lang="en">told in English</bdi>' in page
    assert "told in English" not in to_html(document_of(text, diagnostics=found[:2]))
    assert to_html(document_of(text, diagnostics=found), "en").count("told in English") == 3


# --- who, to whom, when, where, through what, what for ----------------------------


def card(page, number):
    """The markup of one statement's own card, tags taken out."""
    own = re.search(rf'<li class="item" id="s{number}".*?<div class="card">(.*?)</div>\n(?=<ol|</li>)', page, re.S).group(1)
    return " ".join(html.unescape(re.sub("<[^>]+>", "\n", own)).split())


def test_a_card_tells_all_that_is_known():
    page = to_html(summit())
    kremlin, valenski, koskela = card(page, 1), card(page, 2), card(page, 3)
    assert "autorité publique · RUS" in kremlin
    assert "Quand 3 mars 2026 ( mardi soir )" in kremlin
    assert "Canal dans un communiqué" in kremlin
    assert "Noms dans le propos Igor Valenski , Aarne Koskela" in kremlin
    assert valenski.startswith("2 Kremlin → Igor Valenski avait promis président russe · personne · RUS")
    assert "Destinataire Aarne Koskela" in valenski
    assert "promesse (explicite)" in valenski
    assert "Où Helsinki · FIN" in koskela
    assert "pays finlandais country-rule" in koskela
    assert "condamnation (interprété)" in card(page, 4)
    assert "source anonyme" in card(page, 5)
    assert "ouï-dire aurait confié" in card(page, 6)
    assert "négation" in card(page, 7)
    assert "secrétaire général · Alliance · personne" in card(page, 8)
    assert "annoncé doit annoncer" in card(page, 8)
    assert "Per Lindqvist , Liis Tamm · groupe" in card(page, 10)


def test_what_is_not_known_says_why():
    page = to_html(summit())
    assert card(page, 11).startswith("11 Il (source inconnue) estime")
    assert "Non établi locuteur (plusieurs réponses possibles, aucune assez sûre), acte (une pensée" in card(page, 11)
    assert card(page, 12).startswith("12 source non nommée")
    assert "Quand la semaine dernière (date de publication inconnue)" in card(page, 12)
    english = to_html(summit(), "en")
    assert "When la semaine dernière (publication date not known)" in card(english, 12)
    assert "hearsay aurait confié" in card(english, 6)
    assert "None" not in body_of(page)


def test_a_chain_names_an_unknown_speaker_as_such():
    document = summit()
    one = replace(document.statements[1], parent=None, chain=(None, "Igor Valenski"))
    page = to_html(document, shown=[one])
    assert card(page, 1).startswith("1 source inconnue → Igor Valenski")


def test_what_stands_beside_is_marked_and_evidence_is_a_trace():
    document = summit()
    page = to_html(document)
    assert_copy_is_whole(document, page)

    def marked(role, number):
        found = re.findall(r'<span class="[^"]*"([^>]*)>([^<]*)</span>', page)
        return "".join(words for data, words in found if number in " ".join(re.findall(rf'data-{role}="([^"]*)"', data)).split())

    assert marked("addressee", "2") == "à son homologue finlandais, Aarne Koskela"
    assert marked("time", "1") == "mardi soir"
    assert marked("place", "3") == "à Helsinki"
    assert marked("channel", "3") == "lors d’une conférence de presse"
    # The name and the country stand in another sentence; a source that holds its own proof is not marked twice.
    assert marked("evidence", "3") == "finlandaisAarne Koskelachef de l’État finlandais"
    assert marked("evidence", "9") == ""
    assert marked("evidence", "6") == "finlandaisAarne Koskelaleurre"
    alone = to_html(replace(document, statements=(replace(document.statements[3], source=()),)))
    assert '<span class="trace" data-evidence="1">Aarne Koskela</span>' in alone


def test_the_overview_counts_who_speaks():
    page = to_html(summit())
    bars = re.findall(r'<a class="bar" href="#s(\d+)" data-who="(\d+)" aria-label="([^"]+)">', page)
    assert bars[0] == ("3", "1", "Aarne Koskela\u00a0: 3 déclarations")
    assert len(bars) == 8
    # Those whom nobody knows come last.
    assert '<option value="9">source inconnue (2)</option>' in page
    assert "1 de plus" in page
    assert "Qui parle" not in to_html(document_of("<source>Le maire</source> <cue>dit</cue> <content>oui</content>."))
    assert "Qui parle" not in to_html(document_of("Il pleut."))
    # Where everybody speaks once there is nothing to look at.
    assert "Qui parle" not in to_html(dispatch())


def test_filters_offer_what_is_there():
    page = to_html(summit())
    filters = re.search(r'<div class="filters".*?</div>', page, re.S).group()
    assert "hidden>" in filters.split("\n")[0]
    assert re.findall(r'<select name="(\w+)"', filters) == ["who", "act", "type", "to"]
    assert '<option value="warn">mise en garde (2)</option>' in filters
    assert '<option value="government">autorité publique (2)</option>' in filters
    held = {item["id"]: item for item in Tree(page).of_class("item")}
    assert (held["s3"]["data-who"], held["s3"]["data-act"], held["s3"]["data-type"]) == ("1", "warn", "person")
    assert "data-to" not in held["s4"]
    # One value that all have is no choice.
    assert "<select" not in to_html(document_of("<source>Le maire</source> <cue>dit</cue> <content>oui</content>."))


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("2022-01-28T18:30", "28 janvier 2022, 18 h 30", "28 January 2022, 18:30"),
        ("2022-01-28T08:05Z", "28 janvier 2022, 8 h 05 GMT", "28 January 2022, 8:05 GMT"),
        ("2022-01-28T18:00", "28 janvier 2022, 18 h", "28 January 2022, 18:00"),
        ("2022-02-01", "1er février 2022", "1 February 2022"),
        ("2022-W04", "semaine du 24 janvier 2022", "week of 24 January 2022"),
        ("2022-01", "janvier 2022", "January 2022"),
        ("2022", "2022", "2022"),
        ("2022-01-24/2022-01-26", "du 24 janvier 2022 au 26 janvier 2022", "24 January 2022 to 26 January 2022"),
        ("2022-W99", "2022-W99", "2022-W99"),
        ("2022-01-24/hier", "2022-01-24/hier", "2022-01-24/hier"),
        ("/", "/", "/"),
    ],
)
def test_times_in_words(value, french, english):
    for language, said in (("fr", french), ("en", english)):
        assert re.sub("<[^>]+>", "", Words(language).date(value)).replace("\u00a0", " ") == said


# --- hostile copy ---------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_inert_wherever_they_stand(hostile):
    text = f"{hostile} a dit {hostile}\nfin"
    size = len(hostile)
    source, cue, content = (Span(0, size),), (Span(size + 1, size + 6),), (Span(size + 7, 2 * size + 7),)
    speaker = Speaker(
        hostile,
        hostile,
        hostile,
        (Evidence(hostile, Span(1, 3), hostile),),
        0.5,
        role=hostile * 2,
        country=hostile,
        organization=hostile * 3,
        members=(hostile, hostile),
    )
    one = Statement(
        "s",
        None,
        "speech",
        "direct",
        False,
        source,
        cue,
        content,
        (),
        speaker,
        0.5,
        hostile,
        modality=hostile,
        chain=(hostile, None, hostile),
        addressee=Addressee(content[0], hostile),
        channel=content[0],
        place=Place(content[0], hostile, hostile, hostile),
        time=Time(content[0], hostile, hostile, hostile),
        mentions=(hostile,),
        act=Act(hostile, "interpretive", (Span(0, 2),), hostile),
        unknown=((hostile, hostile),),
    )
    other = replace(one, id="t", speaker=None, addressee=Addressee(source[0], None), act=None, time=None, unknown=(("speaker", hostile),))
    document = document_of(
        text,
        statements=(one, other),
        diagnostics=(Diagnostic(hostile, Span(2, 4), hostile),),
        title=hostile,
        uri=hostile,
        authors=(hostile,),
        agency=hostile,
        published=hostile,
        language=hostile,
        encoding=hostile,
        pack=hostile,
    )
    for labels in LABELS:
        page = to_html(document, labels)
        assert_copy_is_whole(document, page)
        page.encode("utf-8")
        assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]", page)
        tree = Tree(page)
        assert {tag for tag, _ in tree.elements} <= SAFE
        names = {name for _, held in tree.elements for name in held}
        assert not [name for name in names if name.startswith("on") or name in ("style", "src", "srcdoc", "action")]
        assert all(held["href"].startswith("#") for tag, held in tree.elements if tag == "a")
        assert [tag for tag, _ in tree.elements].count("script") == [tag for tag, _ in tree.elements].count("style") == 1


@pytest.mark.parametrize("element", ["style", "script"])
def test_the_policy_names_the_very_bytes(element):
    page = to_html(dispatch())
    (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    policy = next(held["content"] for _, held in Tree(page).elements if held.get("http-equiv") == "Content-Security-Policy")
    assert f"{element}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert page.index("Content-Security-Policy") < page.index("<style>")
    # What would end the element early, or bring something from elsewhere.
    assert not re.search(r"</|<!--|url\(|@import|https?:|innerHTML|\r", content)


# --- labels ---------------------------------------------------------------------


def test_labels_are_the_same_in_both_languages():
    french, english = (dict(rows(language, "labels")) for language in LABELS)
    # A diagnostic's own message is English and says more than a label would.
    assert set(french) - set(english) == {f"diagnostic.{code}" for code in DIAGNOSTICS}
    assert not set(english) - set(french)
    for key in english:
        assert re.findall(r"\{\w+\}", french[key]) == re.findall(r"\{\w+\}", english[key]), key
    for key in ("statements", "diagnostics"):
        assert {f"{key}.none", f"{key}.one", f"{key}.many"} <= set(english)
    glossaries = {
        "block": BLOCKS,
        "form": FORMS,
        "kind": KINDS,
        "modality": MODALITIES,
        "type": SPEAKERS,
        "act": ACTS,
        "level": LEVELS,
        "unknown": UNKNOWN,
    }
    for name, glossary in glossaries.items():
        assert {key.partition(".")[2] for key in english if key.startswith(f"{name}.")} == set(glossary), name
    assert {f"fact.{role}" for role in BESIDE} <= set(english)
    assert all(len(labels["months"].split()) == 12 for labels in (french, english))


def test_labels_used_are_there_and_labels_there_are_used():
    source = "".join((files("inquit") / "views" / f"{name}.py").read_text(encoding="utf-8") for name in ("page", "cards", "words"))
    labels = set(dict(rows("en", "labels")))
    built = ("block.", "form.", "kind.", "language.", "unknown.", "statements.", "diagnostics.")
    built += ("modality.", "type.", "act.", "level.", "field.", "fact.")
    quoted = set(re.findall(r"""["']([a-z]+(?:\.[a-z]+)*)["']""", source))
    used = {key for key in quoted if key in labels}
    assert {key for key in labels if not key.startswith(built)} <= used
    for key in re.findall(r"""(?:labels?|words)\[["']([a-z.]+)["']\]""", source):
        assert key in labels, key


def test_french_labels_are_set_as_the_french_set_them():
    for key, label in rows("fr", "labels"):
        assert "'" not in label, key
        assert not re.search(r"(?<![\u00a0\u202f])[:;?!»]|«(?![\u00a0\u202f])", label), key


def test_pages_in_both_languages():
    french, english = to_html(dispatch()), to_html(dispatch(), "en")
    assert french.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert '<html lang="en">' in english
    assert '<p class="text" lang="fr">' in english
    assert "14 déclarations" in french
    assert "14 statements" in english
    assert "confiance\u00a00,95" in french
    assert "confidence 0.95" in english
    with pytest.raises(OptionError, match="fr and en"):
        to_html(dispatch(), "../fr")


def test_the_same_document_gives_the_same_page():
    assert to_html(dispatch()) == to_html(dispatch())


# --- colours --------------------------------------------------------------------


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def schemes():
    style = (files("inquit") / "views" / "assets" / "page.css").read_text(encoding="utf-8")
    light, dark, print_ = (dict(re.findall(r"--([\w-]+): (#\w+);", rule)) for rule in re.findall(r":root \{(.*?)\}", style, re.S))
    assert set(light) == set(dark)
    printed = {name: "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour for name, colour in print_.items()}
    return {"light": light, "dark": dark, "print": light | printed}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_contrast(scheme):
    colours = schemes()[scheme]
    grounds = ("paper", "content-1", "content-2", "content-3")
    lit = ("to-on", "when-on", "where-on", "through-on")
    words = [("ink", ground) for ground in (*grounds, "raised", "content-on", "source-on", "cue-on", "odd-on", *lit)]
    words += [
        ("dim", "paper"),
        ("dim", "raised"),
        ("link", "paper"),
        ("paper", "link"),
        ("paper", "odd"),
        ("odd", "paper"),
        ("cue", "paper"),
        ("cue", "raised"),
    ]
    words += [("link", ground) for ground in (*grounds, "raised", "content-on", "cue-on", *lit)]
    lines = [(line, ground) for line in ("source", "cue", "odd") for ground in grounds]
    lines += [("content-line", ground) for ground in grounds[:3]]
    # Around what proves a field.
    lines += [("source", ground) for ground in ("raised", "content-on")]
    for least, pairs in ((4.5, words), (3.0, lines)):
        for one, other in pairs:
            assert contrast(colours[one], colours[other]) >= least, (one, other)


# --- any text, any spans ----------------------------------------------------------

LETTERS = st.sampled_from(
    ["a", "é", "e\u0301", " ", "\n", "\r\n", "\t", "«", "»", "<", "&", '"', "👩‍👩‍👧", "🇫🇷", "\u202e", "\0", "\ud800", "ع", "\u2028", "\x1c"]
)


@st.composite
def documents(draw):
    text = "".join(draw(st.lists(LETTERS, max_size=60)))
    places = st.integers(0, len(text))
    # As the records promise, a span begins and ends with a character that is seen, and a statement has a cue.
    seen = [i for i, c in enumerate(text) if not c.isspace()]
    spans = st.tuples(*[st.sampled_from(seen)] * 2).map(lambda pair: Span(min(pair), max(pair) + 1)) if seen else st.nothing()
    some = st.lists(spans, max_size=3).map(tuple) if seen else st.just(())
    cues = st.lists(spans, min_size=1, max_size=3).map(tuple)
    statements = []
    for number in range(draw(st.integers(0, 6)) if seen else 0):
        parent = draw(st.sampled_from([None, *(one.id for one in statements)]))
        source, cue, content = draw(some), draw(cues), draw(some)
        speaker = speaker_of(draw(st.sampled_from("xy")), *draw(some)) if source else None
        addressee, channel, place, time = (draw(st.none() | spans) for _ in range(4))
        held = Statement(str(number), parent, "speech", "direct", False, source, cue, content, (), speaker, 0.5, "x")
        statements.append(
            replace(
                held,
                addressee=addressee and Addressee(addressee, None),
                channel=channel,
                place=place and Place(place, "x", None, ""),
                time=time and Time(time, None, None, ""),
                act=draw(st.sampled_from([None, Act("warn", "interpretive", content, "")])),
            )
        )
    diagnostics = tuple(Diagnostic("new", span, "x") for span in draw(some))
    edges = sorted(draw(st.sets(places, max_size=8)))
    kinds = draw(st.lists(st.sampled_from(list(BLOCKS)), min_size=8, max_size=8))
    blocks = [Block(kind, Span(*pair)) for kind, pair in zip(kinds, pairwise(edges), strict=False)]
    blocks = [one for one in blocks if (held := one.span.of(text)) and held == held.strip()]
    return document_of("", text=text, statements=tuple(statements), diagnostics=diagnostics, blocks=tuple(blocks))


@given(documents())
def test_any_spans_leave_the_copy_whole(document):
    page = to_html(document)
    assert_copy_is_whole(document, page)
    page.encode("utf-8")
    tree = Tree(page)
    assert len(tree.of_class("item")) == len(document.statements)
    assert len(tree.of_class("note")) == len(document.diagnostics)
    if tree.texts:
        assert len(tree.of_class("call")) == len(document.statements)
        assert len(tree.of_class("flag")) == len(document.diagnostics)


@given(documents())
def test_segments_hold_what_a_look_at_each_character_finds(document):
    marked = [
        (span, Mark(role, n))
        for n, one in enumerate(document.statements)
        for role in ("source", "cue", "content")
        for span in getattr(one, role)
    ]
    stretches = [block.span for block in document.blocks]
    found = list(cut(stretches, marked, [3]))
    assert len(found) == len(stretches)
    for stretch, segments in zip(stretches, found, strict=True):
        assert [segment.span.start for segment in segments] == [stretch.start, *(segment.span.end for segment in segments[:-1])]
        assert segments[-1].span.end == stretch.end
        for segment in segments:
            for at in range(*segment.span):
                assert set(segment.marks) == {mark for span, mark in marked if span.start <= at < span.end}


def test_a_long_document_takes_no_long_time():
    # Not a stopwatch: the work is counted in segments, which grow with the marks alone.
    marks = [(Span(at, at + 30), Mark("content", at)) for at in range(0, 200_000, 20)]
    (segments,) = cut([Span(0, 200_010)], marks)
    assert len(segments) <= 2 * len(marks) + 1
    assert max(len(segment.marks) for segment in segments) == 2


def test_assets_are_read_once():
    page_module._asset.cache_clear()
    to_html(dispatch())
    to_html(dispatch())
    assert page_module._asset.cache_info().misses == 2
