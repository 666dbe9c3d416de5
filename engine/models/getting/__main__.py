"""The downloader's process, which lives for one task: `python -m engine.models.getting`, or our program with --get."""

import sys
import threading
from pathlib import Path
from typing import Any

from engine.errors import in_our_words
from engine.models.getting.asked import CAME, DONE, FAILED, FORGET, KEEP, LOOK, MOVE, STOP
from engine.models.getting.getting import get, look
from engine.models.getting.keychain import forget_token, keep_token
from engine.models.getting.moving import move
from engine.models.getting.watch import Came, Watch
from engine.pipes import Channel, Closed, Message
from engine.wire import error_to_json, to_json


def main(arguments: list[str]) -> int:
    """arguments: the last one names the pipes; see engine.pipes. Ends with the parent; what has come is kept."""
    channel = Channel.inherited(arguments[-1])
    watch = Watch(lambda came: _tell(channel, watch, came))
    try:
        task = channel.receive()
        threading.Thread(target=_listen, args=(channel, watch), daemon=True).start()
        channel.send(_done(task, watch))
    except Closed:
        return 1
    return 0


def _done(task: Message, watch: Watch) -> Message:
    try:
        return {"say": DONE, "value": to_json(_did(task, watch))}
    except Exception as error:
        return {"say": FAILED, "value": error_to_json(in_our_words(error))}


def _did(task: Message, watch: Watch) -> Any:
    """What came of it. Raises LongtakeError types."""
    if task["do"] == KEEP:
        return keep_token(str(task["token"]))
    if task["do"] == FORGET:
        return forget_token()
    if task["do"] == MOVE:
        return move(Path(task["folder"]), Path(task["to"]), watch)
    preset, form, folder = str(task["preset"]), str(task["form"]), task["folder"]
    place = None if folder is None else Path(folder)
    if task["do"] == LOOK:
        return look(preset, form, place)
    return get(preset, watch, form, place, only=[str(each) for each in task["only"]])


def _tell(channel: Channel, watch: Watch, came: Came) -> None:
    try:
        channel.send({"say": CAME, "value": to_json(came)})
    except Closed:
        watch.stop()


def _listen(channel: Channel, watch: Watch) -> None:
    """Until it is to stop, or nobody is there any more."""
    try:
        while channel.receive()["do"] != STOP:
            pass
    except Closed:
        pass
    watch.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
