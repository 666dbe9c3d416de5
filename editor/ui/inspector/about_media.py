"""Media in a few words: its file, size, rate."""

from pathlib import Path

from editor.timeline.model import Media
from editor.words import tr, trn


def about(media: Media) -> str:
    """surf.mp4, 1280 × 720, 24 fps"""
    parts = [Path(media.path).name]
    if media.picture is not None:
        parts.append(f"{media.picture.width} × {media.picture.height}")
        if not media.is_still:
            parts.append(tr("{number:.5g} fps", number=float(media.picture.rate)))
    elif media.sound is not None:
        many = trn("{count} channel", "{count} channels", media.sound.channels)
        channels = {1: tr("mono"), 2: tr("stereo")}.get(media.sound.channels, many)
        parts += [tr("{rate:g} kHz", rate=media.sound.sample_rate / 1000), channels]
    return ", ".join(parts)
