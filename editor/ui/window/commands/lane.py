"""The row of the command table that opens the lane under a generated clip."""

from collections.abc import Iterator

from editor.actions.noise_lane import NOT_GENERATED
from editor.ui.timeline.noise_lane import NoiseLane
from editor.ui.timeline.noise_lane.card import KEYS
from editor.ui.window.command import Command
from editor.words import tr


def lane_commands(lane: NoiseLane) -> Iterator[Command]:
    yield Command("noise-lane", tr("Keep ↔ Free Lane"), lane.toggle, KEYS, "line-segments",
                  lambda: lane.is_open or not lane.why_not(), NOT_GENERATED,
                  checked=lambda: lane.is_open)  # fmt: skip
