"""The training code on tiny random models and text of our own; skipped where torch is not installed."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

from training.copydesk import furnish, headless, moved, restyle
from training.examples import IGNORE, collate, cuts, lay
from training.export import export_floats, quantise
from training.model import GROUPS, Reader, Sizes
from training.pack import fit
from training.train import losses

# The exporter warns of its own ways; what it writes is what is tested.
pytestmark = pytest.mark.filterwarnings("ignore")

TEXT = 'Un titre\n"Nous partons", a dit Anne Dupuis, précisant "qu\'il pleut".\n"C\'est +fini+", a-t-elle ajouté.'


def spans(*parts):
    return [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


DOCUMENT = {
    "id": "d",
    "language": "fr",
    "text": TEXT,
    "attributions": [
        {"kind": "speech", "negated": False, "source": spans("Anne Dupuis"), "cue": spans("a dit"), "content": spans('"Nous partons"')},
        {"kind": "speech", "negated": False, "source": spans("elle"), "cue": spans("a-t-elle ajouté"), "content": spans('"C\'est +fini+"')},
    ],
}


def tiny():
    torch.manual_seed(3)
    reader = Reader(Sizes(layers=3, link=8, narrow=2, hidden=32, heads=2, feed_forward=64, rows=40, positions=64)).eval()
    with torch.no_grad():
        reader.encoder.table.copy_(torch.randint(-8, 8, reader.encoder.table.shape))
        reader.encoder.scales.fill_(0.1)
        for parameter in reader.parameters():
            parameter.normal_(0, 0.2)
    return reader


def encode(surfaces):
    return [tuple(4 + ord(c) % 36 for c in surface[:3]) for surface in surfaces]


@pytest.mark.parametrize("seed", range(30))
def test_a_dressed_text_keeps_its_annotation(seed):
    rng = random.Random(seed)
    text, where = TEXT, [s for a in DOCUMENT["attributions"] for role in ("source", "cue", "content") for s in a[role]]
    for dress in (restyle, furnish, lambda t, _rng: headless(t)):
        text, moves = dress(text, rng)
        where = moved(where, moves)
    plain = [[c for c in TEXT[s:e] if c.isalnum()] for a in DOCUMENT["attributions"] for r in ("source", "cue", "content") for s, e in a[r]]
    assert [[c for c in text[s:e] if c.isalnum()] for s, e in where] == plain


def test_labels_are_those_of_the_annotation():
    laid = lay(DOCUMENT, encode)
    (window,) = cuts(laid, 300, random.Random(1)) if len(laid.words) < 60 else ()
    batch = collate([(laid, window)], (0, 2, 3), 300, 0.0, random.Random(1))
    words = [w.span.of(TEXT) for w in laid.words]
    assert [words[i] for i in batch.found[0].nonzero().flatten().tolist()] == ["dit", "ajouté"]
    tags = batch.tags[1].numpy()
    for group, expected in (("source", ["elle"]), ("cue", ["a", "-", "t", "-", "elle", "ajouté"])):
        assert [w for w, tag in zip(words, tags[:, GROUPS.index(group)], strict=True) if tag] == expected
    assert all(value.isfinite() for value in losses(tiny_for(batch), batch).values())


def tiny_for(batch):
    return Reader(Sizes(layers=1, link=8, narrow=1, hidden=32, heads=2, feed_forward=64, rows=int(batch.pieces.max()) + 1, positions=512))


def test_english_contents_are_blind_to_nested_cues():
    english = DOCUMENT | {"language": "en"}
    laid = lay(english, encode)
    assert laid.groups == 3
    batch = collate([(laid, next(iter(cuts(laid, 300, random.Random(1)))))], (0, 2, 3), 300, 0.0, random.Random(1))
    assert (batch.found == IGNORE).any()
    assert (batch.tags[:, :, 3:] == IGNORE).all()


def test_the_exported_graphs_answer_as_torch_does(tmp_path):
    reader = tiny()
    export_floats(reader, tmp_path / "floats")
    pieces, firsts = torch.randint(4, 40, (1, 30)), torch.arange(1, 25)[None]
    at, paragraphs = torch.tensor([2, 7, 20]), (torch.arange(24) // 9)[None]
    with torch.no_grad():
        words = reader.encoder(pieces, firsts)
        expected = [words, reader.found(words), reader.names(words)]
        tags = reader.linker(words, torch.zeros(3, dtype=torch.long), at, paragraphs)
    graph = onnxruntime.InferenceSession(tmp_path / "floats" / "reader.onnx")
    given = graph.run(["words", "found", "names"], {"pieces": pieces.numpy(), "firsts": firsts.numpy()})
    for ours, theirs in zip(given, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), atol=2e-5)
    linker = onnxruntime.InferenceSession(tmp_path / "floats" / "linker.onnx")
    (ours,) = linker.run(["tags"], {"words": words.numpy(), "at": at.numpy(), "paragraphs": paragraphs.numpy()})
    np.testing.assert_allclose(ours, tags.numpy(), atol=2e-5)
    quantise(tmp_path / "floats", tmp_path / "small")
    small = onnxruntime.InferenceSession(tmp_path / "small" / "reader.onnx")
    one = small.run(["found"], {"pieces": pieces[:, :2].numpy(), "firsts": np.array([[1]])})
    assert one[0].shape == (1, 1, 3)


def test_the_calibration_finds_the_logit_it_was_drawn_from():
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(20_000, 2))
    hits = (rng.random(20_000) < 1 / (1 + np.exp(-(1.5 * rows[:, 0] - 0.5)))).astype(float)
    np.testing.assert_allclose(fit(rows, hits, np.ones(20_000)), [1.5, 0.0, -0.5], atol=0.08)
