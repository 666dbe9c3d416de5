"""The lane under a generated clip: how free each part of its next take is, shown and dragged."""

from editor.ui.timeline.noise_lane.lane import NoiseLane

__all__ = ["NoiseLane"]
