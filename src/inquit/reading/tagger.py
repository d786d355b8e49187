"""Run the model: from words to candidates. The one door to onnxruntime and tokenizers.

Each window is run by itself. Dynamic quantisation takes its scales from all
that is in a run, so windows in one batch would change each other's answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from inquit.errors import PackError
from inquit.reading.pack import Pack
from inquit.reading.records import GROUPS, Candidate, Tagged, Window, Word
from inquit.reading.windows import BEGIN, SEPARATOR, pieces_of, with_names

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

# Words seen are kept with their pieces; news repeats itself. At the bound the
# memory is emptied, which changes time only.
_REMEMBERED = 50_000


STRETCH = 3
"""Windows over which the second network looks for whom a word means: about 400 words."""


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
            self._referents = _session(pack, "referents.onnx")
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

    def tag(self, words: Sequence[Word], windows: Sequence[Window], flags: NDArray[np.float32]) -> Tagged:
        """Find the words that may end a cue, what the words around are to each, names, and whom words may mean.

        Args:
            words: A document's words.
            windows: The windows to read, in order.
            flags: What the second network is told of each word; see :func:`inquit.reading.windows.flags`.
        """
        candidates: list[Candidate] = []
        names = np.zeros(len(words), dtype=np.int8)
        referents = np.zeros((len(words), 3, self.pack.referent_width), dtype=np.float32)
        for at in range(0, len(windows), STRETCH):
            stretch = windows[at : at + STRETCH]
            seen = []
            for window in stretch:
                hidden, found = self._in_window(words, window, names)
                seen.append(hidden)
                candidates.extend(found)
            first, last = stretch[0].start, stretch[-1].end
            referents[first:last] = self._in_stretch(np.concatenate(seen, axis=1), flags[first:last], names[first:last])
        return Tagged(candidates, names, referents)

    def _in_stretch(self, hidden: Any, flags: NDArray[np.float32], names: NDArray[np.int8]) -> Any:
        (answers,) = self._referents.run(["answers"], {"words": hidden, "flags": with_names(flags, names)[None]})
        return answers[0]

    def _in_window(self, words: Sequence[Word], window: Window, names: NDArray[np.int8]) -> tuple[Any, list[Candidate]]:
        pieces, firsts = pieces_of(words, window, self._begin, self._separator, self.pack.window)
        hidden, heads, named = self._reader.run(["words", "found", "names"], {"pieces": _row(pieces), "firsts": _row(firsts)})
        names[window.start : window.end] = named[0].argmax(-1)
        at = np.flatnonzero(heads[0, :, 0] > self.pack.anchor)
        if not len(at):
            return hidden, []
        paragraphs = _row([word.paragraph for word in words[window.start : window.end]])
        (logits,) = self._linker.run(["tags"], {"words": hidden, "at": at, "paragraphs": paragraphs})
        tags = _log_softmax(logits.reshape(len(at), -1, len(GROUPS), 3))
        scores = heads[0, at].tolist()
        return hidden, [
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
