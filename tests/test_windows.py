from hypothesis import given
from hypothesis import strategies as st

from inquit.reading.records import Word
from inquit.reading.windows import cut, lay_out, pieces_of, surface
from inquit.spans import Span
from tests.test_spans import texts


@st.composite
def documents(draw):
    lengths = draw(st.lists(st.integers(1, 40), min_size=1, max_size=120))
    breaks = draw(st.lists(st.booleans(), min_size=len(lengths), max_size=len(lengths)))
    laid, paragraph = [], 0
    for index, (length, new) in enumerate(zip(lengths, breaks, strict=True)):
        paragraph += new
        laid.append(Word(Span(2 * index, 2 * index + 1), tuple(range(4, 4 + length)), paragraph))
    return laid


@given(documents(), st.integers(16, 80))
def test_every_word_is_in_one_window(laid, size):
    windows = cut(laid, size)
    assert [i for w in windows for i in range(w.start, w.end)] == list(range(len(laid)))
    for window in windows:
        ids, firsts = pieces_of(laid, window, 0, 2, size)
        assert len(ids) <= size
        assert len(firsts) == window.end - window.start
        assert all(ids[i] == 4 for i in firsts)


def test_an_empty_document_has_no_window():
    assert cut([], 64) == []


@given(texts)
def test_laid_out_words_cover_what_is_visible(text):
    laid = lay_out(text, lambda surfaces: [(4,)] * len(surfaces))
    seen = {i for word in laid for i in range(*word.span)}
    assert all(c.isspace() or i in seen for i, c in enumerate(text))
    for word in laid:
        surface(text, word.span).encode()


def test_composed_and_decomposed_words_look_alike_to_the_model():
    composed, decomposed = "l’été", "l’e\u0301te\u0301"
    assert surface(composed, Span(2, 5)) == surface(decomposed, Span(2, 7))


def test_soft_hyphen_and_joiners_are_invisible_to_the_model():
    assert surface("gou\u00adver\u200dne", Span(0, 10)) == "▁gouverne"
