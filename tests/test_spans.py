from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from inquit.segmentation import paragraphs, words
from inquit.spans import Span, covered, extent

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: Span(min(p), max(p)))
texts = st.text(st.one_of(st.characters(), st.sampled_from(" \n\r«»“”\"'’+-.,é\u00a0\u202f\u0301\u00ad\u202e\0")), max_size=120)


@given(spans, spans)
def test_overlap_is_symmetric_and_means_a_shared_character(one, other):
    shared = set(range(*one)) & set(range(*other))
    assert one.overlaps(other) == other.overlaps(one)
    if one.length and other.length:
        assert one.overlaps(other) == bool(shared)


@given(spans, spans)
def test_containing_means_every_character(one, other):
    if other.length:
        assert one.contains(other) == (set(range(*other)) <= set(range(*one)))
    assert covered([one], other) == one.contains(other)


@given(st.lists(spans, min_size=1))
def test_extent_holds_all(some):
    whole = extent(some)
    assert all(whole.contains(span) for span in some)


@given(spans, st.integers(0, 9))
def test_shifting_keeps_the_length(span, delta):
    assert span.shifted(delta).length == span.length


@given(texts)
def test_words_and_paragraphs_are_in_order_and_lose_nothing_visible(text):
    blocks = paragraphs(text)
    found = [w for b in blocks for w in words(text, *b)]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(span.length and not text[span.start].isspace() and not text[span.end - 1].isspace() for span in blocks)
    seen = {i for w in found for i in range(*w)}
    assert all(c.isspace() or i in seen for i, c in enumerate(text))
