"""The README's pictures of the window, made by using it: real footage, the real engine, the real model.

Run: xvfb-run -a -s "-screen 0 1920x1080x24" .venv/bin/python -m tests.pictures [--footage FOLDER] [--into FOLDER]

Takes some minutes. Nothing is arranged: the clips are put on the timeline, extended and bridged as a user would. Only
the models on the models page are not Wan's: they are tiny and random.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import editor.app
from editor.actions import editing, looks, placing, sourcing
from editor.jobs import JobState
from editor.render.audio_output import NullOutput
from editor.settings import Settings
from editor.timeline import edits
from editor.timeline.model import Clip, Gap, Marker, MarkerId, Task
from editor.timeline.rational_time import MediaRange
from editor.ui import theme
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.window.main_window import MainWindow
from engine.hosts.child import Child
from tests.engine.tiny_wan import pusa_adapter, tiny_wan

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
INTO = Path(__file__).resolve().parents[1] / "resources" / "pictures"
FILES = ("bunny.webm", "surf.mp4", "snow.mp4", "planes_failing_audio.mp4", "zen.jpg")
RATE = Fraction(24)
# media, name of the shot, its first frame and length there, and the gap after it, in frames
SHOTS = (
    ("bunny", "meadow", 40, 120, 0),
    ("bunny", "bird", 390, 110, 0),
    ("surf", "surf", 0, 76, 20),
    ("surf", "surf, later", 96, 90, 0),
    ("planes_failing_audio", "plane", 24, 100, 0),
    ("bunny", "burrow", 560, 84, 0),
)
MARKERS = ((5, "Stream"), (11, "Set wave"))
EXTENSION = 36  # frames
SIZE = QSize(1920, 1080)
QUALITY = 88  # of the JPEG files
SETTLE = 2.0  # seconds for thumbnails to come
LANE_SCALE = 20.0  # pixels a frame
KNOWN_SHOWN = 18  # frames before the new ones


class Photographer:
    def __init__(self, window: MainWindow, into: Path) -> None:
        self.window, self.session, self._into = window, window.session, into

    async def take(self, name: str) -> None:
        await asyncio.sleep(SETTLE)
        self.window.grab().save(str(self._into / f"{name}.jpg"), "JPG", QUALITY)

    async def made(self) -> None:
        """Wait until no job is left."""
        ended = (JobState.DONE, JobState.FAILED)
        while not all(row.state in ended for row in self.session.jobs.rows):
            await asyncio.sleep(0.2)
        await self.window.making.placer.settle()

    async def tested(self, dialog: GenerateDialog) -> None:
        """Wait until the dialog has said how the test on the clip came out."""
        while dialog.test.is_busy:
            await asyncio.sleep(0.1)

    def around_gap(self) -> tuple[Clip, Clip]:
        items = self.session.document.timeline.tracks[0].items
        index = next(index for index, item in enumerate(items) if isinstance(item, Gap))
        left, right = items[index - 1], items[index + 1]
        assert isinstance(left, Clip) and isinstance(right, Clip)  # noqa: PT018
        return left, right

    @property
    def picture_clips(self) -> list[Clip]:
        return list(self.session.document.timeline.tracks[0].clips)


def main() -> None:
    use(__doc__, INTO, photograph)


def use(doc: str | None, usual: Path, photograph: Callable[[Path, Path, Path], Coroutine[Any, Any, None]]) -> None:
    """Photograph a window of a new user. photograph: called with the user's folder, that of the footage and `into`."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("--into", type=Path, default=usual)
    asked = parser.parse_args()
    editor.app.default_output = NullOutput  # type: ignore[assignment]
    asked.into.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme.apply(app)
    theme.reduce_motion(True)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder, loop:
        os.environ["XDG_DATA_HOME"] = folder  # where the engine's own process looks for models, too
        loop.run_until_complete(photograph(Path(folder), asked.footage, asked.into))


async def photograph(folder: Path, footage: Path, into: Path) -> None:
    session = editor.app.open_session(Child(), folder / "Longtake", folder / "cache", Settings(str(folder / "set.ini")))
    window = MainWindow(session, editor.app.close_session)
    window.resize(SIZE)
    window.show()
    await window.welcome([])
    camera = Photographer(window, into)
    await cut(camera, footage)
    save(camera, folder / "Big Swell.otio")
    await extend(camera)
    await bridge(camera)
    await show_all(camera)
    await compare(camera)
    await show_lane(camera)
    await show_effects(camera)
    await show_export(camera)
    await show_models(camera, folder / "models")
    window.leave(discard=True)


async def cut(camera: Photographer, footage: Path) -> None:
    """Shots of a film and of surf one after another, with room for a bridge."""
    session, window = camera.session, camera.window
    found = await window.files.take_in([footage / name for name in FILES])
    media = {each.name: each for each in found}
    at = 0
    for name, shot, start, frames, gap in SHOTS:
        span = MediaRange(start / RATE, frames / RATE)
        where = placing.aim(session.document.timeline)
        placing.place(session, [(media[name], span)], at, where, insert=False)
        clip = next(iter(session.document.selection))
        for item_id in session.document.timeline.linked(session.document.timeline.clip(clip)):
            editing.rename(session, item_id, shot)
        at += frames + gap
    session.document.apply("Import", edits.conform(session.document.timeline, found[0]))
    for second, name in MARKERS:
        session.document.apply("Marker", edits.add_marker(session.document.timeline, marker(second, name)))
    sourcing.open_in_source(session, media["bunny"].id)
    session.source_playback.seek(420)
    window.timeline_panel.fit()


def save(camera: Photographer, path: Path) -> None:
    session = camera.session
    named = replace(session.document.timeline, name=path.stem)
    session.document.apply("Rename", named)
    session.project.save(named, path)
    camera.window.files.saved_at = time.time()
    camera.window.refresh()


def marker(second: int, name: str) -> Marker:
    return Marker(MarkerId(name), round(second * RATE), name)


async def extend(camera: Photographer) -> None:
    """The first shot by a second, through its dialog; photographed once it is tested."""
    window, session = camera.window, camera.session
    clip = camera.picture_clips[0]
    session.document.select(session.document.timeline.linked(clip))
    session.playback.seek(session.document.timeline.range_of(clip.id).end - 1)
    dialog = window.desk.extend(clip.id, Task.AFTER, EXTENSION)
    dialog.footage.set_value(False)
    dialog.choose(real_first=False)
    await asyncio.sleep(SETTLE)
    await camera.tested(dialog)
    await camera.take("extend")
    dialog.queue()
    await camera.made()


async def bridge(camera: Photographer) -> None:
    window = camera.window
    left, right = camera.around_gap()
    camera.session.playback.seek(camera.session.document.timeline.range_of(left.id).end - 1)
    dialog = window.desk.bridge(left.id, right.id)
    await asyncio.sleep(SETTLE)
    await camera.tested(dialog)
    await camera.take("bridge")
    dialog.queue()


async def show_all(camera: Photographer) -> None:
    """The whole window while the bridge is being made, with what was extended selected."""
    window, session = camera.window, camera.session
    made = next(clip for clip in camera.picture_clips if clip.takes and clip.is_generated)
    session.document.select([made.id])
    session.playback.seek(session.document.timeline.range_of(made.id).start + 6)
    window.jobs.set_unfolded(True)
    while not any(row.previews for row in session.jobs.rows if row.state is JobState.RUNNING):
        await asyncio.sleep(0.05)
    await camera.take("window")
    await camera.made()
    theme.apply(QApplication.instance(), "light")  # type: ignore[arg-type]
    await camera.take("window-light")
    theme.apply(QApplication.instance(), "dark")  # type: ignore[arg-type]


async def compare(camera: Photographer) -> None:
    """The takes of what was extended, one over the other just after the join."""
    window, session = camera.window, camera.session
    (clip_id,) = session.document.selection
    window.jobs.set_unfolded(False)
    window.comparing.compare(clip_id)
    session.playback.seek(session.document.timeline.range_of(clip_id).start + 27)
    await camera.take("compare")
    window.comparing.leave()


async def show_effects(camera: Photographer) -> None:
    """A shot that was slowed, warmed and faded, with the page of its effects."""
    window, session = camera.window, camera.session
    window.noise_lane.close()
    window.timeline_panel.fit()
    plane = camera.picture_clips[-2]
    session.document.select(session.document.timeline.linked(plane))
    session.document.apply("Fade", edits.set_fade(session.document.timeline, plane.id, edits.Edge.START, 24))
    looks.change(session, "Temperature", lambda look: replace(look, grade=replace(look.grade, temperature=0.4)))
    session.playback.seek(session.document.timeline.range_of(plane.id).start + 40)
    window.actions_by_id["effects"].trigger()
    window.actions_by_id["transform-box"].trigger()
    await camera.take("effects")
    window.actions_by_id["transform-box"].trigger()
    window.actions_by_id["effects"].trigger()


async def show_export(camera: Photographer) -> None:
    window = camera.window
    window.exporting.open()
    dialog = window.exporting.dialog
    assert dialog is not None
    dialog.set_path(Path("/home/you/Films/Big Swell.mp4"))
    await camera.take("export")
    dialog.reject()


async def show_lane(camera: Photographer) -> None:
    """The lane under what was extended, two of its points moved by keys, with the matrix that comes of it."""
    window, session = camera.window, camera.session
    window.jobs.set_unfolded(False)
    (clip_id,) = session.document.selection
    start, lane = session.document.timeline.range_of(clip_id).start, window.noise_lane
    viewport = window.timeline_panel.viewport
    viewport.zoom_to(LANE_SCALE, 0)
    viewport.scroll_to(round((start - KNOWN_SHOWN) * viewport.scale))
    lane.open(clip_id)
    await planned(camera)
    last = len(lane.view.values) - 1
    for place, presses in ((last - 2, 6), (last - 1, 12)):
        QTest.keyClick(lane.view.plot, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(lane.view.plot, Qt.Key.Key_Right)
        for _ in range(presses):
            QTest.keyClick(lane.view.plot, Qt.Key.Key_Down)
        await planned(camera)
    lane.view.open_matrix()
    await camera.take("lane")


async def show_models(camera: Photographer, folder: Path) -> None:
    """The models page, and the dialog with what a loaded model needs here: tiny ones of random numbers, for want of
    true weights."""
    tiny_wan(folder / "tiny, one expert")
    tiny_wan(folder / "tiny, two experts", experts=2)
    pusa_adapter(folder / "pusa of rank 2.safetensors")
    camera.window.noise_lane.close()
    camera.session.models.add(folder)
    camera.window.models.open()
    page = camera.window.models.dialog
    assert page is not None
    while len(page.list.rows) < 2 or not all(row.lamp.isVisible() for row in page.list.rows.values()):
        await asyncio.sleep(0.05)
    await camera.take("models")
    page.reject()
    dialog = camera.window.desk.extend(camera.picture_clips[0].id, Task.AFTER, EXTENSION)
    dialog.choose(real_first=False)
    dialog.rows.choose_model(camera.session.models.choices[-1])
    while not dialog.room_line.lamp.isVisible():
        await asyncio.sleep(0.05)
    await camera.take("plan")
    dialog.reject()


async def planned(camera: Photographer) -> None:
    """Wait until the lane shows what the engine would do."""
    while not camera.window.noise_lane.planner.is_current:
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    main()
