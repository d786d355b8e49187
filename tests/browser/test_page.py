"""The HTML page in Debian's Chromium: what it does, and what copy cannot make it do.

``make browser-tests`` sets up what these need; without it they are skipped.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from inquit.document import Diagnostic
from inquit.spans import Span
from inquit.statement import Speaker, Statement
from inquit.views.page import to_html
from inquit.views.signs import printable
from tests.pages import dispatch, document_of

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


# --- screens and paper -------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW, {"width": 820, "height": 900}], ids=["wide", "narrow", "middle"])
def test_nothing_sticks_out(show, scheme, viewport, tmp_path):
    page = show(dispatch(), viewport=viewport, color_scheme=scheme).page
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
    statements = tuple(
        replace(held, id=str(n), source=moved(held.source, n), cue=moved(held.cue, n), content=moved(held.content, n)) for n in range(5000)
    )
    page = show(replace(one, text=f"{one.text}\n" * 5000, statements=statements)).page
    page.evaluate("performance.mark('start')")
    page.focus("#c4000")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    # A generous bound for a loaded machine: a walk over all parts takes many times as long.
    assert page.evaluate("performance.measure('focus', 'start').duration") < 3000
    assert len(lit(page)) == 3


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
    one = Statement("s", None, "speech", "direct", False, source, cue, content, (), Speaker(payload, source), 0.5, payload)
    found = (Diagnostic(payload, Span(1, 5), payload),)
    known = {"title": payload, "uri": payload, "authors": (payload,), "agency": payload, "published": payload, "pack": payload}
    watched = show(document_of(text, statements=(one,), diagnostics=found, **known))
    page = watched.page
    page.keyboard.press("j")
    page.hover("#n1")
    page.hover("#s1 .what")
    page.click("#s1 .what")
    page.click("#c1")
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
