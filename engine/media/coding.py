"""How pictures and sound are coded in the files we write."""

from dataclasses import dataclass
from pathlib import Path

from engine.errors import OutputError
from engine.media.info import AudioInfo, VideoInfo

CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov"}  # both keep times exactly; Matroska rounds to milliseconds
# Measured on 48 frames of 720p surf: 8 gives 50.1 dB in 2.5 MB ("medium" 50.5 dB in 2.7 MB, and half as much time
# again, which is waited for); 14 at "medium" gives 48.1 dB in 1.1 MB. 4:2:0 alone is 56.8 dB.
TAKE_CRF = 8
FILM_CRF = 14
PRESET = "faster"
TAKE_KEY_FRAMES = 12  # frames between key frames: seeking into a take stays quick
FILM_KEY_FRAMES = 48
AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000)
AAC_BITS_PER_CHANNEL = 128_000
ALAC_CHANNELS = (1, 2, 4, 5, 6)  # of our layouts, those that FFmpeg's encoder takes
ENCODE_THREADS = "2"
# With AVX-512, x264's macroblock tree reads what it has not written: a small picture came out in one of four ways. This
# leaves out that routine alone; 2 % more time for a frame, none of it to be told from chance.
EVERY_TIME_THE_SAME = "cpu-independent=1"


@dataclass(frozen=True, slots=True)
class Coding:
    codec: str  # FFmpeg's name of the encoder
    pixel_format: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class SoundCoding:
    codec: str  # FFmpeg's name of the encoder
    sample_format: str
    bit_rate: int | None = None  # bits per second; None: lossless


def take_sound_coding(audio: AudioInfo) -> SoundCoding:
    """Lossless, as the picture nearly is, and to the sample: what takes are made from again loses nothing."""
    return SoundCoding("alac", "s32p") if audio.channels in ALAC_CHANNELS else film_sound_coding(audio)


def film_sound_coding(audio: AudioInfo) -> SoundCoding:
    """What every player knows. Raises OutputError for a rate it has no name for."""
    if audio.sample_rate not in AAC_RATES:
        what = f"Sound at {audio.sample_rate} samples per second cannot be written as AAC."
        raise OutputError(what, do="Read it at 48000.")
    return SoundCoding("aac", "fltp", AAC_BITS_PER_CHANNEL * audio.channels)


def take_coding(video: VideoInfo) -> Coding:
    """Visually lossless at the source's size, depth and chroma.

    H.264 up to 10 bits; lossless PNG where the source has alpha or more bits, which H.264 does not hold (ProRes would
    turn 8 bits into 12, and FFV1 stands only in Matroska, which rounds times).
    """
    if needs_lossless(video):
        deep = "rgba64be" if video.alpha else "rgb48be"
        pixel_format = deep if video.bit_depth > 8 else "rgba"
        return Coding("png", pixel_format, {"compression_level": "3", "pred": "mixed", "threads": ENCODE_THREADS})
    return h264(video, chroma_that_fits(video, video.chroma), TAKE_CRF, TAKE_KEY_FRAMES)


def film_coding(video: VideoInfo) -> Coding:
    """H.264 at high quality that players know: 4:2:0, except for odd sizes."""
    return h264(video, chroma_that_fits(video, "420"), FILM_CRF, FILM_KEY_FRAMES)


def take_suffix(video: VideoInfo) -> str:
    """The name's ending for a take of this kind: PNG stands in MOV only."""
    return ".mov" if needs_lossless(video) else ".mp4"


def needs_lossless(video: VideoInfo) -> bool:
    return video.alpha or video.bit_depth > 10


def chroma_that_fits(video: VideoInfo, chroma: str) -> str:
    """Odd sizes have no half: they are coded with full chroma instead of losing a row."""
    if chroma in ("rgb", "444") or (chroma == "422" and video.width % 2) or odd(video, chroma):
        return "444"
    return "422" if chroma == "422" else "420"


def odd(video: VideoInfo, chroma: str) -> bool:
    return chroma in ("420", "gray") and bool(video.width % 2 or video.height % 2)


def h264(video: VideoInfo, chroma: str, crf: int, key_frames: int) -> Coding:
    pixel_format = f"yuv{chroma}p10le" if video.bit_depth > 8 else f"yuv{chroma}p"
    options = {"crf": str(crf), "preset": PRESET, "g": str(key_frames), "threads": ENCODE_THREADS}
    return Coding("libx264", pixel_format, {**options, "x264-params": EVERY_TIME_THE_SAME})


def container_format(path: Path, coding: Coding) -> str:
    """FFmpeg's name of the container for a file name. Raises OutputError for other endings."""
    name = CONTAINERS.get(path.suffix.lower())
    if name is None:
        raise OutputError(f"{path.name} does not end in .mp4 or .mov.", do="Give it one of these endings.")
    if coding.codec == "png" and name != "mov":
        what = f"{path.name} cannot hold transparency or more than 10 bits."
        raise OutputError(what, do="Give it the ending .mov.")
    return name
