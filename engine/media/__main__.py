"""The media process: `python -m engine.media`, started by engine.media.service."""

import sys

from engine.pipes import Channel


def main(arguments: list[str]) -> int:
    """arguments: the last one names the pipes; see engine.pipes. Ends with the parent."""
    channel = Channel.inherited(arguments[-1])
    from engine.media.service.serving import be_modest, serve  # after the pipes are ours alone

    be_modest()
    serve(channel)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
