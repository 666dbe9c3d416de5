"""A media process that dies or falls silent over files of certain names, and is otherwise the real one."""

import os
import signal
import sys
import threading
from pathlib import Path

from engine.media.service import serving
from engine.media.service.jobs import Answer, Job
from engine.pipes import Channel

really_done = serving.done


def done(job: Job, films: serving.Films, alive: serving.Alive) -> Answer:
    name = job.path.name
    if name.startswith("slow"):
        (job.path.parent / "started").touch()
    if name.startswith(("hanging", "slow")):
        threading.Event().wait()
    if name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGSEGV)
    once = job.path.parent / "died once"
    if name.startswith("tired") and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("odd"):
        raise ZeroDivisionError
    with (job.path.parent / "processes").open("a") as file:
        file.write(f"{os.getpid()}\n")
    return really_done(job, films, alive)


def processes(folder: Path) -> list[int]:
    """The process that did each job."""
    return [int(line) for line in (folder / "processes").read_text().split()]


if __name__ == "__main__":
    serving.done = done
    serving.serve(Channel.inherited(sys.argv[-1]))
