"""The monitors."""

from editor.ui.viewer.monitor import Monitor
from editor.ui.viewer.start_card import StartCard
from editor.ui.viewer.transport import MonitorActions

__all__ = ["Monitor", "MonitorActions", "StartCard"]
