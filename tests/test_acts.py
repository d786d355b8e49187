"""Acts and modality, held to tagged sentences of our own and to what must be true of any text and of the lists."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquit.lexicon import rows
from inquit.reading.acts import RULES, Untold, act_of, told
from inquit.reading.cases import CONDITIONS
from inquit.reading.cues import CLASSES, NO_ACT, READ, ROLES, TENSES, Lexicon, lexicon_of, plain
from inquit.reading.modality import modality_of
from inquit.spans import Span, covered
from inquit.statement import ACTS, LEVELS, MODALITIES, UNKNOWN, Act
from tests.tagged import parse
from tests.test_spans import texts


def sentences():
    language = ""
    for line in (Path(__file__).parent / "data" / "acts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            language = {"# French": "fr", "# English": "en"}.get(line, language)
        else:
            yield pytest.param(language, *line.split("\t"), id=line.split("\t")[0][:60])


SENTENCES = list(sentences())


@pytest.mark.parametrize("stated", [True, False], ids=["language", "no-language"])
@pytest.mark.parametrize(("language", "tagged", "label", "level", "modality", "shown"), SENTENCES)
def test_sentences(language, tagged, label, level, modality, shown, stated):
    sentence = parse(tagged)
    text, one = sentence.text, sentence.gold[0]
    language = language if stated else None
    found = told(text, one.cue, one.content, False, "speech", language)
    if label == "-":
        assert isinstance(found, Untold)
        assert (level, found.why) == ("-", shown)
    else:
        assert isinstance(found, Act)
        assert (found.label, found.level) == (label, level)
        assert " + ".join(span.of(text) for span in found.evidence) == shown
    assert modality_of(text, one.cue, language) == modality


def test_sentences_are_many_and_hold_every_label():
    shown = [param.values for param in SENTENCES]
    assert sum(language == "fr" for language, *_ in shown) >= 60
    assert sum(language == "en" for language, *_ in shown) >= 30
    assert {label for _, _, label, *_ in shown} - {"-"} == set(ACTS)
    assert {modality for *_, modality, _ in shown} == set(MODALITIES)


@pytest.mark.parametrize(
    ("cue", "content", "label"),
    [
        ("L’{espère}", "une trêve", None),
        ("{exige}", "une trêve", None),
        ("{n’a pas voulu commenter}", "le rapport", "decline-to-comment"),
        ("{ne veut pas dire}", "que c’est fini", None),
    ],
)
def test_an_attitude_is_no_act_but_a_refusal_to_speak(cue, content, label):
    text, start = "Le roi " + cue.replace("{", "").replace("}", "") + " " + content, 7 + cue.index("{")
    end = 7 + len(cue) - 2
    found = act_of(text, [Span(start, end)], [Span(len(text) - len(content), len(text))], False, "attitude", "fr")
    assert (found.label if found else None) == label


def test_a_negated_cue_has_no_act_though_no_word_of_it_says_so():
    text = "Le roi confirme la trêve"
    cue, content = [Span(7, 15)], [Span(16, 24)]
    assert act_of(text, cue, content, False, "speech", "fr").label == "confirm"
    assert told(text, cue, content, True, "speech", "fr") == Untold("negated", "negated_cue")


def test_without_cue_or_content_nothing_is_told():
    assert told("Oui", [], [], False, "speech", None).why == "unknown-cue"
    assert told("Oui", [Span(0, 3)], [], False, "speech", "fr").why == "unknown-cue"
    assert modality_of("Oui", [], None) == "reported"


def test_evidence_joins_neighbours_but_not_cue_and_content():
    text = "She called for a truce"
    whole = act_of(text, [Span(4, 14)], [Span(15, 22)], False, "speech", "en")
    apart = act_of(text, [Span(4, 10)], [Span(11, 22)], False, "speech", "en")
    assert [span.of(text) for span in whole.evidence] == ["called for"]
    assert [span.of(text) for span in apart.evidence] == ["called", "for"]


@st.composite
def roles(draw):
    """A text of cue words and odd characters, with spans in order as a reader gives them."""
    known = st.sampled_from([f"{word} " for language in READ for word in sorted(lexicon_of(language).forms)[::7]])
    glue = st.sampled_from(
        ["ne ", "pas ", "à ", "de ", "que ", "qu'il ", "nous ", "« ", " »", "? ", ": ", "would ", "aurait ", "si ", "to ", "«"]
    )
    text = "".join(draw(st.lists(st.one_of(known, glue, texts), max_size=14)))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    spans = [Span(a, b) for a, b in pairwise(cuts)]
    at = draw(st.integers(0, len(spans)))
    return text, spans[at : at + 1], spans[:at] + spans[at + 1 :]


@given(roles(), st.booleans(), st.sampled_from(["speech", "attitude"]), st.sampled_from(["fr", "en", "de", None]))
def test_any_text_can_be_asked(case, negated, kind, language):
    text, cue, content = case
    found = told(text, cue, content, negated, kind, language)
    assert found.rule in {rule.__name__ for rule in RULES}
    if isinstance(found, Act):
        assert found.label in ACTS
        assert found.level in LEVELS
        assert found.evidence
        assert all(span.length and covered([*cue, *content], span) for span in found.evidence)
        assert list(found.evidence) == sorted(set(found.evidence))
    else:
        assert found.why in UNKNOWN
    assert modality_of(text, cue, language) in MODALITIES


def test_long_texts_take_no_time_to_speak_of():
    for filling in ("a" * 300_000, ". " * 150_000, "." * 300_000, " " * 300_000, "si " * 100_000):
        text = f"Il a dit : « {filling} ? »"
        told(text, [Span(3, 8)], [Span(11, len(text))], False, "speech", None)
        modality_of(text, [Span(len(text) - 1, len(text))], None)


@pytest.mark.parametrize(
    "word", ["veut ", "nous ", "pas ", "refuse de commenter ", "mettre ", "aurait dit ", "si ", "peut-être ", "would "]
)
def test_long_cues_take_no_time_to_speak_of(word):
    text = word * (120_000 // len(word))
    cue = [Span(0, len(text) // 2)]
    told(text, cue, [Span(len(text) // 2, len(text))], False, "speech", None)
    modality_of(text, cue, None)


# --- the lists -------------------------------------------------------------------


@pytest.mark.parametrize("language", READ)
def test_cues_have_known_columns_and_one_label_under_a_condition(language):
    keys = [(cls, cue, when) for cue, cls, when, _ in rows(language, "cues")]
    assert len(keys) == len(set(keys))
    for cue, cls, when, label in rows(language, "cues"):
        assert cls in CLASSES, cue
        assert when in CONDITIONS, cue
        assert label in {*ACTS, NO_ACT}, cue


@pytest.mark.parametrize("language", READ)
def test_verbs_that_share_a_form_share_their_labels(language):
    lexicon = lexicon_of(language)

    def labels(head):
        return [entry.labels for entry in lexicon.entries[head] if entry.length == 1]

    for form, found in lexicon.forms.items():
        verbs = sorted({one.head for one in found if one.head[0] == "verb"})
        assert all(labels(head) == labels(verbs[0]) for head in verbs), form


@pytest.mark.parametrize("language", READ)
def test_a_cue_has_one_label_that_holds_whatever_the_content_is(language):
    """A second one needs a condition, and never comes into play unless it is asked before."""
    labels = {}
    for cue, cls, when, label in rows(language, "cues"):
        labels.setdefault((cls, cue), {})[when] = label
    for key, found in labels.items():
        if "always" in found and "declarative" in found:
            assert found["always"] != found["declarative"], f"{key}: one of the two says nothing"


@pytest.mark.parametrize("language", READ)
def test_grammar_and_conjugation_have_known_columns(language):
    assert {role for role, _ in rows(language, "grammar")} <= ROLES.keys()
    for ending, tense, forms in rows(language, "conjugation"):
        assert tense in TENSES, ending
        assert forms.split() == sorted(set(forms.split())), ending
    asked = {part.strip("<>") for cue, *_ in rows(language, "cues") for part in cue.split() if part.startswith("<")}
    assert asked <= lexicon_of(language).grammar.keys()
    assert all(lexicon_of(language).grammar[role] for role in asked)


def test_every_role_has_words():
    assert {role for language in READ for role, _ in rows(language, "grammar")} == ROLES.keys()


@pytest.mark.parametrize("language", READ)
def test_verbs_of_the_grammar_are_verbs_of_the_cues(language):
    lexicon = lexicon_of(language)
    for word in lexicon.grammar["performative"]:
        assert ("verb", word) in lexicon.entries, word


@pytest.mark.parametrize(
    ("language", "verb", "forms"),
    [
        ("fr", "annoncer", "annonce annonçait annonçant annonça annoncera annoncées"),
        ("fr", "exiger", "exige exigeons exigeait exigeant exigé"),
        ("fr", "appeler", "appelle appellent appelait appellera appelé"),
        ("fr", "rejeter", "rejette rejetait rejettera"),
        ("fr", "marteler", "martèle martelait martèlera"),
        ("fr", "concéder", "concède concédait concédera concèdera concédé"),
        ("fr", "révéler", "révèle révéla"),
        ("fr", "avertir", "avertit avertissait avertissant averti avertira"),
        ("fr", "démentir", "dément démentait démenti démentira"),
        ("fr", "prévenir", "prévient préviennent prévenait prévenu préviendra"),
        ("fr", "promettre", "promet promettait promis promettra"),
        ("fr", "admettre", "admet admis admise"),
        ("fr", "prétendre", "prétend prétendait prétendu"),
        ("fr", "reconnaître", "reconnaît reconnait reconnaissait reconnu reconnaîtra"),
        ("fr", "dire", "dit disent disait dite dira dirait dise disant"),
        ("fr", "écrire", "écrit écrivait écrira"),
        ("fr", "exclure", "exclut excluait exclu"),
        ("fr", "enjoindre", "enjoint enjoignait enjoindra"),
        ("fr", "se plaindre", "plaint plaignait plainte"),
        ("fr", "requérir", "requiert requis requérait"),
        ("fr", "appuyer", "appuie appuyait appuyé"),
        ("fr", "convaincre", "convainc convainquait convaincu convaincra"),
        ("fr", "traduire", "traduit traduisait traduira"),
        ("fr", "découvrir", "découvre découvrait découvert découvrira"),
        ("fr", "discourir", "discourt discourait discouru discourra"),
        ("fr", "s' émouvoir", "émeut émouvait émus émue émouvra"),
        ("fr", "devoir", "doit devait dû devra"),
        ("fr", "renouveler", "renouvelle renouvelait renouvelé renouvellera"),
        ("fr", "sous entendre", "entend entendait entendu"),
        ("en", "say", "says said saying"),
        ("en", "deny", "denies denied denying"),
        ("en", "admit", "admits admitted admitting"),
        ("en", "promise", "promises promised promising"),
        ("en", "stress", "stresses stressed"),
        ("en", "offer", "offers offered offering"),
        ("en", "welcome", "welcomes welcomed"),
        ("en", "write", "wrote written writing"),
        ("en", "swear", "swore sworn"),
        ("en", "slam", "slammed slamming"),
        ("en", "commit", "committed committing"),
        ("en", "forget", "forgot forgotten"),
        ("en", "pay", "paid"),
        ("en", "undertake", "undertook undertaken"),
    ],
)
def test_conjugation(language, verb, forms):
    lexicon = lexicon_of(language)
    head = ("verb", plain(verb.split()[-1]))
    for form in forms.split():
        assert head in {one.head for one in lexicon.forms[plain(form)]}, form


def test_a_look_up_is_one_in_a_dictionary():
    for language in READ:
        lexicon = lexicon_of(language)
        assert isinstance(lexicon, Lexicon)
        assert lexicon is lexicon_of(language)
        assert all(form == plain(form) for form in lexicon.forms)
        assert max(len(found) for found in lexicon.entries.values()) < 40
