"""One module a task: NAMES, the commands it adds; `add`, which adds them; `request`, what was typed becomes."""

from engine.cli.commands import again, between, bridge, extend, finalise, generate, interpolate

TASKS = (extend, bridge, generate, between, interpolate, again, finalise)
