"""Media in a few words: its file, size, rate."""

from pathlib import Path

from editor.timeline.model import Media
from editor.words import tr


def about(media: Media) -> str:
    """surf.mp4, 1280 × 720, 24 fps"""
    parts = [Path(media.path).name]
    if media.picture is not None:
        parts.append(f"{media.picture.width} × {media.picture.height}")
        if not media.is_still:
            parts.append(tr("{number:.5g} fps", number=float(media.picture.rate)))
    elif media.sound is not None:
        channels = {1: "mono", 2: "stereo"}.get(media.sound.channels, f"{media.sound.channels} channels")
        parts += [f"{media.sound.sample_rate / 1000:g} kHz", channels]
    return ", ".join(parts)
