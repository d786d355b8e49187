import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inquit import OptionError, Record
from inquit.document import Metadata
from inquit.record.search import RANKED, SORTS, Criteria
from inquit.spans import Span
from inquit.statement import Act, Addressee, Time
from tests.record_samples import said

ACCORD = said("Nous voulons un accord avec Kiev", "Sergueï Lavrov", published="2022-01-10", act=Act("demand", "interpretive", (), "r"),
              addressee=Addressee(Span(0, 3), "OTAN"), form="direct", mentions=("Kiev", "Union européenne"))  # fmt: skip
LATER = said("Cet accord, dit « accord de Minsk », est mort", "Sergueï Lavrov", published="2022-03-10",
             time=Time(Span(0, 1), "2021-12-05", "day", "r"))  # fmt: skip
ENGLISH = said("The negotiations with Kyiv are over", "Anne Holm", language="en", published="2022-02-10", kind="attitude",
               type="anonymous")  # fmt: skip
UNDATED = said("L'accord est bon", "Élise Noé", published=None)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("r") / "r.db", create=True) as opened:
        opened.add(ACCORD, addresses=("/1",), metadata=Metadata(publisher="Le Quotidien du Léman"))
        opened.add(LATER, addresses=("/2",))
        opened.add(ENGLISH, addresses=("/3",), metadata=Metadata(publisher="Morning Post"))
        opened.add(UNDATED, addresses=("/4",))
        yield opened


def found(record, query=None, **criteria):
    numbers = {document.id: number for number, document in enumerate((ACCORD, LATER, ENGLISH, UNDATED), start=1)}
    return [numbers[hit.document] for hit in record.search(query, **criteria).hits]


@pytest.mark.parametrize(
    ("query", "criteria", "numbers"),
    [
        ("accord", {}, {1, 2, 4}),
        ("ACCORDS", {"speaker": "lavrov"}, {1, 2}),
        ("accord", {"speaker": "serguei LAVROV"}, {1, 2}),
        ("accord", {"speaker": "lavr"}, set()),
        ("accord kiev", {}, {1}),
        ('"accord de Minsk"', {}, {2}),
        ('"accord Minsk"', {}, set()),
        ("minsk OR kiev", {}, set()),
        ("negotiate", {}, {3}),
        ("négocier", {}, set()),
        (None, {"to": "otan"}, {1}),
        (None, {"mention": "union"}, {1}),
        (None, {"form": "direct"}, {1}),
        (None, {"act": "demand"}, {1}),
        (None, {"kind": "attitude"}, {3}),
        (None, {"type": "anonymous"}, {3}),
        (None, {"lang": "en"}, {3}),
        (None, {"publisher": "quotidien leman"}, {1}),
        (None, {"publisher": "Gazette"}, set()),
        (None, {"document": LATER.id}, {2}),
        # When the text tells the day it goes over the day of publication.
        (None, {"since": "2021-12-01", "until": "2021-12-31"}, {2}),
        (None, {"since": "2022-02"}, {3}),
        (None, {"until": "2022-01"}, {1, 2}),
        (None, {}, {1, 2, 3, 4}),
        ("!!! ???", {}, set()),
        ("", {"lang": "en"}, {3}),
    ],
)
def test_what_is_found(record, query, criteria, numbers):
    assert set(found(record, query, **criteria)) == numbers
    assert record.search(query, **criteria).total == len(numbers)


def test_orders_and_pages(record):
    assert found(record, sort="newest") == [3, 1, 2, 4]
    assert found(record, sort="oldest") == [2, 1, 3, 4]
    assert found(record, "accord", sort="oldest") == [2, 1, 4]
    assert found(record, "accord", sort="newest") == [1, 2, 4]
    assert found(record, "accord minsk", sort="best") == [2]
    assert found(record, limit=1, offset=1, sort="newest") == [1]
    assert record.search(limit=1).total == 4
    assert record.search("accord", limit=0).total == 3
    assert found(record, "accord", offset=9) == []


def test_the_words_that_were_looked_for_are_marked(record):
    (hit,) = record.search('accords "DE minsk"').hits
    assert [span.of(hit.text) for span in hit.highlights] == ["accord", "accord", "de", "Minsk"]
    assert (hit.said_from, hit.said_to, hit.date_of, hit.published) == ("2021-12-05", "2021-12-05", "time", "2022-03-10")
    assert hit.address == "/2"


def test_a_beginning_finds_words_that_begin_so_and_no_others(tmp_path):
    with Record(tmp_path / "r.db", create=True) as record:
        record.add(said("les négociateurs sont là"))
        record.add(said("nous négocions"))
        record.add(said("la négociation dure"))
        for start, total in (("négoci*", 3), ("NEGOCIAT*", 2), ("negociate*", 1), ("negox*", 0)):
            results = record.search(start)
            assert (len(results.hits), results.total) == (total, total), start
        assert record.search("négoci* dur*").total == 1


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "*",
        "-",
        "a*b",
        "NEAR(a b)",
        "col:x",
        "^a",
        "a AND",
        "OR",
        "(",
        "{a} : b",
        "'; DROP TABLE documents; --",
        "\0",
        "\ud800",
        "%",
        "a" * 100_000,
        "mot " * 5_000,
        '"' * 999,
        "«»",
        "œ*",
        "١٢",
        "日本語",
    ],
)
def test_no_query_is_an_error(record, query):
    before = record.stats().documents
    record.search(query)
    record.search(None, speaker=f"x{query}")
    assert record.stats().documents == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(query=st.text(max_size=30) | st.text(alphabet="\"*«»^:(){}+-ANDORNEAT 'é", max_size=30))
def test_any_query_at_all(record, query):
    for hit in record.search(query).hits:
        assert all(any(piece.contains(span) for piece in hit.statement.content) for span in hit.highlights)


@pytest.mark.parametrize(
    "criteria",
    [{"since": "hier"}, {"until": "2022-13"}, {"form": "x"}, {"act": "x"}, {"kind": "x"}, {"type": "x"}, {"sort": "x"}, {"limit": -1},
     {"speaker": ""}, {"to": "?!"}, {"nothing": 1}],
)  # fmt: skip
def test_criteria_that_make_no_sense_are_named(record, criteria):
    with pytest.raises(OptionError, match=next(iter(criteria))):
        record.search("accord", **criteria)


def test_no_value_of_a_user_becomes_sql(record, monkeypatch):
    """Every statement of SQL that a search runs is made of our own words alone."""
    seen = []
    rows = type(record._database).rows
    monkeypatch.setattr(type(record._database), "rows", lambda self, sql, values=(): seen.append(sql) or rows(self, sql, values))
    record.search(
        "secretword", speaker="secretname", to="secretname", mention="secretname", publisher="secretname", lang="secretcode", since="2022"
    )
    assert seen
    assert not any(re.search("secret|2022", sql) for sql in seen)


def test_all_fields_of_criteria_work_together(record):
    everything = dict(  # noqa: C408
        speaker="lavrov", to="otan", mention="kiev", since="2022-01-01", until="2022-12-31", form="direct", act="demand",
                      kind="speech", type="person", lang="fr", publisher="leman", document=ACCORD.id, all_versions=True)  # fmt: skip
    assert {*everything, "query"} == set(Criteria.__dataclass_fields__)
    for sort in SORTS:
        assert found(record, "accord", sort=sort, **everything) == [1]
        assert found(record, sort=sort, **everything) == [1]
    for one, other in itertools.combinations(everything, 2):
        assert found(record, **{one: everything[one], other: everything[other]})


def test_speakers_are_counted_by_their_folded_names(tmp_path):
    with Record(tmp_path / "r.db", create=True) as record:
        for text, name in (("un", "Élise Noé"), ("deux", "Elise NOÉ"), ("trois", "Sergueï Lavrov")):
            record.add(said(text, name))
        first, second = record.speakers()
        assert (first.statements, first.documents, second.name) == (2, 2, "Sergueï Lavrov")
        assert [one.name for one in record.speakers("lavrov")] == ["Sergueï Lavrov"]
        assert record.speakers("nobody") == record.speakers("!") == ()
        assert record.speakers(type="group") == ()


def test_statements_and_documents_are_had_by_id_and_by_its_beginning(record):
    identity = ACCORD.statements[0].id
    assert record.statement(identity).statement == ACCORD.statements[0]
    assert record.statement(identity[:9]).document == ACCORD.id
    assert record.document(ACCORD.id[:9]) == record.document("/1") == ACCORD
    assert record.statement("x") is record.document("f" * 16) is record.statement("") is None


def test_stats_count_what_is_there(record):
    stats = record.stats()
    assert (stats.documents, stats.statements, stats.speakers) == (4, 4, 3)
    assert (stats.first, stats.last) == ("2021-12-05", "2022-02-10")
    assert dict(stats.languages) == {"fr": 3, "en": 1}
    assert [month for month, _ in stats.months] == ["2021-12", "2022-01", "2022-02"]
    assert RANKED >= 1000
