"""The HTML page in Debian's Chromium: what it does, and what copy cannot make it do.

``make browser-tests`` sets up what these need; without it they are skipped.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from inquit.document import Diagnostic
from inquit.spans import Span
from inquit.statement import Act, Addressee, Evidence, Place, Speaker, Statement, Time
from inquit.views.page import to_html
from inquit.views.signs import printable
from tests.pages import dispatch, document_of, summit

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium")

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Watched:
    """A page and all that it did that nobody sees."""

    def __init__(self, page):
        self.page, self.said, self.asked, self.stopped = page, [], [], []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.stopped.append((request.url, request.failure)))


@pytest.fixture
def show(chromium, tmp_path):
    contexts = []

    def shown(document, labels="fr", at="", **options):
        path = tmp_path / "page.html"
        path.write_text(to_html(document, labels), encoding="utf-8")
        contexts.append(chromium.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options}))
        watched = Watched(contexts[-1].new_page())
        watched.page.goto(path.as_uri() + at)
        return watched

    yield shown
    for context in contexts:
        context.close()


def lit(page):
    """Role and words of each part that is lit."""
    return page.eval_on_selector_all(
        "[data-on]:not(li):not(.call):not(.flag)",
        "found => found.map(part => [part.dataset.on, part.textContent])",
    )


def current(page):
    return page.eval_on_selector_all("[aria-current]", "found => found.map(item => item.id)")


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')")


def call_of(page, cue):
    """The number of the statement whose cue begins with these words."""
    part = page.locator("#copy .cue", has_text=cue).first
    return part.get_attribute("data-cue")


# --- the page as it should be -----------------------------------------------------


def test_the_page_loads_without_a_word_and_asks_for_nothing(show):
    watched = show(dispatch())
    assert watched.said == []
    assert watched.asked == [watched.page.url]
    assert watched.page.locator("#keys").is_visible()


def test_the_copy_in_the_browser_is_the_copy(show):
    document = dispatch()
    page = show(document).page
    rows = page.eval_on_selector_all("#copy .text", "rows => rows.map(row => row.textContent)")
    assert "".join("".join(rows).split()) == "".join(printable(document.text).split())
    assert all(row in document.text for row in rows)


def test_hover_and_focus_light_the_same_parts(show):
    page = show(dispatch()).page
    number = call_of(page, "a promis")
    page.hover(f"[data-cue='{number}']")
    by_pointer = lit(page)
    assert ["source", "M. Brezal"] in by_pointer
    assert ["cue", "a promis"] in by_pointer
    assert current(page) == [f"s{number}"]
    page.hover("h1")
    assert lit(page) == []
    page.hover(f"#s{number} > .card .what")
    assert lit(page) == by_pointer
    page.hover("h1")
    page.focus(f"#c{number}")
    assert lit(page) == by_pointer
    page.focus(f"#s{number} > .card .number")
    assert lit(page) == by_pointer
    assert current(page) == [f"s{number}"]


def test_the_pieces_of_a_content_are_joined(show):
    page = show(dispatch()).page
    page.hover("text=et personne ne nous a dicté")
    assert [words for role, words in lit(page) if role == "content"] == [
        "« Nous voulons laisser sa chance au dialogue »",
        "« et personne ne nous a dicté le calendrier »",
    ]


def test_the_innermost_is_chosen_and_clicks_go_outwards(show):
    page = show(dispatch()).page
    part = page.locator("#copy .part", has_text="une crue").last
    numbers = part.get_attribute("data-all").split()
    assert len(numbers) == 4
    part.hover()
    assert current(page) == [f"s{numbers[0]}"]
    for number in [*numbers, numbers[0]]:
        part.click()
        assert current(page) == [f"s{number}"]
        assert focused(page) == f"c{number}"


def test_tab_enter_and_escape(show):
    page = show(dispatch()).page
    page.focus("#c1")
    page.keyboard.press("Tab")
    assert focused(page) == "c2"
    assert current(page) == ["s2"]
    assert page.locator("#live").text_content() == "Déclaration 2 sur 14\u00a0: Le Premier ministre valmérien, Anton Brezal"
    page.keyboard.press("Enter")
    assert focused(page) == "#c2"
    page.keyboard.press("Enter")
    assert focused(page) == "c2"
    page.keyboard.press("Escape")
    assert (lit(page), current(page)) == ([], [])
    assert page.locator("#live").text_content() == ""


def test_keys_move_through_the_statements_on_the_side_that_has_the_focus(show):
    page = show(dispatch()).page
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "c3"
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("k")
    assert focused(page) == "c1"
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    assert focused(page) == "#c2"
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert current(page) == ["s14"]


def test_a_click_in_the_list_brings_the_place_into_view(show):
    page = show(dispatch(), viewport={"width": 1280, "height": 400}).page
    page.click("#s14 .what")
    assert focused(page) == "c14"
    page.wait_for_function(
        "() => (box => box.top >= 0 && box.bottom <= innerHeight)(document.getElementById('c14').getBoundingClientRect())"
    )
    page = show(dispatch(), viewport=NARROW).page
    page.click("#c14")
    assert focused(page) == "#c14"
    page.wait_for_function("() => (box => box.top >= 0 && box.top <= innerHeight)(document.getElementById('s14').getBoundingClientRect())")


def test_a_pointer_at_rest_does_not_choose_while_the_keyboard_scrolls(show):
    page = show(dispatch(), viewport={"width": 1280, "height": 400}).page
    page.mouse.move(500, 300)
    for _ in range(12):
        page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert current(page) == ["s12"]


def test_a_link_from_elsewhere_arrives(show):
    page = show(dispatch(), at="#s4").page
    page.wait_for_function("() => document.activeElement.id === 'c4'")
    assert current(page) == ["s4"]


def test_selecting_words_chooses_nothing(show):
    page = show(dispatch()).page
    box = page.locator("text=rien n’avait été signé").first.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 10)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().length") > 0
    assert focused(page) in ("", None)


def test_what_is_copied_is_the_copy(show):
    page = show(dispatch()).page
    page.evaluate("getSelection().selectAllChildren(document.querySelectorAll('#copy .text')[4])")
    assert page.evaluate("getSelection().toString()").strip() in dispatch().text


def test_notes_stand_beside_their_lines(show):
    page = show(dispatch()).page
    for number in ("1", "2"):
        flag, note = (page.locator(f"#{kind}{number}").bounding_box() for kind in "fn")
        assert abs(flag["y"] - note["y"]) < 16
        assert note["x"] + note["width"] < flag["x"]
    boxes = [one.bounding_box() for one in page.locator(".tags span, .note").all()]
    boxes.sort(key=lambda box: box["y"])
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]
    page.set_viewport_size(NARROW)
    page.wait_for_function("() => !document.getElementById('copy').classList.contains('aligned')")
    flag, note = (page.locator(f"#{kind}1").bounding_box() for kind in "fn")
    assert note["y"] > flag["y"]


def test_a_note_and_its_place_are_joined(show):
    page = show(dispatch()).page
    page.hover("#n1")
    assert page.locator("mark.on").text_content() == ". ."
    page.hover("h1")
    assert page.locator("mark.on").count() == 0
    page.focus("#f1")
    assert "on" in page.locator("#n1").get_attribute("class")


# --- to whom, when, where; the words that prove it ---------------------------------


def test_what_stands_beside_and_what_proves_it_is_lit(show):
    page = show(summit()).page
    page.focus("#s3 > .card .number")
    assert [tuple(one) for one in lit(page)] == [
        ("evidence", "finlandais"),
        ("evidence", "Aarne Koskela"),
        ("source", "M. Koskela"),
        ("cue", "a mis en garde"),
        ("addressee", "les Européens"),
        ("content", "contre « toute naïveté »"),
        ("channel", "lors d’une conférence de presse"),
        ("place", "à Helsinki"),
        ("evidence", "chef de l’État finlandais"),
    ]
    grounds = page.eval_on_selector_all(
        "#copy [data-on]:not([data-on=evidence])", "found => found.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert len(set(grounds)) == len(grounds) == 6
    # The card names them on the same tints.
    for role in ("addressee", "place", "channel"):
        tint = page.eval_on_selector(f"#copy [data-on={role}]", "one => getComputedStyle(one).backgroundColor")
        assert page.eval_on_selector(f"#s3 > .card .{role} dt", "one => getComputedStyle(one).backgroundColor") == tint
    frame = page.eval_on_selector("#copy [data-on=evidence]", "one => getComputedStyle(one).outlineStyle")
    assert frame == "dotted"


def test_the_addressee_in_the_copy_leads_to_its_statement(show):
    page = show(summit()).page
    page.hover("#copy [data-addressee='2']")
    assert current(page) == ["s2"]
    # What proves a field is nobody's part: hovering over it lights nothing of its own.
    page.hover("h1")
    assert lit(page) == []


def test_evidence_folds_out_by_keyboard_and_keeps_its_statement_lit(show):
    page = show(summit()).page
    page.focus("#s3 > .card summary")
    page.keyboard.press("Enter")
    assert page.locator("#s3 > .card details dl").is_visible()
    assert current(page) == ["s3"]
    page.click("#s4 > .card summary")
    assert page.locator("#s4 > .card details dl").is_visible()
    assert focused(page) != "c4"


# --- filters ------------------------------------------------------------------------


def shown(page):
    return [one.get_attribute("id") for one in page.locator(".item:not(.off)").all() if one.is_visible()]


def test_filters_by_keyboard(show):
    watched = show(summit())
    page = watched.page
    page.focus("select[name=act]")
    page.keyboard.press("j")  # a letter in a list of choices moves through no statement
    assert current(page) == []
    page.select_option("select[name=act]", "warn")
    assert shown(page) == ["s3", "s9"]
    assert page.locator("#statements-title").text_content() == "2 sur 12 déclarations"
    assert page.locator("#live").text_content() == "2 sur 12 déclarations"
    assert [call.get_attribute("id") for call in page.locator(".call").all() if call.is_visible()] == ["c3", "c9"]
    page.focus("#c3")
    page.keyboard.press("j")
    assert current(page) == ["s9"]
    page.select_option("select[name=type]", "government")
    assert shown(page) == []
    assert page.get_by_text("Aucune déclaration ne répond").is_visible()
    assert current(page) == []
    page.keyboard.press("j")
    page.focus("#clear")
    page.keyboard.press("Enter")
    assert len(shown(page)) == 12
    # Not on the button, which is gone.
    assert page.evaluate("document.activeElement.name") == "who"
    assert page.locator("#statements-title").text_content() == "12 déclarations"
    assert watched.said == []


def test_what_is_left_out_is_plain_copy_and_a_frame_in_the_list(show):
    page = show(summit()).page
    page.select_option("select[name=to]", label="Aarne Koskela (1)")
    assert shown(page) == ["s2"]
    # The statement that holds it is its frame.
    assert page.locator("#s1.off").is_visible()
    assert not page.locator("#s1 > .card .what").is_visible()
    assert not page.locator("#s3").is_visible()
    ground = page.eval_on_selector_all("#copy .part", "found => found.filter(one => one.matches('.content, .source, .cue')).length")
    assert ground == page.locator("#copy .part:not(.off).content, #copy .part:not(.off).source, #copy .part:not(.off).cue").count()
    page.hover("#copy [data-cue='3']")
    assert lit(page) == []
    page.click("#copy [data-cue='3']")
    assert current(page) == []
    page.evaluate("location.hash = '#s3'")
    page.wait_for_function("() => document.activeElement.id === 'c3'")
    assert len(shown(page)) == 12


def test_a_bar_shows_its_speaker_and_all_again(show):
    page = show(summit()).page
    bar = page.locator("a.bar").first
    assert bar.get_attribute("role") == "button"
    bar.click()
    assert shown(page) == ["s3", "s4", "s6"]
    assert bar.get_attribute("aria-pressed") == "true"
    assert page.locator("select[name=who]").input_value() == "1"
    bar.press(" ")
    assert len(shown(page)) == 12
    bar.press("Enter")
    assert shown(page) == ["s3", "s4", "s6"]
    page.locator("a.bar").nth(1).click()
    assert shown(page) == ["s1"]
    assert bar.get_attribute("aria-pressed") == "false"


def test_bars_are_as_long_as_their_numbers(show):
    page = show(summit()).page
    lengths = [one.bounding_box()["width"] for one in page.locator(".share .got").all()]
    assert lengths[0] == pytest.approx(3 * lengths[1], rel=0.02)


def test_without_script_there_are_no_filters_and_bars_are_links(show):
    page = show(summit(), java_script_enabled=False).page
    assert not page.locator("#filters").is_visible()
    page.locator("a.bar").first.click()
    assert page.url.endswith("#s3")


# --- screens and paper -------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW, {"width": 820, "height": 900}], ids=["wide", "narrow", "middle"])
@pytest.mark.parametrize("made", [dispatch, summit])
def test_nothing_sticks_out(show, made, scheme, viewport, tmp_path):
    page = show(made(), viewport=viewport, color_scheme=scheme).page
    for summary in page.locator("summary").all():
        summary.click()
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) < 384) == (scheme == "dark")
    page.screenshot(path=tmp_path / f"{scheme}-{viewport['width']}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_roles_differ_by_more_than_colour(show, scheme):
    page = show(dispatch(), color_scheme=scheme).page
    drawn = page.eval_on_selector_all(
        ".legend li span",
        """found => found.map(one => (style => [style.fontWeight, style.fontStyle, style.textDecorationLine, style.textDecorationStyle,
           style.borderBlockEndStyle, style.borderInlineStartStyle].join(" "))(getComputedStyle(one)))""",
    )
    assert len(drawn) == len(set(drawn)) == 5


def test_paper_has_it_all_in_one_column_and_dark_ink(show, tmp_path):
    page = show(dispatch(), color_scheme="dark").page
    page.focus("#c2")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("#keys").is_visible()
    copy, listed = page.locator("#copy").bounding_box(), page.locator("#statements").bounding_box()
    assert listed["y"] >= copy["y"] + copy["height"]
    boxes = [one.bounding_box() for one in page.locator("#copy .text, .tags, .note").all()]
    boxes.sort(key=lambda box: box["y"])
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 0.5
    page.screenshot(path=tmp_path / "print.png", full_page=True)
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_without_script_it_is_read_and_its_links_lead(show):
    page = show(dispatch(), java_script_enabled=False).page
    assert not page.locator("#keys").is_visible()
    assert page.locator("#s14").is_visible()
    page.locator("#c3").click()
    assert page.url.endswith("#s3")
    page.locator("#s3 .number").click()
    assert page.url.endswith("#c3")


def test_no_statement(show):
    watched = show(document_of("Il pleut."))
    watched.page.keyboard.press("j")
    watched.page.keyboard.press("Escape")
    assert watched.page.get_by_text("Personne, dans ce texte").is_visible()
    assert watched.said == []


def test_a_long_page_stays_quick(show):
    """Five thousand statements: the pointer finds its parts by number, not by looking."""
    line = "<source>Le maire</source> <cue>a dit</cue> <content>que la digue tiendrait encore un hiver</content>."
    one = document_of(line)
    size = len(one.text) + 1

    def moved(spans, number):
        return tuple(span.shifted(number * size) for span in spans)

    held = one.statements[0]
    speakers = (held.speaker, None)
    statements = tuple(
        replace(
            held,
            id=str(n),
            speaker=speakers[n % 2],
            source=moved(held.source, n),
            cue=moved(held.cue, n),
            content=moved(held.content, n),
        )
        for n in range(5000)
    )
    page = show(replace(one, text=f"{one.text}\n" * 5000, statements=statements)).page
    page.evaluate("performance.mark('start')")
    page.focus("#c4000")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    # A generous bound for a loaded machine: a walk over all parts takes many times as long.
    assert page.evaluate("performance.measure('focus', 'start').duration") < 3000
    assert len(lit(page)) == 3
    page.evaluate("performance.mark('sift')")
    page.select_option("select[name=who]", "1")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("performance.measure('sifting', 'sift').duration") < 3000
    assert page.locator(".item:not(.off)").count() == 2500
    page.focus("#c4001")
    assert [role for role, _ in lit(page)] == ["evidence", "source", "cue", "content"]


# --- hostile copy --------------------------------------------------------------------

PAYLOADS = [
    "<script>window.owned = 1; alert(1)</script>",
    '"><img src="https://inquit.invalid/x.png" onerror="window.owned = 1">',
    "'><svg onload='window.owned = 1'><animate onbegin='window.owned = 1' attributeName=x dur=1s>",
    "</style><script>window.owned = 1</script>",
    "</script><script>window.owned = 1</script>",
    "</title><script>window.owned = 1</script>",
    '<iframe srcdoc="<script>parent.owned = 1</script>"></iframe>',
    '<meta http-equiv="refresh" content="0; url=https://inquit.invalid/">',
    '<base href="https://inquit.invalid/"><link rel=stylesheet href="https://inquit.invalid/x.css">',
    '<style>@import "https://inquit.invalid/x.css"; * { display: none }</style>',
    '<form action="https://inquit.invalid/"><input autofocus onfocus="window.owned = 1"></form>',
    '<a href="javascript:window.owned = 1" id="keys">x</a>',
    '<p id="copy"><li data-n="1" data-say="x">',
    "\0<\0script>window.owned = 1</script>",
    "\u202e<script>window.owned = 1</script>\u202c",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_copy_is_shown_and_does_nothing(show, payload):
    text = f"{payload} a dit {payload}"
    size = len(payload)
    source, cue, content = (Span(0, size),), (Span(size + 1, size + 6),), (Span(size + 7, 2 * size + 7),)
    proofs = (Evidence(payload, Span(1, 3), payload),)
    speaker = Speaker(
        payload, payload, payload, proofs, 0.5, role=payload * 2, country=payload, organization=payload * 3, members=(payload,)
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
        payload,
        modality=payload,
        chain=(payload, payload),
        addressee=Addressee(content[0], payload),
        channel=content[0],
        place=Place(content[0], payload, payload, payload),
        time=Time(content[0], payload, payload, payload),
        mentions=(payload,),
        act=Act(payload, "interpretive", (Span(0, 2),), payload),
        unknown=((payload, payload),),
    )
    other = Statement("t", None, "speech", "direct", False, source, cue, content, (), None, 0.5, payload)
    found = (Diagnostic(payload, Span(1, 5), payload),)
    known = {"title": payload, "uri": payload, "authors": (payload,), "agency": payload, "published": payload, "pack": payload}
    watched = show(document_of(text, statements=(one, replace(one, id="u", act=None, addressee=None), other), diagnostics=found, **known))
    page = watched.page
    page.keyboard.press("j")
    page.hover("#n1")
    page.hover("#s1 .what")
    page.click("#s1 .what")
    page.click("#c1")
    page.click("#s1 summary")
    for name, found in (("who", ["s1", "s2"]), ("type", ["s1", "s2"]), ("act", ["s1"]), ("to", ["s1"])):
        page.select_option(f"select[name={name}]", index=1)
        assert shown(page) == found
    page.click("a.bar >> nth=0")
    page.wait_for_timeout(100)
    assert page.evaluate("window.owned") is None
    assert watched.said == []
    assert watched.asked == [page.url.partition("#")[0]]
    assert page.locator("#copy .text").all_text_contents() == [printable(text)]
    assert page.locator("script").count() == page.locator("style").count() == 1
    assert page.locator("img, iframe, form, base, link, input, #copy p p").count() == 0


def test_the_policy_would_stop_what_slipped_through(show):
    """Defence behind the escaping: even an element that is really there does nothing."""
    watched = show(dispatch())
    page = watched.page
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.owned = 1";
            const image = document.createElement("img");
            image.src = "https://inquit.invalid/x.png";
            image.setAttribute("onerror", "window.owned = 2");
            image.setAttribute("style", "width: 77px");
            const style = document.createElement("style");
            style.textContent = "body { display: none }";
            document.body.append(script, image, style);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None
    assert page.locator("#copy").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('img')).width") != "77px"
    assert page.evaluate("fetch('https://inquit.invalid/').then(() => 'sent', () => 'stopped')") == "stopped"
    assert len([said for said in watched.said if "Content Security Policy" in said]) >= 4
    assert [url for url in watched.asked if url.startswith("http")] == [url for url, why in watched.stopped if why == "csp"]
