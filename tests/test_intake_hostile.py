"""Whatever a file holds, reading it gives documents or reasons, and never raises."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inquit.intake.limits import Limits
from inquit.intake.records import SKIPS, Found, Skipped
from inquit.intake.sources import read_source
from tests.intake_files import files

FILES = files()
LIMITS = Limits(document=1_000_000, row=100_000, expanded=2_000_000, members=50)


def holds(data: bytes, name: str) -> None:
    for one in read_source(data, name=name, limits=LIMITS):
        assert one.origin.isprintable()
        if isinstance(one, Skipped):
            assert one.code in SKIPS
            assert one.reason.isprintable()
        else:
            assert isinstance(one, Found)
            assert one.raw.text.strip()
            one.raw.text.encode("utf-8")


@st.composite
def mutated(draw, data: bytes) -> bytes:
    """A file with bytes changed, dropped, doubled or put in, or cut short."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        if not changed:
            break
        at = draw(st.integers(0, len(changed) - 1))
        kind = draw(st.sampled_from(["set", "flip", "cut", "drop", "double", "insert"]))
        if kind == "set":
            changed[at] = draw(st.sampled_from([0, 1, 9, 10, 34, 44, 60, 91, 123, 127, 128, 255]))
        elif kind == "flip":
            changed[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del changed[at:]
        elif kind == "drop":
            del changed[at : at + draw(st.integers(1, 40))]
        elif kind == "double":
            changed[at:at] = changed[at : at + draw(st.integers(1, 200))]
        else:
            changed[at:at] = draw(st.binary(min_size=1, max_size=12))
    return bytes(changed)


@pytest.mark.parametrize("name", list(FILES))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_mutated_files(name, data):
    holds(data.draw(mutated(FILES[name])), name)


@pytest.mark.parametrize("name", ["", *FILES])
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_anything_under_any_name(name, data):
    holds(data, name)
