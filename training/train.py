"""Train the reader on both languages together."""

from __future__ import annotations

import copy
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from training.examples import IGNORE, Batch, Encode, Laid, collate, cuts, lay
from training.model import GROUPS, NAME_TAGS, Reader

# How much each loss counts. The linker's is a mean over anchors of a sum over
# words, about ten times an anchor's own.
_LINK, _KIND, _NEGATED, _NAMES = 0.12, 0.3, 0.3, 0.5


def losses(reader: Reader, batch: Batch) -> dict[str, Tensor]:
    """Losses of one batch, each already weighted."""
    words = reader.encoder(batch.pieces, batch.firsts, batch.mask, batch.real)
    words = F.dropout(words, 0.1, reader.training)
    found, kind, negated = reader.found(words).unbind(-1)
    known = batch.found != IGNORE
    count = max(1, len(batch.window))
    gone = {"anchor": F.binary_cross_entropy_with_logits(found[known], batch.found[known].float(), reduction="sum") / count}
    if len(batch.window):
        logits = reader.linker(words, batch.window, batch.at, batch.paragraphs)
        logits = logits.unflatten(-1, (len(GROUPS), 3))
        link = F.cross_entropy(logits.reshape(-1, 3), batch.tags.reshape(-1), ignore_index=IGNORE, reduction="sum")
        gone["link"] = _LINK * link / count
        for name, head, weight, gold in (("kind", kind, _KIND, batch.kind), ("negated", negated, _NEGATED, batch.negated)):
            told = gold != IGNORE
            if told.any():
                score = head[batch.window, batch.at][told]
                gone[name] = weight * F.binary_cross_entropy_with_logits(score, gold[told].float())
    if (batch.names != IGNORE).any():
        tags = reader.names(words).reshape(-1, NAME_TAGS)
        gone["names"] = _NAMES * F.cross_entropy(tags, batch.names.reshape(-1), ignore_index=IGNORE)
    return gone


class Feed:
    """Draws windows from the corpora without end, each pass in a new dress and order."""

    def __init__(self, corpora: dict[str, list[dict[str, Any]]], encode: Encode, size: int, rng: random.Random) -> None:
        self.encode, self.size, self.rng = encode, size, rng
        self.streams = {name: self._stream(documents) for name, documents in corpora.items()}
        self.drawn = dict.fromkeys(corpora, 0)

    def _stream(self, documents: list[dict[str, Any]]) -> Iterator[tuple[Laid, Any]]:
        held: list[tuple[Laid, Any]] = []
        while True:
            order = documents[:]
            self.rng.shuffle(order)
            for document in order:
                laid = lay(document, self.encode, self.rng)
                held.extend((laid, window) for window in cuts(laid, self.size, self.rng))
                if len(held) >= 256:
                    self.rng.shuffle(held)
                    while len(held) > 128:
                        yield held.pop()

    def draw(self, count: int, shares: dict[str, float]) -> list[tuple[Laid, Any]]:
        """Draw ``count`` windows, each corpus by its share."""
        names = self.rng.choices(list(shares), list(shares.values()), k=count)
        for name in names:
            self.drawn[name] += 1
        return [next(self.streams[name]) for name in names]


def schedule(step: int, cycles: list[dict[str, Any]], warm_up: int) -> tuple[float, dict[str, float]]:
    """Give the part of the full rate and the corpora's shares at a step."""
    for cycle in cycles:
        length = cycle["steps"]
        if step < length:
            done = step / length
            rise = min(1.0, (step + 1) / warm_up)
            rate = cycle["rate"] * (rise * (0.5 + 0.5 * math.cos(math.pi * done)) + 0.005)
            return rate, {name: start + (end - start) * done for name, (start, end) in cycle["shares"].items()}
        step -= length
    raise ValueError("a step beyond the last cycle")


def train(
    reader: Reader,
    corpora: dict[str, list[dict[str, Any]]],
    encode: Encode,
    settings: dict[str, Any],
    size: int,
    seed: int,
    checkpoint: Path,
) -> Reader:
    """Train and return the averaged reader; resumes from ``checkpoint`` if it is there."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    feed = Feed(corpora, encode, size, rng)
    steps = sum(cycle["steps"] for cycle in settings["cycles"])
    heads = [p for n, p in reader.named_parameters() if not n.startswith("encoder.")]
    body = list(reader.encoder.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": body, "rate": settings["encoder_rate"]}, {"params": heads, "rate": settings["head_rate"]}],
        weight_decay=settings["weight_decay"],
        betas=(0.9, 0.98),
    )
    average = copy.deepcopy(reader).eval()
    first = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        first = state["step"]
        reader.load_state_dict(state["reader"])
        average.load_state_dict(state["average"])
        if first < steps:
            optimiser.load_state_dict(state["optimiser"])
        rng.seed(seed + first)
    begun, sums = time.monotonic(), dict[str, float]()
    reader.train()
    for step in range(first, steps):
        rate, shares = schedule(step, settings["cycles"], settings["warm_up"])
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * rate
        items = feed.draw(settings["batch"], {name: share for name, share in shares.items() if name in corpora})
        batch = collate(items, (0, 2, 3), size, settings["blank"], rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            parts = losses(reader, batch)
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()  # type: ignore[union-attr]
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        decay = min(settings["average"], (step + 1) / (step + 10))
        with torch.no_grad():
            for mean, new in zip(average.parameters(), reader.parameters(), strict=True):
                mean.lerp_(new, 1 - decay)
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if (step + 1) % 25 == 0 or step + 1 == steps:
            pace = (time.monotonic() - begun) / (step + 1 - first)
            shown = " ".join(f"{n} {v / 25:.3f}" for n, v in sums.items())
            print(f"step {step + 1}/{steps}  {pace:.2f} s/step  {pace * (steps - step - 1) / 60:.0f} min left  {shown}", flush=True)
            sums.clear()
        if (step + 1) % 100 == 0 or step + 1 == steps:
            state = {"step": step + 1, "reader": reader.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(state, checkpoint.with_suffix(".partial"))
            checkpoint.with_suffix(".partial").rename(checkpoint)
    print(json.dumps({"windows drawn": feed.drawn}), flush=True)
    return average
