"""Requests from plain values, checked before anything is read."""

from engine.asking.again import TakeInfo, again_request, take_info
from engine.asking.between import complete_request, loop_request, repair_request, smooth_request
from engine.asking.finalise import finalise_request
from engine.asking.folders import open_folder, open_outputs
from engine.asking.gaps import bridge_request, extend_request
from engine.asking.generate import animate_request, generate_request
from engine.asking.interpolate import Curve, interpolate_request
from engine.asking.keyframes import Given, Picture
from engine.asking.settings import Matrix, Settings
from engine.asking.values import Seconds

__all__ = [
    "Curve",
    "Given",
    "Matrix",
    "Picture",
    "Seconds",
    "Settings",
    "TakeInfo",
    "again_request",
    "animate_request",
    "bridge_request",
    "complete_request",
    "extend_request",
    "finalise_request",
    "generate_request",
    "interpolate_request",
    "loop_request",
    "open_folder",
    "open_outputs",
    "repair_request",
    "smooth_request",
    "take_info",
]
