import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inquit.lexicon import rows
from inquit.reading.timerules import RULES
from inquit.reading.times import PRECISIONS, resolve_time
from inquit.reading.timewords import READ
from inquit.statement import UNKNOWN

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "times.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

ISO = {
    "minute": r"\d{4}-\d\d-\d\dT\d\d:\d\dZ?",
    "hour": r"\d{4}-\d\d-\d\dT\d\d:\d\dZ?",
    "day": r"\d{4}-\d\d-\d\d",
    "week": r"\d{4}-W\d\d",
    "month": r"\d{4}-\d\d",
    "year": r"\d{4}",
}

# What the second column of each kind of word may hold.
VALUES = {
    "ampm": "am|pm",
    "day": "-?[0-2]",
    "duration": r"\d+ (?:minute|hour|day|week|month|year)",
    "edge": "[0-3]",
    "night": "0|-1",
    "number": r"\d{1,3}",
    "part": "am|pm|day|night",
    "season": "3|6|9|12",
    "unit": "minute|hour|day|week|month|year",
    "units": "minute|hour|day|week|month|year",
    "weekday": "[1-7]",
    "zone": "Z|local",
}
BARE = re.compile("about|ago|and|at|colon|dash|decade|from|h|in|last|lasts|next|noon|of|since|skip|slash|the|this|to|weekend")

FRENCH_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
FRENCH_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ENGLISH_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

# A loaded machine is not a slow rule; the length of the words is bounded.
unhurried = settings(deadline=None)

anchors = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def resolve(case):
    words, anchor, future, *_ = case
    return resolve_time(words, None if anchor == "-" else anchor, future == "1")


@pytest.mark.parametrize("case", CASES, ids=lambda case: "|".join(case[:3]))
def test_cases(case):
    told = resolve(case)
    assert (told.value or "-", told.precision or "-") == case[3:]
    assert (told.value is None) == (told.reason in UNKNOWN)
    assert told.value is None or told.precision in PRECISIONS


def test_every_rule_has_a_case_and_its_own_name():
    names = [rule.__name__ for rule in RULES]
    assert len(set(names)) == len(names)
    assert {told.rule for case in CASES if (told := resolve(case)).value} == set(names)


@pytest.mark.parametrize("language", READ)
def test_words_are_of_known_kinds_and_no_form_stands_twice(language):
    found = rows(language, "time-words")
    for kind, form, value in found:
        assert re.fullmatch("-" if BARE.fullmatch(kind) else VALUES[kind], value), (kind, form, value)
    forms = [form for _, form, _ in found] + [form for form, _ in rows(language, "months")]
    assert len(set(forms)) == len(forms)


def test_reasons():
    assert resolve_time("vendredi", None).reason == resolve_time("vendredi", "hier").reason == "no-anchor"
    assert resolve_time("il y a une heure", "2022-01-28").reason == "no-anchor"
    assert resolve_time("depuis longtemps", None).reason == resolve_time("", None).reason == "not-understood"
    # A rule that knows the pattern is named though the day does not exist.
    assert resolve_time("le 30 février", "2022-01-28") == resolve_time("le 30 février 2022", None)
    assert resolve_time("le 30 février", "2022-01-28").rule == "calendar_day"


words = st.one_of(
    st.text(),
    st.lists(
        st.one_of(
            st.sampled_from([form for language in READ for _, form, _ in rows(language, "time-words")]),
            st.sampled_from(FRENCH_MONTHS + ENGLISH_MONTHS),
            st.integers(0, 10_000).map(str),
        ),
        max_size=8,
    ).map(" ".join),
    st.tuples(*[st.sampled_from(CASES)] * 2).map(lambda two: f"{two[0][0]} {two[1][0]}"),
)


@unhurried
@given(words, st.one_of(st.none(), st.text(), st.dates().map(str), st.datetimes().map(str)), st.booleans())
def test_any_words_are_resolved_to_iso_or_to_a_reason(words, anchor, future):
    told = resolve_time(words, anchor, future)
    if told.value is None:
        assert told.precision is None
        assert told.reason in UNKNOWN
        return
    assert told.reason is None
    assert told.rule in {rule.__name__ for rule in RULES}
    if told.precision == "interval":
        first, last = told.value.split("/")
        assert first < last
        assert any(re.fullmatch(ISO[grain], first) and re.fullmatch(ISO[grain], last) for grain in ("day", "week", "month", "year"))
    else:
        assert re.fullmatch(ISO[told.precision], told.value)
    for side in told.value.split("/"):
        date.fromisoformat(side.partition("T")[0] + {4: "-01-01", 7: "-01"}.get(len(side), ""))


@unhurried
@given(anchors, st.integers(0, 6), st.booleans())
def test_weekdays_are_the_nearest(anchor, number, future):
    told = resolve_time(FRENCH_DAYS[number], str(anchor), future)
    assert told == resolve_time(f"on {ENGLISH_DAYS[number]}", str(anchor), future)
    day = date.fromisoformat(told.value)
    assert day.weekday() == number
    assert 0 <= ((day - anchor) if future else (anchor - day)).days < 7
    last, following = (
        date.fromisoformat(resolve_time(f"{FRENCH_DAYS[number]} {word}", str(anchor)).value) for word in ("dernier", "prochain")
    )
    assert last < anchor < following
    assert (following - last).days == (14 if anchor.weekday() == number else 7)


@unhurried
@given(anchors, anchors)
def test_dates_without_a_year_are_the_nearest(anchor, wanted):
    written = f"{wanted.day} {FRENCH_MONTHS[wanted.month - 1]}"
    past, coming = (date.fromisoformat(resolve_time(f"le {written}", str(anchor), future).value) for future in (False, True))
    assert past <= anchor <= coming
    between = [past + timedelta(days) for days in range((coming - past).days + 1)]
    assert [day for day in between if (day.month, day.day) == (wanted.month, wanted.day)] == sorted({past, coming})


@unhurried
@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)))
def test_whole_dates_need_no_anchor(day):
    french = f"{FRENCH_DAYS[day.weekday()]} {day.day} {FRENCH_MONTHS[day.month - 1]} {day.year}"
    english = f"on {ENGLISH_DAYS[day.weekday()]}, {ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}"
    assert {resolve_time(words, None).value for words in (french, english, str(day))} == {str(day)}


@unhurried
@given(st.sampled_from(CASES), st.sampled_from(["\u00a0", "\u202f", "  ", "\n"]), st.sampled_from("'’ʼ"))
def test_typography_and_case_do_not_matter(case, blank, apostrophe):
    words = case[0].replace(" ", blank).replace("’", apostrophe)
    changed = (words, *case[1:])
    assert resolve(changed) == resolve(case)
    assert resolve((words.upper(), *case[1:])) == resolve(case)
