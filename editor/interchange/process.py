"""The process that reads and writes foreign timelines: `python -m editor.interchange.process`, or --interchange.

OpenTimelineIO and its adapters are code that a strange file may take down or hold up; the window goes on.
"""

import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from engine.pipes import Channel, Closed, Message


def main(arguments: list[str]) -> int:
    """arguments: the last one names the pipes; see engine.pipes. One order, one answer."""
    channel = Channel.inherited(arguments[-1])
    with suppress(Closed):
        channel.send(_answer(channel.receive()))
    return 0


def _answer(order: Message) -> Message:
    from engine.errors import LongtakeError  # after the pipes are ours alone
    from engine.wire import error_to_json

    try:
        return {"say": "done", **ORDERS[order["do"]](order)}
    except LongtakeError as error:
        return {"say": "failed", "error": error_to_json(error)}


def _write(order: Message) -> Message:
    from editor.interchange.formats import FORMATS
    from editor.interchange.writing import write_timeline
    from editor.timeline.otio_file import decode

    form = next(each for each in FORMATS if each.id == order["form"])
    written = write_timeline(decode(order["timeline"]), form, Path(order["path"]))
    return {"paths": [str(path) for path in written]}


def _read(order: Message) -> Message:
    from editor.interchange.reading import read_timeline
    from engine.wire import to_json

    return {"foreign": to_json(read_timeline(Path(order["path"]), Fraction(order["rate"])))}


def _timecode(order: Message) -> Message:
    from engine.media.timecode import read_timecode
    from engine.wire import to_json

    return {"of": to_json(read_timecode(Path(order["path"])))}


ORDERS = {"write": _write, "read": _read, "timecode": _timecode}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
