"""An engine for tests of the child process: the real protocol, claims and files, and takes that are made in no time.

`python -m tests.engine.hosts.quick_engine`. The prompt says what it does besides: see QuickHost.run.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from engine.errors import NotAVideo
from engine.generation import claims
from engine.hosts.serving import serve
from engine.media.target import new_file
from engine.pipes import Channel
from engine.progress import Report, Stage
from engine.requests import Answer, Plan, Request, Take
from tests.engine.fakes import FakeHost, some_take

STEPS = 4
STEP = 0.002  # seconds


def contents(job: str, number: int) -> bytes:
    """Of a take's file: enough to see that it is whole, and whose it is."""
    return f"take {number} of {job}\n".encode() * 500


class QuickHost(FakeHost):
    def plan(self, request: Request) -> Plan:
        misbehave(request.text.prompt)
        return super().plan(request)

    def test(self, request: Request, report: Report) -> Answer:
        misbehave(request.text.prompt)
        return super().test(request, report)

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        claims.sweep(request.outputs)
        made = claims.made(request.outputs)
        for take in made.values():
            report.take(take)
        report.expect([Stage("Making frames", 1.0)] * (request.takes - len(made)))
        for number in range(request.takes):
            if number not in made:
                made[number] = self._take(request, number, report)
        return tuple(made[number] for number in range(request.takes))

    def _take(self, request: Request, number: int, report: Report) -> Take:
        misbehave(request.text.prompt, report)
        data = contents(request.outputs.job, number)
        claim = claims.claimed(request, number, "quick", ".mp4")
        with claim as path, new_file(path) as temporary, temporary.open("wb") as file:
            for step in range(STEPS):
                file.write(data[step * len(data) // STEPS : (step + 1) * len(data) // STEPS])
                report("Making frames", step + 1, STEPS)
                time.sleep(STEP)
        if report.wants_previews and number == 0:
            report.preview(3, path.with_name("preview.jpg"))
        take = replace(some_take(request, number + 1), path=path)
        claims.finished(request, number, take)
        report.take(take)
        return take


def misbehave(how: str, report: Report | None = None) -> None:
    match how:
        case "prints":
            print("Loading weights: 100%")
            ctypes.CDLL(None).puts(b"from a library in C")
            ctypes.CDLL(None).fflush(None)
        case "no video":
            raise NotAVideo("No picture.", kept="Kept.", do="Do.")
        case "bug":
            raise ZeroDivisionError("a bug")
        case "leaves":
            sys.exit("a library leaves")
        case "exits":
            os._exit(3)
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "stops":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "garbles":
            Path(f"/proc/self/fd/{sys.argv[-1].split(',')[1]}").write_bytes(b"Loading weights: 100%\n")
        case "deaf":
            threading.Event().wait()
        case "waits":
            while report is not None:
                report.check()
                report("Waiting", 0, 1)
                time.sleep(0.01)
        case "computes":
            sum(number * number for number in range(20_000_000))


if __name__ == "__main__":
    serve(Channel.inherited(sys.argv[-1]), QuickHost)
