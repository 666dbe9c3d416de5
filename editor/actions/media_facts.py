"""What there is to know of a media file, as labels and values."""

from collections.abc import Iterator
from pathlib import Path

from editor.timeline.model import Media
from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import format_timecode
from engine.media.encoding_names import ENCODING_NAMES
from engine.media.info import FileTimecode

NO_TIMECODE = FileTimecode()
UNITS = ("bytes", "KB", "MB", "GB", "TB")


def facts(media: Media, uses: int, file: FileTimecode = NO_TIMECODE) -> list[tuple[str, str]]:
    """file: what the file itself says, once it was read."""
    return [(label, words) for label, words in _facts(media, uses, file) if words]


def _facts(media: Media, uses: int, file: FileTimecode) -> Iterator[tuple[str, str]]:
    path = Path(media.path)
    yield "File", path.name
    yield "In", str(path.parent)
    yield "Folder", media.folder
    yield "Picture", picture_words(media)
    yield "Sound", sound_words(media)
    yield "Length", length_words(media)
    yield "On disk", bytes_words(media.size) if path.is_file() else "Offline: the file is not there"
    yield "Timecode", file.text
    yield "Reel", file.reel
    yield "Colours", ENCODING_NAMES.get(media.encoding, "")
    yield "Made by", media.made.model if media.made else ""
    yield "Used", "Not on the timeline" if not uses else f"By {uses} clip{'s' * (uses > 1)}"


def picture_words(media: Media) -> str:
    picture = media.picture
    if picture is None:
        return ""
    parts = [f"{picture.width} × {picture.height}"]
    if not media.is_still:
        parts.append(f"{float(picture.rate):.5g} fps{', varying' if picture.variable else ''}")
    parts.append(f"{picture.bit_depth} bit")
    return ", ".join((*parts, "with transparency") if picture.alpha else parts)


def sound_words(media: Media) -> str:
    if media.sound is None:
        return ""
    channels = {1: "mono", 2: "stereo"}.get(media.sound.channels, f"{media.sound.channels} channels")
    return f"{media.sound.sample_rate / 1000:g} kHz, {channels}"


def length_words(media: Media) -> str:
    """As timecode, and in frames; sound alone in seconds."""
    if media.is_still:
        return "A still"
    if media.picture is None:
        return f"{float(media.duration):.2f} s"
    frames = to_frames(media.duration, media.picture.rate)
    return f"{format_timecode(frames, media.picture.rate)}, {frames} frames"


def bytes_words(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.3g} {UNITS[unit]}" if unit else f"{count} bytes"
