"""Longtake's engine: makes film clips longer, bridges and smooths what lies between them, and makes frames within them.

    from engine import extend

    take = extend("clip.mp4", seconds=2)
    print(take.film, take.back_test.words if take.back_test else "")

Importing it is quick: torch is loaded by the first call that makes frames. The clip itself is never touched.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.asking import (
        TakeInfo,
        animate_request,
        bridge_request,
        complete_request,
        extend_request,
        finalise_request,
        generate_request,
        interpolate_request,
        loop_request,
        repair_request,
        smooth_request,
        take_info,
    )
    from engine.calls.anew import animate, generate
    from engine.calls.longer import bridge, extend, loop, smooth
    from engine.calls.run import plan, run
    from engine.calls.takes import again, finalise
    from engine.calls.within import complete, interpolate, repair
    from engine.errors import LongtakeError
    from engine.progress import Progress, Report
    from engine.requests import Adapter, Expert, FrameRange, Keyframe, Source, Take

__all__ = [
    "Adapter",
    "Expert",
    "FrameRange",
    "Keyframe",
    "LongtakeError",
    "Progress",
    "Report",
    "Source",
    "Take",
    "TakeInfo",
    "again",
    "animate",
    "animate_request",
    "bridge",
    "bridge_request",
    "complete",
    "complete_request",
    "extend",
    "extend_request",
    "finalise",
    "finalise_request",
    "generate",
    "generate_request",
    "interpolate",
    "interpolate_request",
    "loop",
    "loop_request",
    "plan",
    "repair",
    "repair_request",
    "run",
    "smooth",
    "smooth_request",
    "take_info",
]

HOMES = {  # of all that is not in engine.asking
    "engine.calls.anew": ("animate", "generate"),
    "engine.calls.longer": ("bridge", "extend", "loop", "smooth"),
    "engine.calls.run": ("plan", "run"),
    "engine.calls.takes": ("again", "finalise"),
    "engine.calls.within": ("complete", "interpolate", "repair"),
    "engine.errors": ("LongtakeError",),
    "engine.progress": ("Progress", "Report"),
    "engine.requests": ("Adapter", "Expert", "FrameRange", "Keyframe", "Source", "Take"),
}


def __getattr__(name: str) -> Any:
    """Loaded when it is first asked for: our own child processes come by here, and need next to nothing of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in HOMES.items() if name in names), "engine.asking")
    return globals().setdefault(name, getattr(import_module(home), name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
