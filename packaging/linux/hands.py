"""A person at a screen: real mouse and keys drive the installed program, which is judged by what it leaves on disk."""

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

DISPLAY = ":77"
SCREEN = "1600x1200x24"
# In pixels of that screen: the first film in the pool, the start of V1, and the film once it is dropped there.
FILM, TRACK, CLIP = (79, 153), (244, 700), (300, 690)
TAKES = "Longtake/sessions/*/assets/*, take *.mp4"  # of a project that is not saved yet
TRIES = 5
PATIENCE = 600.0  # seconds for one thing to happen, on the slowest machine


class Failed(Exception):
    """What did not happen."""


class Hands:
    """The screen, and the hands at it. data: the user's folder."""

    def __init__(self, data: Path, pictures: Path) -> None:
        self._data, self._pictures = data, pictures
        self._screen = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", SCREEN], stderr=subprocess.DEVNULL)
        until(lambda: Path(f"/tmp/.X11-unix/X{DISPLAY[1:]}").exists(), "a screen")

    def close(self) -> None:
        self._screen.terminate()
        self._screen.wait()

    def do(self, *words: object) -> str:
        told = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True, env=_environment())
        return told.stdout.strip()

    def window_shown(self) -> bool:
        return "Longtake" in self.do("search", "--onlyvisible", "--name", "Longtake", "getwindowname")

    def put_film_on_timeline(self) -> None:
        self.do("mousemove", *FILM, "mousedown", 1)
        for step in range(1, 11):
            self.do("mousemove", *(round(a + (b - a) * step / 10) for a, b in zip(FILM, TRACK, strict=True)))
            time.sleep(0.1)
        self.do("mouseup", 1)
        time.sleep(3)

    def extend(self) -> None:
        """Until there is a job: on a busy machine a menu may come later than a hand expects."""
        for _ in range(TRIES):
            self._ask_to_extend()
            try:
                until(self.has_asked, "job", 20)
                return
            except Failed:
                self.do("key", "Escape", "Escape", "Escape")
        raise Failed(f"A clip was asked to be extended {TRIES} times, and no job came of it.")

    def has_asked(self) -> bool:
        """Whether a job is in the program's list, which is its own while it runs: a copy is read."""
        with tempfile.TemporaryDirectory() as folder:
            for path in self._data.rglob("jobs.sqlite*"):
                shutil.copy(path, folder)
            with closing(sqlite3.connect(Path(folder) / "jobs.sqlite")) as jobs:
                try:
                    return bool(jobs.execute("SELECT count(*) FROM jobs").fetchone()[0])
                except sqlite3.Error:  # copied while it was written
                    return False

    def _ask_to_extend(self) -> None:
        """By the clip's own menu: its first entry is Generative Extend, whose first is the clip's end."""
        self.do("mousemove", *CLIP, "click", 1)
        time.sleep(1)
        self.do("click", 3)
        time.sleep(2)
        for key in ("Down", "Right", "Return"):
            self.do("key", key)
            time.sleep(1)
        time.sleep(3)
        self.picture("extend")
        self.do("key", "Return")

    def export(self) -> None:
        """As the dialog proposes it: the whole timeline, into the user's own folder."""
        self.do("key", "ctrl+m")
        time.sleep(3)
        self.picture("export")
        self.do("key", "Return")

    def frames(self, pattern: str) -> int:
        """Pictures in the whole films of that name in the user's folder; one that is being written has none yet."""
        return sum(frames_in(path) for path in self._data.rglob(pattern))

    def picture(self, name: str) -> None:
        """Of the screen, for whoever wants to look; left out where there is no program for it."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = str(self._pictures / f"{name}.png")
        try:
            subprocess.run(["import", "-window", "root", path], env=_environment(), check=False)
        except FileNotFoundError:
            return


def frames_in(film: Path) -> int:
    """Pictures that can be decoded."""
    wanted = ["-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", "stream=nb_read_frames"]
    told = subprocess.run(["ffprobe", *wanted, "-of", "csv=p=0", str(film)], capture_output=True, text=True)
    return int(told.stdout) if told.returncode == 0 and told.stdout.strip().isdigit() else 0


def _environment() -> dict[str, str]:
    return {**os.environ, "DISPLAY": DISPLAY}


def until(happened: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
    """Seconds until it did, at most `patience`. Raises Failed."""
    start = time.monotonic()
    while not happened():
        if time.monotonic() - start > patience:
            raise Failed(f"There was no {what} within {patience:.0f} s.")
        time.sleep(0.2)
    return time.monotonic() - start


def engines(parent: int) -> set[int]:
    """Process ids of the engines that the program started. parent: the program's own, or one above it."""
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in told.splitlines()]
    below = {parent}
    for _ in range(4):  # generations
        below |= {int(row[0]) for row in rows if int(row[1]) in below}
    return {int(row[0]) for row in rows if int(row[0]) in below and "--engine" in row[2].split()}


def kill_engines(parent: int) -> set[int]:
    killed = engines(parent)
    for each in killed:
        os.kill(each, signal.SIGKILL)
    return killed
