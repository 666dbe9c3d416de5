"""Longtake's engine: makes film clips longer, bridges and smooths what lies between them, and makes frames within them.

    from engine import extend

    take = extend("clip.mp4", seconds=2)
    print(take.film, take.back_test.words if take.back_test else "")

Importing it is quick: torch is loaded by the first call that makes frames. The clip itself is never touched.
"""

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
