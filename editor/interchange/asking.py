"""Foreign timelines, read and written by a process beside the window's."""

import threading
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from editor.interchange.foreign import Foreign
from editor.interchange.formats import Format
from editor.timeline.model import Timeline
from editor.words import tr
from engine.errors import RequestError
from engine.media.info import FileTimecode
from engine.pipes import Closed, Message, Spawned, TooLarge, spawn
from engine.wire import error_from_json, from_json

MODULE, FLAG = "editor.interchange.process", "--interchange"
PATIENCE = 60.0  # seconds


def write(timeline: Timeline, form: Format, path: Path) -> list[Path]:
    """The files written. Not to be called on the window's own thread. Raises LongtakeError."""
    from editor.timeline.otio_file import encode

    order: Message = {"do": "write", "timeline": encode(timeline), "form": form.id, "path": str(path)}
    return [Path(name) for name in _told(order, tr("{name} could not be written", name=path.name))["paths"]]


def read(path: Path, rate: Fraction) -> Foreign:
    """rate: for files that do not say theirs. Not to be called on the window's own thread. Raises LongtakeError."""
    order: Message = {"do": "read", "path": str(path), "rate": str(rate)}
    return from_json(Foreign, _told(order, tr("{name} could not be read", name=path.name))["foreign"])


def timecode(path: Path) -> FileTimecode:
    """What a media file carries. Not to be called on the window's own thread. Raises LongtakeError."""
    return from_json(
        FileTimecode, _told({"do": "timecode", "path": str(path)}, tr("{name} could not be read", name=path.name))["of"]
    )


def _told(order: Message, failure: str) -> Message:
    spawned = None
    try:
        spawned = spawn(MODULE, FLAG)
        watch = threading.Timer(PATIENCE, spawned.kill)
        watch.start()
        try:
            spawned.channel.send(order)
            answer = spawned.channel.receive()
        finally:
            watch.cancel()
    except (Closed, OSError, TooLarge) as error:
        _fail(failure, error)
    finally:
        _end(spawned)
    if answer["say"] == "failed":
        raise error_from_json(answer["error"])
    return answer


def _fail(failure: str, error: Exception) -> NoReturn:
    what = tr("{failure}: the process that does it ended ({error}).", failure=failure, error=error)
    raise RequestError(what, kept=tr("Your timeline is as it was."), do=tr("Try another form.")) from error


def _end(spawned: Spawned | None) -> None:
    if spawned is not None:
        spawned.kill()
        spawned.channel.close()
