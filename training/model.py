"""The reader in torch: encoder, anchors, links, names.

An attribution is found by its *anchor*, the last word of its cue. For each
anchor the linker then reads the words of the window once more and says which
belong to it, and as what: source, cue, content, and for French addressee,
time and channel. A word may belong to several anchors, so nested attributions
and shared sources need no layer of their own; a source may lie inside the cue.

Shapes: B windows, L pieces, W words, A anchors, H hidden, G groups.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.base import BLOCK, Base

GROUPS = ("source", "cue", "content", "addressee", "when", "channel")
"""What a word can be to an anchor; each group has the three tags O, B and I."""

NAMES = ("person", "organization", "location")
NAME_TAGS = 1 + 2 * len(NAMES)

# Distances between word and anchor, in words, are told apart finely when
# small and coarsely when large; beyond the last bound all are one.
_DISTANCES = (1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100)
_PARAGRAPHS = 4
_DILATIONS = (1, 2, 4, 8, 1)


@dataclass(frozen=True)
class Sizes:
    """How large the model is made; ``narrow`` is the layer from which on the first pieces of words alone are read."""

    layers: int
    link: int
    narrow: int
    hidden: int = 384
    heads: int = 12
    feed_forward: int = 1536
    eps: float = 1e-12
    rows: int = 64
    positions: int = 512


class Layer(nn.Module):
    """One post-norm BERT layer."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        h = sizes.hidden
        self.heads = sizes.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(h, h) for _ in range(4))
        self.fi, self.fo = nn.Linear(h, sizes.feed_forward), nn.Linear(sizes.feed_forward, h)
        self.aln, self.oln = nn.LayerNorm(h, sizes.eps), nn.LayerNorm(h, sizes.eps)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        b, length, h = x.shape
        split = (b, length, self.heads, h // self.heads)
        q, k, v = (f(x).view(split).transpose(1, 2) for f in (self.q, self.k, self.v))
        # Written out: in 16 bits on a processor faster than the fused kernel,
        # and the exporter gives three plain operators.
        weights = q @ k.transpose(-1, -2) / math.sqrt(h // self.heads)
        mixed = (weights if bias is None else weights + bias.to(weights.dtype)).softmax(-1, dtype=weights.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(b, length, h)
        x = self.aln(x + _dropped(self.ao(mixed), self.training))
        return self.oln(x + _dropped(self.fo(F.gelu(self.fi(x))), self.training))


_DROP = 0.1


def _dropped(x: Tensor, training: bool) -> Tensor:
    """Dropout with one mask for all positions of a window (Gal and Ghahramani 2016), which costs next to nothing."""
    if not training:
        return x
    kept = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype).bernoulli_(1 - _DROP)
    return x * (kept / (1 - _DROP))


class Encoder(nn.Module):
    """The first layers of the base encoder; its word table is frozen and stays 4-bit."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        h = sizes.hidden
        self.narrow = sizes.narrow
        self.register_buffer("table", torch.zeros(sizes.rows, h, dtype=torch.int8))
        self.register_buffer("scales", torch.zeros(sizes.rows, h // BLOCK))
        self.positions = nn.Parameter(torch.zeros(sizes.positions, h))
        self.segment = nn.Parameter(torch.zeros(h))
        self.ln = nn.LayerNorm(h, sizes.eps)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))

    def forward(self, pieces: Tensor, firsts: Tensor, mask: Tensor | None = None, real: Tensor | None = None) -> Tensor:
        """Read windows.

        The lower layers read all pieces; the upper ones the opening piece and
        the first piece of each word, a fifth fewer, which by then have seen
        the others (after Goyal et al. 2020, PoWER-BERT, with a fixed choice).

        Args:
            pieces: (B, L) piece ids.
            firsts: (B, W) index of each word's first piece.
            mask: (B, L) true where there is a piece; all when absent.
            real: (B, W) true where there is a word; all when absent.

        Returns:
            (B, W, H) vectors of the words.
        """
        table: Tensor = self.table  # type: ignore[assignment]
        scales: Tensor = self.scales  # type: ignore[assignment]
        blocks = table[pieces].float().unflatten(-1, (-1, BLOCK))
        x = (blocks * scales[pieces].unsqueeze(-1)).flatten(-2)
        x = self.ln(x + self.positions[: pieces.shape[1]] + self.segment)
        bias = _bias(mask)
        for layer in self.layers[: self.narrow]:
            x = layer(x, bias)
        kept = F.pad(firsts, (1, 0))
        x = x.gather(1, kept.unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        bias = _bias(None if real is None else F.pad(real, (1, 0), value=True))
        for layer in self.layers[self.narrow :]:
            x = layer(x, bias)
        return x[:, 1:]


def _bias(mask: Tensor | None) -> Tensor | None:
    return None if mask is None else torch.where(mask, 0.0, -1e4)[:, None, None, :]


class Convolution(nn.Linear):
    """Mixes each word with the ones ``reach`` words before and after it.

    A convolution of width three, as a matrix product: the quantiser and the
    runtime are at their best with those.
    """

    def __init__(self, width: int, reach: int) -> None:
        super().__init__(3 * width, width)
        self.reach = reach

    def forward(self, x: Tensor) -> Tensor:
        """(A, W, D) -> (A, W, D)."""
        wide = F.pad(x, (0, 0, self.reach, self.reach))
        return super().forward(torch.cat([wide[:, : x.shape[1]], x, wide[:, 2 * self.reach :]], -1))


class Linker(nn.Module):
    """What each word of a window is to each anchor."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        d = sizes.link
        self.word, self.anchor = nn.Linear(sizes.hidden, 2 * d), nn.Linear(sizes.hidden, 2 * d)
        self.distance = nn.Embedding(2 * len(_DISTANCES) + 1, d)
        self.paragraph = nn.Embedding(2 * _PARAGRAPHS + 1, d)
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in _DILATIONS)
        self.convolutions = nn.ModuleList(Convolution(d, n) for n in _DILATIONS)
        self.out = nn.Linear(d, 3 * len(GROUPS))
        self.register_buffer("bounds", torch.tensor(_DISTANCES))

    def forward(self, words: Tensor, window: Tensor, at: Tensor, paragraphs: Tensor) -> Tensor:
        """(B, W, H) words, (A,) window and (A,) word of each anchor, (B, W) paragraphs -> (A, W, 3 G) logits."""
        k1, k2 = self.word(words).chunk(2, -1)
        q1, q2 = self.anchor(words[window, at]).chunk(2, -1)
        bounds: Tensor = self.bounds  # type: ignore[assignment]
        gap = torch.arange(words.shape[1]) - at[:, None]
        size = (gap.abs().unsqueeze(-1) >= bounds).long().sum(-1)
        apart = (paragraphs[window] - paragraphs[window, at][:, None]).clamp(-_PARAGRAPHS, _PARAGRAPHS)
        x = k1[window] + q1[:, None] + k2[window] * q2[:, None]
        x = x + self.distance(gap.sign() * size + len(_DISTANCES)) + self.paragraph(apart + _PARAGRAPHS)
        x = F.gelu(x)
        for norm, convolution in zip(self.norms, self.convolutions, strict=True):
            x = x + F.gelu(convolution(norm(x)))
        return self.out(x)


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        h = sizes.hidden
        self.sizes = sizes
        self.encoder = Encoder(sizes)
        self.found = nn.Sequential(nn.Linear(h, h // 2), nn.GELU(), nn.Linear(h // 2, 3))
        self.names = nn.Linear(h, NAME_TAGS)
        self.linker = Linker(sizes)
        nn.init.zeros_(self.linker.distance.weight)
        nn.init.zeros_(self.linker.paragraph.weight)


def from_base(base: Base, rows: list[int], layers: int, link: int, narrow: int) -> Reader:
    """Start a reader from the base encoder's first layers and the chosen rows of its word table."""
    sizes = Sizes(layers, link, narrow, base.hidden, base.heads, base.feed_forward, base.eps, len(rows))
    reader = Reader(sizes)
    encoder = reader.encoder

    def tensor(name: str, *shape: int) -> Tensor:
        return torch.from_numpy(base.tensors[name].copy()).view(*shape)

    with torch.no_grad():
        values, scales = base.words_quantised
        encoder.table.copy_(torch.from_numpy(values[rows]))  # type: ignore[operator]
        encoder.scales.copy_(torch.from_numpy(scales[rows].astype("float32")))  # type: ignore[operator]
        encoder.positions.copy_(tensor("emb.pos", -1, base.hidden))
        encoder.segment.copy_(tensor("emb.type", -1, base.hidden)[0])
        encoder.ln.weight.copy_(tensor("emb.ln.w", -1))
        encoder.ln.bias.copy_(tensor("emb.ln.b", -1))
        for number, layer in enumerate(encoder.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                part = getattr(layer, name)
                part.weight.copy_(tensor(f"l{number}.{name}.w", *part.weight.shape))
                part.bias.copy_(tensor(f"l{number}.{name}.b", -1))
    return reader


def with_rows(reader: Reader, base: Base, rows: list[int]) -> Reader:
    """Give a trained reader other rows of the base encoder's word table."""
    sizes = reader.sizes
    made = from_base(base, rows, sizes.layers, sizes.link, sizes.narrow)
    kept = {name: value for name, value in reader.state_dict().items() if name not in ("encoder.table", "encoder.scales")}
    made.load_state_dict(kept, strict=False)
    return made.eval()
