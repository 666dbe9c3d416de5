"""The process that exports: `python -m editor.render.export_process`, or the installed program with --export.

It also tries the hardware encoders, whose drivers may take a process down with them.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.pipes import Channel, Closed, Message

NICE = 5  # the window, which plays and is drawn, comes first
PACE = 0.1  # seconds between two words of progress at least


def main(arguments: list[str]) -> int:
    """arguments: the last one names the pipes; see engine.pipes. Ends with the parent."""
    channel = Channel.inherited(arguments[-1])
    os.environ.setdefault("SVT_LOG", "1")  # errors only: the encoder for AV1 else tells all its settings
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        channel.send(_answer(channel.receive(), channel))
    except Closed:  # the parent is gone, and what was begun has been removed
        return 0
    return 0


def _answer(order: Message, channel: Channel) -> Message:
    """What came of it."""
    from engine.errors import LongtakeError  # after the pipes are ours alone
    from engine.progress import Report
    from engine.wire import error_to_json

    report = Report(Teller(channel))
    threading.Thread(target=_listen, args=(channel, report.stop), name="ears", daemon=True).start()
    try:
        return {"say": "done", **(_probed() if order.get("do") == "probe" else _export(order, report))}
    except LongtakeError as error:
        return {"say": "failed", "error": error_to_json(error)}


def _export(order: Message, report: Any) -> Message:
    from editor.render.export_film import export_film
    from editor.render.exporting.settings import ExportSettings
    from editor.timeline.otio_file import decode
    from editor.timeline.rational_time import TimeRange
    from engine.wire import from_json

    span = TimeRange(int(order["start"]), int(order["frames"]))
    settings = from_json(ExportSettings, order["settings"])
    timeline, path, work = decode(order["timeline"]), Path(order["path"]), Path(order["work"])
    film = export_film(timeline, path, span, report, work, settings)
    return {"frames": film.frames, "notes": list(film.notes), "bytes": film.bytes, "copied": film.copied}


def _probed() -> Message:
    from editor.render.exporting.hardware import working

    return {"encoders": working()}


def _listen(channel: Channel, stop: Any) -> None:
    """Whatever comes now is the wish to stop; so is the parent's end."""
    with suppress(Closed):
        channel.receive()
    stop()


class Teller:
    """Tells of progress, not too often."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._told = 0.0

    def __call__(self, progress: Any) -> None:
        now = time.monotonic()
        if now - self._told >= PACE:
            self._told = now
            told = {"step": progress.step, "steps": progress.steps, "seconds_left": progress.seconds_left}
            self._channel.send({"say": "progress", **told})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
