"""What is built in: what it is called, and where its network's weights lie."""

from pathlib import Path

MODEL = "Longtake built-in model"
OPTICAL_FLOW = "Longtake optical flow"  # makes frames between two; it has no weights
WEIGHTS = Path(__file__).parents[2] / "resources" / "pocket" / "pocket.safetensors"
