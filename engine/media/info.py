"""What a media file holds, as values."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

UNTAGGED = 2  # "unspecified" in ITU-T H.273


@dataclass(frozen=True, slots=True)
class ColourTags:
    """Code points of ITU-T H.273 (1 = BT.709, 9 = BT.2020, 16 = PQ as transfer, ...); 2 = the file does not say."""

    primaries: int = UNTAGGED
    transfer: int = UNTAGGED
    matrix: int = UNTAGGED
    full_range: bool = False


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The picture of a file, or of one to be written: size as shown, after rotation."""

    width: int
    height: int
    rate: Fraction  # frames per second, the exact nominal one
    sample_aspect: Fraction = Fraction(1)  # a pixel's width over its height, as shown
    rotation: int = 0  # degrees counter-clockwise the reader turns the stored picture by
    variable: bool = False  # the frames do not stand on the grid of `rate` without holes
    frames: int | None = None  # counted, never taken from the header; see count_frames
    start: Fraction = Fraction(0)  # seconds in the file's own clock of its first frame
    bit_depth: int = 8
    alpha: bool = False
    chroma: str = "420"  # 420, 422, 444, rgb or gray
    interlaced: bool = False  # stored so; frames are read deinterlaced
    codec: str = ""
    colour: ColourTags = ColourTags()


@dataclass(frozen=True, slots=True)
class AudioInfo:
    sample_rate: int
    channels: int
    layout: str
    codec: str


@dataclass(frozen=True, slots=True)
class FileTimecode:
    """text: of the first frame, HH:MM:SS:FF, with ; before the frames where numbers are dropped. "" = it has none."""

    text: str = ""
    reel: str = ""


@dataclass(frozen=True, slots=True)
class MediaInfo:
    path: Path
    video: VideoInfo | None
    audio: AudioInfo | None
    duration: Fraction  # seconds from the first frame's start to the last one's end
    notes: tuple[str, ...] = ()  # what the reader does to the picture, for the user
