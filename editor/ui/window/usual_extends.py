"""What Generative Extend proposes when its dialog is opened next, as the preferences show and change it."""

from dataclasses import replace
from fractions import Fraction

from editor.actions.remembering import Remembered, remember, remembered
from editor.settings import Settings
from editor.timeline.model import Task
from editor.ui.preferences import Pick, Size
from editor.words import tr

SIDES = (Task.AFTER, Task.BEFORE)
USUAL = 0
CONTEXTS = ((USUAL, tr("Usual")), *((frames, str(frames)) for frames in (1, 5, 9, 13)))


def extend_wishes(settings: Settings) -> tuple[Size | Pick, ...]:
    length = Size(tr("Length of extensions"), 0.1, 20, 0.1, lambda value: f"{value:.1f} s",
                  lambda: float(_last(settings).seconds), lambda seconds: set_length(settings, seconds),
                  tr("What Generative Extend proposes next, after and before a clip."))  # fmt: skip
    seen = Pick(tr("Frames it is shown"), CONTEXTS, lambda: _last(settings).wishes.context or USUAL,
                lambda frames: set_context(settings, frames),
                tr("Of the clip, up to the cut. Usual is as many as its model does best with."))  # fmt: skip
    return length, seen


def set_length(settings: Settings, seconds: float) -> None:
    for side in SIDES:
        remember(settings, side, replace(remembered(settings, side), seconds=Fraction(round(seconds * 10), 10)))


def set_context(settings: Settings, frames: int) -> None:
    for side in SIDES:
        last = remembered(settings, side)
        remember(settings, side, replace(last, wishes=replace(last.wishes, context=frames or None)))


def _last(settings: Settings) -> Remembered:
    return remembered(settings, SIDES[0])
