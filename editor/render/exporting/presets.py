"""What can be exported: resources/export.toml as values, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[3] / "resources" / "export.toml"
BOXED = ("mp4", "mov", "ipod")


class Kind(StrEnum):
    FILM = "film"
    STILLS = "stills"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Quality:
    """An encoder's own scale of constant quality: low figures are better."""

    option: str  # FFmpeg's name of it
    best: int
    least: int
    usual: int


@dataclass(frozen=True, slots=True)
class SoundForm:
    codec: str
    format: str  # of samples
    bits: int = 0  # a second and channel; 0: lossless


@dataclass(frozen=True, slots=True)
class Preset:
    """Codecs, containers and pixel formats by FFmpeg's names."""

    id: str
    name: str
    kind: Kind
    suffix: str
    container: str = ""
    codec: str = ""  # "": there is no picture
    formats: tuple[tuple[str, str], ...] = ()  # of pixels, and what they are called; the first is usual
    options: Mapping[str, str] = field(default_factory=dict)
    quality: Quality | None = None  # None: the codec has only the one
    least: tuple[int, int] = (16, 16)  # pixels of width and of height
    bits: float = 0.0  # a pixel, about
    sound: SoundForm | None = None
    hardware: tuple[str, ...] = ()  # encoders of the same coding on graphics chips
    fast_start: bool = False  # the index stands at the file's beginning
    copies: bool = False  # pictures coded alike can be taken over as they are
    tag: str = ""  # the sample's four letters, where FFmpeg would choose others

    @property
    def is_boxed(self) -> bool:
        """Whether its files are made of boxes as MP4's are, among which an XMP packet has its place."""
        return self.container in BOXED

    @property
    def is_film(self) -> bool:
        return self.kind is Kind.FILM


@cache
def presets() -> dict[str, Preset]:
    """By id, in the order in which they are offered."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["preset"]
    return {row["id"]: _preset(row) for row in rows}


def preset_of(name: str) -> Preset:
    """The first where there is none of that id: settings of a newer version."""
    known = presets()
    return known.get(name) or next(iter(known.values()))


def _preset(row: dict[str, Any]) -> Preset:
    values = dict(row)
    values["kind"] = Kind(row["kind"])
    values["formats"] = tuple((name, words) for name, words in row.get("formats", ()))
    values["hardware"] = tuple(row.get("hardware", ()))
    values["quality"] = Quality(**row["quality"]) if "quality" in row else None
    values["sound"] = SoundForm(**row["sound"]) if "sound" in row else None
    if "least" in row:
        values["least"] = tuple(row["least"])
    return Preset(**values)
