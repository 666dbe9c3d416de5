"""What a request costs, in one honest line: takes, time, whether it fits."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from editor.actions.requesting import MOST_NEW
from editor.words import tr, trn
from engine.requests import Request

SPARE = 1 << 30  # bytes that a take and everything beside it may need, with room to spare

FreeSpace = Callable[[Path], int]


def cost_line(request: Request, frames: int, seconds: float | None, moves: str, free: FreeSpace | None = None) -> str:
    """frames: how many the engine will make. seconds: that it will take, by runs like it; None where there was none.

    "3 takes, about 45 s on this processor. Fits. Nothing else moves."
    """
    unknown = tr("time not known yet: first run")
    time = unknown if seconds is None else tr("about {wait} on this processor", wait=wait_in_words(seconds))
    refusal = why_too_much(request, frames, free)
    return f"{_takes(request)}, {time}. {refusal or tr('Fits.')} {moves}."


def short_cost_line(request: Request, frames: int, seconds: float | None, free: FreeSpace | None = None) -> str:
    """As cost_line, in the few words that there is room for beside the mouse.

    "3 takes, about 45 s, fits"
    """
    time = tr("time not known yet") if seconds is None else tr("about {wait}", wait=wait_in_words(seconds))
    refusal = why_too_much(request, frames, free)
    return f"{_takes(request)}, {time}, {refusal[0].lower() + refusal[1:].rstrip('.') if refusal else tr('fits')}"


def loaded_cost_line(request: Request, frames: int, moves: str, free: FreeSpace | None = None) -> str:
    """Of a loaded model: how long it takes and whether it fits stand on a line of their own, see engine.requests.Room.

    "3 takes. Nothing else moves."
    """
    return " ".join(part for part in (f"{_takes(request)}.", why_too_much(request, frames, free), f"{moves}.") if part)


def _takes(request: Request) -> str:
    return trn("{count} take", "{count} takes", request.takes)


def why_too_much(request: Request, frames: int, free: FreeSpace | None = None) -> str:
    """Why it does not fit, as a sentence; empty where it does."""
    if frames > MOST_NEW:
        return tr("Too long: {most_new} frames can be made at once.", most_new=MOST_NEW)
    left = (free or free_space)(request.outputs.folder)
    if left < SPARE:
        return tr("Only {left:.1f} GB are free on the disk.", left=left / 1000000000.0)
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
        return tr("{seconds} min", seconds=round(seconds / 60)) if minutes else f"{whole} s"
    return tr("{minutes} min {rest} s", minutes=minutes, rest=rest) if minutes else f"{rest} s"
