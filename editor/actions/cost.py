"""What a request costs, in one honest line: takes, time, whether it fits."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from editor.actions.requesting import MOST_NEW
from engine.requests import Request

SPARE = 1 << 30  # bytes that a take and everything beside it may need, with room to spare

FreeSpace = Callable[[Path], int]


def cost_line(request: Request, frames: int, seconds: float | None, moves: str, free: FreeSpace | None = None) -> str:
    """frames: how many the engine will make. seconds: that it will take, by runs like it; None where there was none.

    "3 takes, about 45 s on this processor. Fits. Nothing else moves."
    """
    takes = f"{request.takes} take{'s' * (request.takes > 1)}"
    unknown = "time not known yet: first run"
    time = unknown if seconds is None else f"about {wait_in_words(seconds)} on this processor"
    refusal = why_too_much(request, frames, free)
    return f"{takes}, {time}. {refusal or 'Fits.'} {moves}."


def loaded_cost_line(request: Request, frames: int, moves: str, free: FreeSpace | None = None) -> str:
    """Of a loaded model: how long it takes and whether it fits stand on a line of their own, see engine.requests.Room.

    "3 takes. Nothing else moves."
    """
    takes = f"{request.takes} take{'s' * (request.takes > 1)}."
    return " ".join(part for part in (takes, why_too_much(request, frames, free), f"{moves}.") if part)


def why_too_much(request: Request, frames: int, free: FreeSpace | None = None) -> str:
    """Why it does not fit, as a sentence; empty where it does."""
    if frames > MOST_NEW:
        return f"Too long: {MOST_NEW} frames can be made at once."
    left = (free or free_space)(request.outputs.folder)
    if left < SPARE:
        return f"Only {left / 1e9:.1f} GB are free on the disk."
    return ""


def free_space(folder: Path) -> int:
    """Bytes, where the folder is or will be."""
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def wait_in_words(seconds: float) -> str:
    """5 s, 45 s, 2 min 40 s: no finer than such an estimate is."""
    if seconds < 10:
        return f"{max(1, round(seconds))} s"
    whole = 5 * round(seconds / 5)
    minutes, rest = divmod(whole, 60)
    if minutes >= 10 or not rest:
        return f"{round(seconds / 60)} min" if minutes else f"{whole} s"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
