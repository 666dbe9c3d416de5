"""What there is to know of a media file, as labels and values."""

from collections.abc import Iterator
from pathlib import Path

from editor.timeline.model import Media
from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import format_timecode
from editor.words import tr, trn
from engine.media.encoding_names import ENCODING_NAMES
from engine.media.info import FileTimecode

NO_TIMECODE = FileTimecode()
UNITS = ("bytes", "KB", "MB", "GB", "TB")


def facts(media: Media, uses: int, file: FileTimecode = NO_TIMECODE) -> list[tuple[str, str]]:
    """file: what the file itself says, once it was read."""
    return [(label, words) for label, words in _facts(media, uses, file) if words]


def _facts(media: Media, uses: int, file: FileTimecode) -> Iterator[tuple[str, str]]:
    path = Path(media.path)
    yield tr("File"), path.name
    yield tr("In"), str(path.parent)
    yield tr("Folder"), media.folder
    yield tr("Picture"), picture_words(media)
    yield tr("Sound"), sound_words(media)
    yield tr("Length"), length_words(media)
    yield tr("On disk"), bytes_words(media.size) if path.is_file() else tr("Offline: the file is not there")
    yield tr("Timecode"), file.text
    yield tr("Reel"), file.reel
    yield tr("Colours"), ENCODING_NAMES.get(media.encoding, "")
    yield tr("Made by"), media.made.model if media.made else ""
    yield (
        tr("Used"),
        tr("Not on the timeline") if not uses else trn("By {count} clip", "By {count} clips", uses),
    )


def picture_words(media: Media) -> str:
    picture = media.picture
    if picture is None:
        return ""
    parts = [f"{picture.width} × {picture.height}"]
    if not media.is_still:
        parts.append(
            tr("{number:.5g} fps{which}", number=float(picture.rate), which=tr(", varying") if picture.variable else "")
        )
    parts.append(tr("{bit_depth} bit", bit_depth=picture.bit_depth))
    return ", ".join((*parts, tr("with transparency")) if picture.alpha else parts)


def sound_words(media: Media) -> str:
    if media.sound is None:
        return ""
    many = trn("{count} channel", "{count} channels", media.sound.channels)
    channels = {1: tr("mono"), 2: tr("stereo")}.get(media.sound.channels, many)
    return tr("{sample_rate:g} kHz, {channels}", sample_rate=media.sound.sample_rate / 1000, channels=channels)


def length_words(media: Media) -> str:
    """As timecode, and in frames; sound alone in seconds."""
    if media.is_still:
        return tr("A still")
    if media.picture is None:
        return f"{float(media.duration):.2f} s"
    frames = to_frames(media.duration, media.picture.rate)
    return tr("{timecode}, {frames} frames", timecode=format_timecode(frames, media.picture.rate), frames=frames)


def bytes_words(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.3g} {UNITS[unit]}" if unit else tr("{count} bytes", count=count)
