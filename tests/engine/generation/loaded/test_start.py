"""What the engine's process imports before its first request."""

import subprocess
import sys

SAID = "import sys, engine.generation.generate; print('diffusers' in sys.modules, 'transformers' in sys.modules)"


def test_the_built_in_model_waits_for_no_part_of_transformers() -> None:
    """It takes seconds to import; diffusers would draw it in for its pipelines."""
    told = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False"]
