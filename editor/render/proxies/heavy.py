"""Which films are hard to play: those get a proxy by themselves."""

from fractions import Fraction
from pathlib import Path

from engine.errors import MediaError

LARGE, LARGEST = 1920, 3840  # pixels of the longer side: from here on, where frames depend on others, and in any case
SHORTEST = Fraction(2)  # seconds: less than that is soon decoded
EACH_FOR_ITSELF = "mjpeg png prores dnxhd cfhd ffv1 ffvhuff huffyuv utvideo rawvideo dvvideo v210"  # need no others


def is_heavy(path: Path) -> bool:
    """A file that cannot be read is not."""
    from editor.render.inspected import inspected  # late, since it brings numpy and FFmpeg

    try:
        info = inspected(path)
    except MediaError:
        return False
    video = info.video
    if video is None or video.alpha or info.duration < SHORTEST:
        return False
    longer = max(video.width, video.height)
    return longer >= LARGEST or (longer >= LARGE and video.codec not in EACH_FOR_ITSELF.split())
