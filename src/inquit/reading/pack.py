"""The model pack: a folder with the reader's weights, words and numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inquit.errors import PackError
from inquit.reading.records import CIRCUMSTANCES, GROUPS, SpeakerModel

FORMAT = 2
"""The pack format that this version reads."""

DEFAULT = Path(__file__).parent.parent / "packs" / "reader-fr-en"
"""The pack that comes with inquit."""

FILES = ("reader.onnx", "linker.onnx", "referents.onnx", "speakers.tsv", "tokenizer.json")
"""What a pack holds beside its description, ``pack.toml``."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack's ``pack.toml`` says that reading needs.

    ``window`` counts pieces. ``anchor`` is the logit from which
    a word is the last of a cue, ``least`` by how much a source, an addressee, a
    time, a channel must be likelier than none, ``denied_attitude`` the confidence that a negated attitude inside
    somebody's words must have. ``weights`` and ``offset`` are the numbers of the
    calibration. ``referent_width`` is how many numbers the second network gives
    for each of what a word asks and answers; ``speakers`` weighs who is meant.
    """

    folder: Path
    name: str
    version: str
    window: int
    anchor: float
    least: Mapping[str, float]
    attitude: float
    negated: float
    denied_attitude: float
    weights: tuple[float, ...]
    offset: float
    referent_width: int
    speakers: SpeakerModel

    @property
    def title(self) -> str:
        """Name and version, as documents cite it."""
        return f"{self.name} {self.version}"


def load_pack(folder: Path = DEFAULT) -> Pack:
    """Read the description of a pack and check that it is whole.

    Raises:
        PackError: a file is missing, the description is damaged, or the pack
            is of another format.
    """
    described = folder / "pack.toml"
    try:
        with described.open("rb") as file:
            stated = tomllib.load(file)
    except FileNotFoundError:
        raise PackError(f"{folder}: no model pack here (pack.toml is missing); reinstall inquit or train one with `make pack`") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{described}: the model pack is damaged: {error}") from None
    if stated.get("format") != FORMAT:
        raise PackError(
            f"{described}: pack format {stated.get('format')!r}, this version of inquit reads {FORMAT}; install a matching pack"
        )
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise PackError(f"{folder}: the model pack is incomplete, {', '.join(missing)} missing; reinstall inquit")
    try:
        return _described(folder, stated)
    except (KeyError, TypeError, ValueError) as error:
        raise PackError(f"{described}: the model pack is damaged: {error!r}") from None


def _described(folder: Path, stated: dict[str, Any]) -> Pack:
    if tuple(stated["labels"]["groups"]) != GROUPS:
        raise ValueError(f"labels are {stated['labels']['groups']}, not {list(GROUPS)}")
    thresholds, calibration, windows = stated["thresholds"], stated["calibration"], stated["windows"]
    return Pack(
        folder=folder,
        name=str(stated["name"]),
        version=str(stated["version"]),
        window=int(windows["size"]),
        anchor=float(thresholds["anchor"]),
        least={name: float(thresholds[name]) for name in ("source", *CIRCUMSTANCES)},
        attitude=float(thresholds["attitude"]),
        negated=float(thresholds["negated"]),
        denied_attitude=float(thresholds["denied-attitude"]),
        weights=tuple(float(w) for w in calibration["weights"]),
        offset=float(calibration["offset"]),
        referent_width=int(stated["speakers"]["rank"]),
        speakers=SpeakerModel(_weights(folder / "speakers.tsv"), float(stated["speakers"]["least"])),
    )


def _weights(path: Path) -> dict[str, float]:
    """Read the weights of the features that tell who is meant."""
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    if header != "feature\tweight":
        raise ValueError(f"{path.name} begins with {header[:40]!r}")
    return {name: float(weight) for name, weight in (row.split("\t") for row in rows)}
