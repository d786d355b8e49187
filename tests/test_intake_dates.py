import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquit.intake.dates import iso_date, written_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Publié le 28 janvier 2022 à 18h30", "2022-01-28T18:30"),
        ("Publié le vendredi 28 janvier 2022, 18 h 05", "2022-01-28T18:05"),
        ("28 janv. 2022 à 9 heures", "2022-01-28T09:00"),
        ("Le 1er mars 2021", "2021-03-01"),
        ("Mis en ligne le 12 décembre 2019 - 07:45", "2019-12-12T07:45"),
        ("31 AOÛT 2020", "2020-08-31"),
        ("31 aout 2020", "2020-08-31"),
        ("Publié le 28/01/2022 à 18:30", "2022-01-28T18:30"),
        ("28.01.2022", "2022-01-28"),
        ("01/28/2022", "2022-01-28"),
        ("October 3, 2022, 9:14 PM", "2022-10-03T21:14"),
        ("Published 21:14, 3 October 2022", "2022-10-03T21:14"),
        ("Jan. 5, 2021 12:05 a.m.", "2021-01-05T00:05"),
        ("Mon 22 Jan 2024 18.30 GMT", "2024-01-22T18:30+00:00"),
        ("3rd of May 2020", "2020-05-03"),
        ("Mon, 03 Oct 2022 21:14:00 +0100", "2022-10-03T21:14:00+01:00"),
        ("2022-01-28", "2022-01-28"),
        ("2022-01-28 17:05", "2022-01-28T17:05:00"),
        ("2022-01-28T17:05:12.123Z", "2022-01-28T17:05:12+00:00"),
        ("2022-01-28T17:05:12+0100", "2022-01-28T17:05:12+01:00"),
        ("2022-01-28T99:99", "2022-01-28"),
        ("20220128", "2022-01-28"),
        ("2022", None),
        ("janvier 2022", None),
        ("le 12 octobre", None),
        ("31 février 2022", None),
        ("99/99/2022", None),
        ("hier", None),
        ("", None),
        ("0001-01-01", None),
    ],
)
def test_dates(written, iso):
    assert iso_date(written) == iso


def test_american_figures():
    assert (iso_date("03/10/2022"), iso_date("03/10/2022", american=True)) == ("2022-10-03", "2022-03-10")


@given(st.text(alphabet="0123456789 :-/.hTZ+janvierPublié,été", max_size=60) | st.text(max_size=60))
def test_no_text_raises(text):
    found = written_date(text)
    assert found is None or 0 <= found[1] < found[2] <= len(text)
    assert iso_date(text) is None or iso_date(iso_date(text)[:10])
