"""How a timeline is exported, as a value that a preset names and a user changes."""

from dataclasses import dataclass
from fractions import Fraction

FIRST = "h264"


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """What is 0, "" or None is as the preset, or the timeline, has it."""

    preset: str = FIRST  # by its id, see presets.PRESETS
    height: int = 0  # of the picture, which keeps the timeline's shape
    rate: Fraction | None = None  # frames per second
    pixel_format: str = ""
    quality: int | None = None  # the encoder's own figure, where the preset has one
    bit_rate: int = 0  # kbit/s of the picture; 0: by quality
    encoder: str = ""  # FFmpeg's name of a hardware encoder; "": the preset's own
    copies: bool = True  # coded pictures of untouched parts are taken over where that can be done
    provenance: bool = True  # generated parts are named in the file
    timecode: str = ""  # of the first frame, in MOV
    reel: str = ""  # that its timecode counts in, in MOV


@dataclass(frozen=True, slots=True)
class OwnPreset:
    """Settings that the user has named."""

    name: str
    settings: ExportSettings
