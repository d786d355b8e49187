"""Twelve pages in the manner of French and English sites: body, title, date, authors right on all."""

import socket
from pathlib import Path

import pytest

from inquit.document import Metadata
from inquit.errors import RefusedError
from inquit.intake.layout import lay_out_blocks
from inquit.intake.webpages import decode_page, read_page

PAGES = sorted((Path(__file__).parent / "data" / "html").glob("*.html"))


def expected(page: Path) -> tuple[Metadata, list[str]]:
    head, _, body = page.with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
    told = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
    authors = tuple(name for name in told.pop("authors").split("; ") if name)
    return Metadata(authors=authors, **{key: value or None for key, value in told.items()}), body.strip("\n").split("\n")


def test_there_are_twelve_pages():
    assert len(PAGES) == 12


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page):
    metadata, body = expected(page)
    raw = read_page(page.read_bytes(), page.name)
    assert raw.text.split("\n") == [metadata.title, *body]
    assert raw.metadata == metadata
    assert raw.media_type == "text/html"
    assert raw.encoding == ("cp1252" if page.stem == "windows-1252" else "utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_layout_takes_the_title_for_the_headline(page):
    raw = read_page(page.read_bytes(), page.name)
    assert lay_out_blocks(raw.text).title == raw.metadata.title


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for page in PAGES:
        read_page(page.read_bytes(), page.name)


COPY = "".join(
    f"<p>Le maire a dit le {n} que le pont de la ville rouvrirait, et que les travaux avaient duré trop longtemps.</p>" for n in range(2, 7)
)


def told(head: str = "", body: str = COPY, html: str = "<html>") -> Metadata:
    return read_page(f"<!DOCTYPE html>{html}<head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), "x").metadata


def test_no_break_blanks_stay():
    text = read_page(
        f"<html><body><h1>T</h1><p>«&nbsp;Oui&#8239;», a dit le maire&nbsp;: il viendra.</p>{COPY}</body></html>".encode(), "x"
    ).text
    assert "«\u00a0Oui\u202f», a dit le maire\u00a0: il viendra." in text


def test_a_quotation_element_does_not_break_its_line():
    text = read_page(
        f"<html><body><h1>T</h1><p>« <q>Oui</q> », a dit <b>le</b> maire de la ville voisine.</p>{COPY}</body></html>".encode(), "x"
    ).text
    assert "« Oui », a dit le maire de la ville voisine." in text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2022-01-28T17:05:12Z">', "2022-01-28T17:05:12+00:00"),
        ('<meta name="date" content="28/01/2022">', "2022-01-28"),
        ('<meta property="article:modified_time" content="2022-01-28">', None),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2022-01-28"}</script>', "2022-01-28"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"soon"}</script>', None),
        ('<script type="application/ld+json">{broken</script><meta name="pubdate" content="20220128">', "2022-01-28"),
        ('<script type="application/ld+json">{"@type":"Organization","foundingDate":"1944-12-19"}</script>', None),
    ],
)
def test_dates_for_machines(head, published):
    assert told(head).published == published


@pytest.mark.parametrize(
    ("body", "published", "authors"),
    [
        ("<h1>T</h1><p>Par Ana Roy</p><p>Publié le 28 janvier 2022 à 18h30</p>", "2022-01-28T18:30", ("Ana Roy",)),
        ("<h1>T</h1><div class=date>Mis à jour le 29 janvier 2022</div>", "2022-01-29", ()),
        ("<h1>T</h1><div class='meta-updated date'>29 janvier 2022</div>", None, ()),
        ("<h1>T</h1><a rel=author href=/a>Ana Roy</a><span class=author>Luc Petit</span>", None, ("Ana Roy",)),
        ("<h1>T</h1><span class=author>Ana Roy</span> <span class=author>Luc Petit</span>", None, ("Ana Roy", "Luc Petit")),
        ("<h1>T</h1><div class=author>La rédaction</div>", None, ()),
        ("<h1>T</h1><aside><span class=author>Ana Roy</span></aside>", None, ()),
    ],
)
def test_what_readers_see(body, published, authors):
    found = told(body=body + COPY)
    assert (found.published, found.authors) == (published, authors)


def test_authors_are_people():
    head = '<script type="application/ld+json">{"@type":"Article","author":[{"@type":"Person","name":"Ana Roy"},{"@type":"Organization","name":"Reuters"},{"@type":"Person","name":"https://x.example/ana"},{"@type":"Person","name":"Plantu"}]}</script>'
    found = told(head)
    assert (found.authors, found.agency) == (("Ana Roy", "Plantu"), "Reuters")


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("<title>Le pont rouvre | La Gazette</title>", "Le pont rouvre", "La Gazette"),
        ("<title>La Gazette – Le pont rouvre</title>", "Le pont rouvre", "La Gazette"),
        ("<title>Le pont rouvre</title>", "Le pont rouvre", None),
        ("<title>Le pont rouvre : tout ce qu’il faut savoir</title>", "Le pont rouvre", None),
    ],
)
def test_title_and_site(head, title, publisher):
    found = told(head, f"<h1>Le pont rouvre</h1>{COPY}")
    assert (found.title, found.publisher) == (title, publisher)


def test_title_without_a_heading():
    head = '<meta property="og:site_name" content="La Gazette"><meta property="og:title" content="Le pont rouvre - La Gazette">'
    assert told(head).title == "Le pont rouvre"


@pytest.mark.parametrize(
    ("html", "language"),
    [("<html lang=fr-CA>", "fr"), ("<html lang=en_US>", "en"), ("<html lang=oc>", "oc"), ("<html lang=french>", None), ("<html>", None)],
)
def test_language(html, language):
    assert told(html=html).language == language


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("\ufeff<p>é".encode(), "utf-8"),
        ('<meta charset="windows-1251"><p>Да'.encode("cp1251"), "cp1251"),
        ('<meta charset="utf-7"><p>é'.encode("cp1252"), "cp1252"),
        ('<meta charset="no-such"><p>é'.encode("cp1252"), "cp1252"),
        ('<meta charset="utf-8"><p>é'.encode("cp1252"), "cp1252"),
        ('<meta charset="shift_jis"><p>\xe9\xff'.encode("latin-1"), "cp1252"),
    ],
)
def test_encodings(data, encoding):
    assert decode_page(data)[1] == encoding


def test_a_piece_of_a_page():
    assert read_page(b"<p>Le maire a dit oui.</p>", "x").text == "Le maire a dit oui."


@pytest.mark.parametrize("words", ["Recevez mes excuses, a dit le maire.", "« Abonnez-vous ! », a lancé le maire."])
def test_a_sentence_that_begins_as_furniture_does_stays(words):
    assert words in read_page(f"<html><body><h1>T</h1>{COPY}<p>{words}</p>{COPY.replace('pont', 'quai')}</body></html>".encode(), "x").text


@pytest.mark.parametrize("source", ["<html></html>", "<html><body><nav><a href=/>Accueil</a></nav></body></html>", "<!-- -->"])
def test_a_page_without_an_article_is_refused(source):
    with pytest.raises(RefusedError) as caught:
        read_page(source.encode(), "x")
    assert caught.value.code == "no-text"


def test_pictures_inside_a_page_do_not_count():
    picture = "<img src='data:image/png;base64," + "A" * 5_000_000 + "'>"
    assert "Le maire a dit" in read_page(f"<html><body>{picture}{COPY}</body></html>".encode(), "x").text
    with pytest.raises(RefusedError, match="characters"):
        read_page(f"<html><body>{'x' * 5_000_000}</body></html>".encode(), "x")


def test_without_the_library_a_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    with pytest.raises(RefusedError, match=r"inquit\[html\]"):
        read_page(COPY.encode(), "x")


def test_characters_that_no_text_may_hold_go():
    data = '{"@type":"Article","headline":"A\\u0000b\\ud800c","author":"Ana\\u0001 Roy"}'
    head = f'<meta property="og:site_name" content="La &#1;Gazette"><script type="application/ld+json">{data}</script>'
    raw = read_page(f"<html><head>{head}</head><body><p>Le&#8; «&nbsp;maire&nbsp;»</p>{COPY}</body></html>".encode(), "x")
    assert (raw.metadata.title, raw.metadata.publisher, raw.metadata.authors) == ("Abc", "La Gazette", ("Ana Roy",))
    assert "\x08" not in raw.text
