"""Two takes of a clip over each other around a join, in the program monitor."""

from editor.ui.comparing.comparison import Comparison, Mode

__all__ = ["Comparison", "Mode"]
