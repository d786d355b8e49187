"""Train who is meant: the weights of the candidates' features, and the second network beside them.

Both are trained on the gold attributions of fr-news, with the names that the
reader itself finds. The weights come first, by maximum likelihood of the gold
speaker among the candidates (L-BFGS, Gaussian prior); the network is then trained
on what the weights leave open. A source whose speaker is no candidate, or whom
nobody can tell, is to mean nobody.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tokenizers
import torch
from torch import Tensor, nn

from inquit.document import COPY
from inquit.evaluation import folded_name
from inquit.intake.layout import lay_out_blocks
from inquit.intake.quotation import pair_quotation_marks
from inquit.reading.candidates import SAME_SOURCE, Candidate, Resolver
from inquit.reading.decoding import names as names_of
from inquit.reading.entities import Entity, entities
from inquit.reading.naming import keys
from inquit.reading.ranking import mentions_of
from inquit.reading.records import FLAGS, Word
from inquit.reading.windows import BEGIN, SEPARATOR, beginnings, cut, flags, lay_out, pieces_of, with_names
from inquit.spans import Span
from inquit.statement import Attribution
from training.export import OPSET, quantised

SPEAKER_FILES = ("referents.onnx", "speakers.tsv")
"""What this stage adds to a pack."""

Range = tuple[int, int]


@dataclass(frozen=True)
class Instance:
    """A source with its candidates: their features, the word ranges of their mentions, and which of them are right."""

    features: list[dict[str, float]]
    source: Range
    mentions: list[list[Range]]
    right: list[int]


@dataclass(frozen=True)
class Page:
    """A document as the second network sees it, and its sources."""

    hidden: np.ndarray[Any, np.dtype[np.float32]]
    flags: np.ndarray[Any, np.dtype[np.float32]]
    instances: list[Instance]


class Layer(nn.Module):
    """A transformer layer whose attention is biased by how far words stand apart, on a logarithmic scale."""

    DISTANCES = 33

    def __init__(self, width: int, heads: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.bias = nn.Embedding(self.DISTANCES, heads)
        self.drop = nn.Dropout(drop)
        nn.init.zeros_(self.bias.weight)

    def forward(self, words: Tensor) -> Tensor:
        count, width = words.shape
        query, key, value = self.mix(self.before(words)).view(count, 3, self.heads, width // self.heads).permute(1, 2, 0, 3)
        weights = (query @ key.transpose(1, 2)) / (width // self.heads) ** 0.5 + self._biases(count)
        mixed = (self.drop(weights.softmax(-1)) @ value).permute(1, 0, 2).reshape(count, width)
        words = words + self.drop(self.out(mixed))
        return words + self.drop(self.narrow(torch.relu(self.wide(self.between(words)))))

    def _biases(self, count: int) -> Tensor:
        """The bias of each head for each pair of words, shape (heads, words, words)."""
        apart = torch.arange(1 - count, count)
        half = self.DISTANCES // 2
        step = torch.sign(apart) * torch.clamp(torch.log2(apart.abs().float() + 1) * 2, max=half).long() + half
        along = nn.functional.pad(self.bias(step).T, (0, 1))
        # Row i must hold along[count - 1 - i :][: count]. A row of 2n numbers written n
        # times and cut into rows of 2n - 1 is shifted by one from row to row; picking
        # the numbers one by one takes as long as all the rest of the network.
        shifted = along.repeat(1, count)[:, : count * (2 * count - 1)].view(self.heads, count, 2 * count - 1)
        return shifted[:, :, count - 1 :]


class Network(nn.Module):
    """From the encoder's vectors and flags of words to what each asks and answers: shape (words, 3, rank)."""

    def __init__(self, hidden: int, width: int, rank: int, heads: int, drop: float, blank: float) -> None:
        super().__init__()
        self.read, self.told = nn.Linear(hidden, width), nn.Linear(len(FLAGS), width)
        self.layer, self.norm = Layer(width, heads, drop), nn.LayerNorm(width)
        self.asks, self.answers = nn.Linear(width, rank), nn.Linear(width, 2 * rank, bias=False)
        self.rank = rank
        self.blank, self.drop = nn.Dropout(blank), nn.Dropout(drop)
        # The features' weights are right to begin with: the network starts from next to nothing.
        nn.init.normal_(self.asks.weight, std=0.05)
        nn.init.normal_(self.answers.weight, std=0.02)

    def forward(self, words: Tensor, flags: Tensor) -> Tensor:
        seen = self.drop(self.norm(self.layer(self.read(self.blank(words)) + self.told(flags))))
        return torch.cat([self.asks(seen), self.answers(seen)], -1).reshape(-1, 3, self.rank)


class Graph(nn.Module):
    """The network with a leading dimension of one, as the tagger runs it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, flags: Tensor) -> Tensor:
        return self.network(words[0], flags[0])[None]


# --- what is trained on ----------------------------------------------------------


def pages(folder: Path, documents: Sequence[dict[str, Any]]) -> list[Page]:
    """Read documents with a pack's encoder and set each gold source among its candidates.

    The sources are resolved in order, each as its gold speaker, so that those
    behind it see what a faultless reader would.
    """
    eye = Eye(folder)
    return [eye.page(document) for document in documents]


class Eye:
    """The encoder of a pack that has no second network yet."""

    def __init__(self, folder: Path) -> None:
        self.window = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))["windows"]["size"]
        self.coder = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.session = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        self.specials = [self.coder.token_to_id(piece) for piece in (BEGIN, SEPARATOR)]

    def encode(self, surfaces: Sequence[str]) -> list[tuple[int, ...]]:
        """Piece ids of word surfaces."""
        return [tuple(one.ids) or (3,) for one in self.coder.encode_batch(list(surfaces))]

    def page(self, document: dict[str, Any]) -> Page:
        """See one document."""
        text = document["text"]
        copy = [block.span for block in lay_out_blocks(text, None).blocks if block.kind in COPY]
        words = lay_out(text, self.encode, copy)
        quotations = [one.span for one in pair_quotation_marks(text, copy) if one.depth == 0]
        seen, tags = [], []
        for window in cut(words, self.window):
            pieces, firsts = pieces_of(words, window, *self.specials, self.window)
            hidden, named = self.session.run(["words", "names"], {"pieces": np.array([pieces]), "firsts": np.array([firsts])})
            seen.append(hidden[0])
            tags.append(named[0].argmax(-1).astype(np.int8))
        tagged = np.concatenate(tags)
        found = with_names(flags(text, words, quotations), tagged)
        return Page(np.concatenate(seen), found, list(instances(document, words, tagged, quotations)))


def instances(document: dict[str, Any], words: Sequence[Word], tags: Any, quoted: Sequence[Span]) -> Iterator[Instance]:
    """The sources of a document with their candidates, in the order in which they are resolved."""
    text, gold = document["text"], document["attributions"]
    starts = [word.span.start for word in words]
    found = list(attributions_of(gold))
    resolver = Resolver(text, found, entities(text, names_of(words, tags)), *beginnings(words), quoted)
    for index in resolver.order:
        speaker = gold[index].get("speaker")
        if not found[index].source:
            continue
        candidates = resolver.candidates(index)
        right = [
            i
            for i, c in enumerate(candidates)
            if (c.entity is None) == (speaker is None) and (speaker is None or is_named(c.entity, speaker))
        ]
        if candidates[0].rule != SAME_SOURCE:
            source = found[index].source[0]
            yield Instance(
                [c.features for c in candidates],
                word_range(starts, source),
                [[word_range(starts, span) for span in mentions_of(c, source)] for c in candidates],
                right or [len(candidates) - 1],
            )
        if speaker is not None:
            resolver.settle(
                index, candidates[right[0]] if right else missing(resolver, speaker, gold[index].get("speaker_type"), found[index])
            )


def attributions_of(gold: Sequence[dict[str, Any]]) -> Iterator[Attribution]:
    """Gold attributions as the resolver takes them."""
    places = {one["id"]: index for index, one in enumerate(gold)}
    for one in gold:
        roles = [tuple(Span(*span) for span in one.get(role) or ()) for role in ("source", "cue", "content")]
        source, cue, content = roles
        yield Attribution(source, cue or content[:1], content, "speech", bool(one.get("negated")), 1.0, places.get(one.get("parent")))


def is_named(entity: Entity | None, speaker: str) -> bool:
    """Whether an entity has a gold speaker's name."""
    return entity is not None and folded_name(entity.name) == folded_name(speaker)


def missing(resolver: Resolver, speaker: str, kind: str | None, one: Attribution) -> Candidate:
    """A gold speaker who is no candidate, so that those behind can mean him."""
    same = next((entity for entity in resolver.entities if is_named(entity, speaker)), None)
    made = same or Entity(speaker, one.source[0], "person" if kind == "person" else "described", keys(speaker))
    return Candidate(made, {}, "gold")


def word_range(starts: Sequence[int], span: Span) -> Range:
    """The words of a span."""
    first = max(0, bisect_right(starts, span.start) - 1)
    return first, max(first + 1, bisect_left(starts, span.end))


# --- the weights -----------------------------------------------------------------


def weigh(found: Sequence[Instance], prior: float, least: int) -> dict[str, float]:
    """Fit the weights of the features.

    Args:
        found: The instances.
        prior: Precision of the Gaussian prior of each weight.
        least: How often a feature must come to get a weight.
    """
    counts = Counter(name for one in found for features in one.features for name in features)
    index = {name: i for i, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}
    rows, columns, values, groups, good = [], [], [], [], []
    for number, one in enumerate(found):
        for place, features in enumerate(one.features):
            row = len(groups)
            for name, value in features.items():
                if name in index:
                    rows.append(row)
                    columns.append(index[name])
                    values.append(value)
            groups.append(number)
            good.append(place in one.right)
    design = torch.sparse_coo_tensor(torch.tensor([rows, columns]), torch.tensor(values, dtype=torch.float64), (len(groups), len(index)))
    design, group, right = design.coalesce(), torch.tensor(groups), torch.tensor(good)
    weights = torch.zeros(len(index), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = missed(torch.sparse.mm(design, weights[:, None])[:, 0], group, right, len(found)).sum() + prior / 2 * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return {name: round(float(weights[i]), 3) for name, i in index.items()}


def missed(scores: Tensor, group: Tensor, right: Tensor, count: int) -> Tensor:
    """Negative logarithm of the probability of the right candidates of each source."""

    def whole(values: Tensor) -> Tensor:
        top = torch.full((count,), -1e30, dtype=values.dtype).scatter_reduce(0, group, values, "amax").detach()
        return top + torch.log(torch.zeros(count, dtype=values.dtype).index_add(0, group, torch.exp(values - top[group])) + 1e-30)

    return whole(scores) - whole(torch.where(right, scores, torch.full_like(scores, -1e9)))


# --- the network -----------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """The instances of a page laid out for the network: spans, and to which candidate and source each belongs."""

    words: Tensor
    flags: Tensor
    sources: list[Range]
    mentions: list[Range]
    owner: Tensor
    base: Tensor
    group: Tensor
    right: Tensor

    @classmethod
    def of(cls, page: Page, weights: dict[str, float]) -> Sheet:
        """Lay a page out."""
        mentions, owner, base, group, right = [], [], [], [], []
        for number, one in enumerate(page.instances):
            for place, (features, spans) in enumerate(zip(one.features, one.mentions, strict=True)):
                mentions += spans
                owner += [len(base)] * len(spans)
                base.append(sum(weights.get(name, 0.0) * value for name, value in features.items()))
                group.append(number)
                right.append(place in one.right)
        return cls(
            torch.from_numpy(page.hidden),
            torch.from_numpy(page.flags),
            [one.source for one in page.instances],
            mentions,
            torch.tensor(owner, dtype=torch.long),
            torch.tensor(base, dtype=torch.float32),
            torch.tensor(group),
            torch.tensor(right),
        )

    def scores(self, answers: Tensor) -> Tensor:
        """The score of each candidate: of its features, and by what its mentions answer."""
        count = len(self.base)
        if not self.mentions:
            return self.base
        asked = means(answers[:, 0], self.sources)[self.group[self.owner]]
        whole = (means(answers[:, 1], self.mentions) * asked).sum(1)
        best = (means(answers[:, 2], self.mentions) * asked).sum(1)
        number = torch.zeros(count).index_add(0, self.owner, torch.ones(len(self.mentions)))
        mean = torch.zeros(count).index_add(0, self.owner, whole) / number.clamp(min=1)
        top = torch.full((count,), -1e9).scatter_reduce(0, self.owner, best, "amax")
        return self.base + torch.where(number > 0, mean + top, torch.zeros(count))


def means(vectors: Tensor, ranges: Sequence[Range]) -> Tensor:
    """The mean vector of each range of words."""
    sums = torch.cat([vectors.new_zeros(1, vectors.shape[1]), vectors.cumsum(0)])
    first, last = torch.tensor([r[0] for r in ranges]), torch.tensor([r[1] for r in ranges])
    return (sums[last] - sums[first]) / (last - first)[:, None]


def teach(found: Sequence[Page], weights: dict[str, float], settings: dict[str, Any], seed: int) -> Network:
    """Train the network on what the weights leave open."""
    torch.manual_seed(seed)
    shape = {name: settings[name] for name in ("width", "rank", "heads", "drop", "blank")}
    network = Network(found[0].hidden.shape[1], **shape)
    sheets = [Sheet.of(page, weights) for page in found if page.instances]
    batch, epochs, rate = settings["batch"], settings["epochs"], settings["rate"]
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=settings["weight_decay"])
    steps = epochs * -(-len(sheets) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    order = random.Random(seed)
    for epoch in range(epochs):
        order.shuffle(sheets)
        total, count = 0.0, 0
        for at in range(0, len(sheets), batch):
            losses = [
                missed(sheet.scores(network(sheet.words, sheet.flags)), sheet.group, sheet.right, len(sheet.sources))
                for sheet in sheets[at : at + batch]
            ]
            loss = torch.cat(losses)
            loss.mean().backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            total, count = total + float(loss.sum()), count + len(loss)
        print(f"who is meant, epoch {epoch + 1} of {epochs}: loss {total / count:.4f}", flush=True)
    return network.eval()


def fit_speakers(folder: Path, documents: Sequence[dict[str, Any]], settings: dict[str, Any], seed: int) -> None:
    """Train weights and network and write both into a pack's folder."""
    found = pages(folder, documents)
    weights = weigh([one for page in found for one in page.instances], settings["prior"], settings["least_count"])
    network = teach(found, weights, settings, seed)
    lines = [f"{name}\t{weight}" for name, weight in sorted(weights.items())]
    (folder / "speakers.tsv").write_text("feature\tweight\n" + "\n".join(lines) + "\n", encoding="utf-8")
    count = torch.export.Dim("count", min=2, max=8192)
    words, told = torch.randn(1, 40, found[0].hidden.shape[1]), torch.zeros(1, 40, len(FLAGS))
    torch.onnx.export(
        Graph(network).eval(),
        (words, told),
        folder / "referents.onnx",
        input_names=["words", "flags"],
        output_names=["answers"],
        dynamic_shapes={"words": {1: count}, "flags": {1: count}},
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    quantised(folder / "referents.onnx", folder / "referents.onnx")
