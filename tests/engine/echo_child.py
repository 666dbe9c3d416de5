"""A child for tests of pipes: says back what it hears; prints, or starts a child of its own, if told to."""

import ctypes
import os
import subprocess
import sys

from engine.pipes import Channel, Closed, Message


def answer(message: Message) -> Message:
    match message.get("do"):
        case "print":
            print("python")
            ctypes.CDLL(None).puts(b"c")
            ctypes.CDLL(None).fflush(None)
            print("error", file=sys.stderr)
        case "start a child":
            sleeper = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
            return {"pid": sleeper.pid}
        case "tell":
            return {"arguments": sys.argv[1:], "variable": os.environ.get("LONGTAKE_TEST")}
    return message


def main() -> None:
    channel = Channel.inherited(sys.argv[-1])
    try:
        while True:
            channel.send(answer(channel.receive()))
    except Closed:
        channel.close()


if __name__ == "__main__":
    main()
