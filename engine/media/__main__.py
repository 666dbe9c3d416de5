"""The media process: `python -m engine.media`, started by engine.media.service."""

import sys

from engine.pipes import Channel


def main() -> None:
    channel = Channel.inherited(sys.argv[-1])
    from engine.media.service.serving import be_modest, serve  # after the pipes are ours alone

    be_modest()
    serve(channel)


if __name__ == "__main__":
    main()
