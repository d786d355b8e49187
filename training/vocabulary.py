"""Cut the base vocabulary to French and English news.

Kept are the pieces that the training texts use, those that the commonest
words of French and English use (``wordfreq``), and every single character of
the Latin, Greek and Cyrillic scripts, digit and mark. Development texts have
no say. A piece keeps its score, so a word is cut as before unless one of its
pieces is gone; it is then cut into smaller ones, and never lost.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import tokenizers
import wordfreq
from tokenizers.models import Unigram

from training.base import Base

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def unigram(pieces: Sequence[str], scores: Sequence[float], unknown: int) -> tokenizers.Tokenizer:
    """Make the tokenizer of one word surface: no normaliser, no splitting of its own."""
    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    return tokenizers.Tokenizer(Unigram(vocabulary, unk_id=unknown, byte_fallback=False))


def _is_kept_character(piece: str) -> bool:
    character = piece.removeprefix("▁")
    if len(character) != 1:
        return piece == "▁"
    if unicodedata.category(character)[0] in "NPS":
        return ord(character) < 0x2E80
    return unicodedata.name(character, "").startswith(_SCRIPTS)


def choose(base: Base, surfaces: Iterable[str], common: int, languages: Sequence[str], rare: int) -> list[int]:
    """Choose the rows of the word table to keep, the four special ones first.

    Args:
        base: The base encoder.
        surfaces: Every word surface of the training texts, with repeats.
        common: How many of the commonest words of each language to cover.
        languages: Codes that ``wordfreq`` knows.
        rare: A piece that only the training texts use must come this often.
    """
    full = unigram(base.pieces, base.scores.tolist(), base.specials["unk"])
    seen = Counter(surfaces)
    used: Counter[int] = Counter()
    for surface, encoding in zip(seen, full.encode_batch(list(seen)), strict=True):
        for piece in encoding.ids:
            used[piece] += seen[surface]
    kept = {piece for piece, count in used.items() if count >= rare}
    for language in languages:
        forms = wordfreq.top_n_list(language, common)
        variants = [v for form in forms for v in (f"▁{form}", f"▁{form[:1].upper()}{form[1:]}")]
        for encoding in full.encode_batch(variants):
            kept.update(encoding.ids)
        for encoding in full.encode_batch(forms[: common // 4]):
            kept.update(encoding.ids)
    kept.update(i for i, piece in enumerate(base.pieces) if _is_kept_character(piece))
    kept.update(base.specials.values())
    return [row for row in every(base) if row in kept]


def every(base: Base) -> list[int]:
    """Give all rows of the word table that have a piece, the four special ones first."""
    first = [base.specials[name] for name in ("bos", "pad", "eos", "unk")]
    return first + sorted(set(range(len(base.pieces))) - set(first))


def tokenizer_json(base: Base, rows: Sequence[int]) -> str:
    """Write the cut vocabulary as a ``tokenizer.json``."""
    made = unigram([base.pieces[row] for row in rows], base.scores[list(rows)].tolist(), SPECIALS.index("<unk>"))
    return json.dumps(json.loads(made.to_str()), ensure_ascii=False, separators=(",", ":"))
