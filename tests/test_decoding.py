import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from inquit.reading.decoding import best_run, best_runs, decode
from inquit.reading.records import BEGIN, GROUPS, INSIDE, OUTSIDE, Candidate

logs = st.integers(1, 6).flatmap(lambda n: arrays(np.float32, (n, 3), elements=st.floats(-6, -0.0625, width=32)))


def taggings(length):
    for tags in itertools.product((OUTSIDE, BEGIN, INSIDE), repeat=length):
        if all(tag != INSIDE or (i and tags[i - 1] != OUTSIDE) for i, tag in enumerate(tags)):
            yield tags


def likelihood(tags, p):
    return float(sum(p[i, tag] for i, tag in enumerate(tags)))


@given(logs)
def test_the_likeliest_runs_are_those_of_an_exhaustive_search(p):
    runs, score = best_runs(p)
    assert score == pytest.approx(max(likelihood(tags, p) for tags in taggings(len(p))), abs=1e-4)
    tags = [OUTSIDE] * len(p)
    for first, last in runs:
        tags[first:last] = [BEGIN] + [INSIDE] * (last - first - 1)
    assert likelihood(tags, p) == pytest.approx(score, abs=1e-4)


@given(logs)
def test_the_likeliest_run_is_that_of_an_exhaustive_search(p):
    run, gain = best_run(p)
    none = likelihood([OUTSIDE] * len(p), p)
    scores = {}
    for first, last in itertools.combinations(range(len(p) + 1), 2):
        tags = [OUTSIDE] * len(p)
        tags[first:last] = [BEGIN] + [INSIDE] * (last - first - 1)
        scores[first, last] = likelihood(tags, p) - none
    assert gain == pytest.approx(max(scores.values()), abs=1e-4)
    assert (run is None) == (gain <= 0)
    if run:
        assert scores[run] == pytest.approx(gain, abs=1e-4)


def candidate(source, cue, content, anchor):
    """Tags nearly sure of the given runs."""
    length = max(last for runs in (source, cue, content) for _, last in runs) + 1
    p = np.full((length, len(GROUPS), 3), 0.02, np.float32)
    p[:, :, OUTSIDE] = 0.96
    for group, runs in zip(GROUPS, (source, cue, content), strict=False):
        for first, last in runs:
            for i in range(first, last):
                tag = BEGIN if i == first else INSIDE
                p[i, GROUPS.index(group)] = 0.02
                p[i, GROUPS.index(group), tag] = 0.96
    return Candidate(anchor + 100, 100, 2.0, -1.0, -1.0, np.log(p))


def test_a_source_may_lie_inside_the_cue():
    found = decode(candidate([(5, 6)], [(3, 8)], [(0, 2)], 7))
    assert (found.source, found.cue, found.content) == (((105, 106),), ((103, 108),), ((100, 102),))


def test_a_content_of_two_pieces_around_its_cue():
    found = decode(candidate([(4, 5)], [(3, 4)], [(0, 3), (6, 9)], 3))
    assert found.content == ((100, 103), (106, 109))


def test_content_keeps_off_cue_and_source():
    found = decode(candidate([(4, 5)], [(3, 4)], [(0, 8)], 3))
    taken = set(range(103, 105))
    assert taken.isdisjoint(i for first, last in found.content for i in range(first, last))


def test_without_content_there_is_no_attribution():
    assert decode(candidate([(1, 2)], [(2, 3)], [], 2)) is None
