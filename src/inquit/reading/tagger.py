"""Run the model: from words to candidates. The one door to onnxruntime and tokenizers.

Each window is run by itself. Dynamic quantisation takes its scales from all
that is in a run, so windows in one batch would change each other's answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from inquit.errors import PackError
from inquit.reading.pack import Pack
from inquit.reading.records import GROUPS, Candidate, Window, Word
from inquit.reading.windows import BEGIN, SEPARATOR, pieces_of

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# Words seen are kept with their pieces; news repeats itself. At the bound the
# memory is emptied, which changes time only.
_REMEMBERED = 50_000


class Tagger:
    """The model of a pack, ready to run in one thread.

    Raises:
        PackError: a file of the pack cannot be loaded.
    """

    def __init__(self, pack: Pack) -> None:
        # Late, since the two take most of the time that `import inquit` may take.
        import tokenizers  # noqa: PLC0415

        self.pack = pack
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(pack.folder / "tokenizer.json"))
            self._reader = _session(pack, "reader.onnx")
            self._linker = _session(pack, "linker.onnx")
            self._begin, self._separator, self._unknown = map(self._special, (BEGIN, SEPARATOR, "<unk>"))
        except Exception as error:  # both libraries raise bare exceptions of many kinds
            reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            raise PackError(f"{pack.folder}: the model pack is damaged: {reason}") from error
        self._known: dict[str, tuple[int, ...]] = {}

    def _special(self, piece: str) -> int:
        found = self._tokenizer.token_to_id(piece)
        if found is None:
            raise ValueError(f"{piece} is missing from tokenizer.json")
        return found

    def encode(self, surfaces: Sequence[str]) -> list[tuple[int, ...]]:
        """Give the piece ids of each word surface, at least one."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = list(dict.fromkeys(s for s in surfaces if s not in self._known))
        for surface, encoding in zip(new, self._tokenizer.encode_batch(new), strict=True):
            self._known[surface] = tuple(encoding.ids) or (self._unknown,)
        return [self._known[surface] for surface in surfaces]

    def candidates(self, words: Sequence[Word], windows: Sequence[Window]) -> list[Candidate]:
        """Find the words that may end a cue, and what the words around are to each.

        Returns:
            Candidates in the order of their anchors, each word at most once.
        """
        found: list[Candidate] = []
        for window in windows:
            found.extend(self._in_window(words, window))
        return found

    def _in_window(self, words: Sequence[Word], window: Window) -> list[Candidate]:
        pieces, firsts = pieces_of(words, window, self._begin, self._separator, self.pack.window)
        hidden, heads = self._reader.run(["words", "found"], {"pieces": _row(pieces), "firsts": _row(firsts)})
        at = np.flatnonzero(heads[0, :, 0] > self.pack.anchor)
        if not len(at):
            return []
        paragraphs = _row([word.paragraph for word in words[window.start : window.end]])
        (logits,) = self._linker.run(["tags"], {"words": hidden, "at": at, "paragraphs": paragraphs})
        tags = _log_softmax(logits.reshape(len(at), -1, len(GROUPS), 3))
        scores = heads[0, at].tolist()
        return [
            Candidate(window.start + i, window.start, score, attitude, negated, row)
            for i, (score, attitude, negated), row in zip(at.tolist(), scores, tags, strict=True)
        ]


def _session(pack: Pack, name: str) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # The fused kernel of addition and layer norm does eight times the work of
    # the two apart: a fifth of the whole reading (measured with onnxruntime 1.32).
    return onnxruntime.InferenceSession(
        str(pack.folder / name), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def _row(values: Sequence[int]) -> Any:
    return np.asarray(values, dtype=np.int64)[None]


def _log_softmax(logits: Any) -> Any:
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
