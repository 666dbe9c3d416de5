"""The engine's child process: `python -m engine.hosts`, or the installed program with --engine."""

import os
import sys

from engine.hosts.protocol import Host
from engine.hosts.serving import serve
from engine.pipes import Channel, Closed

NICE = 5  # the window, which plays and is drawn, comes first


def main(arguments: list[str]) -> int:
    """arguments: the last one names the pipes; see engine.pipes. Ends with the parent."""
    channel = Channel.inherited(arguments[-1])
    try:
        serve(channel, _here)
    except Closed:  # the parent is gone
        return 0
    return 0


def _here() -> Host:
    """With torch and the models' code in memory: the first request does not wait for them."""
    import engine.generation.generate  # noqa: F401
    from engine.hosts.here import Here

    if hasattr(os, "nice"):
        os.nice(NICE)
    return Here()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
