"""The README's pictures of the window, made by using it: real footage, the real engine, the real model.

Run: xvfb-run -a -s "-screen 0 1920x1080x24" .venv/bin/python -m tests.pictures [--footage FOLDER] [--into FOLDER]

Takes some minutes. Nothing is arranged: the clips are put on the timeline, extended and bridged as a user would.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

import editor.app
from editor.actions import editing, marking, placing
from editor.jobs import JobState
from editor.render.audio_output import NullOutput
from editor.settings import Settings
from editor.timeline import edits
from editor.timeline.model import Clip, Gap, ItemId, MarkerId
from editor.ui import theme
from editor.ui.window.main_window import MainWindow
from engine.hosts.child import Child

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
INTO = Path(__file__).resolve().parents[1] / "resources" / "pictures"
CLIPS = ("snow.mp4", "surf.mp4", "bunny.webm", "zen.jpg")
SIZE = QSize(1920, 1080)
QUALITY = 88  # of the JPEG files
SETTLE = 2.0  # seconds for thumbnails to come


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

    @property
    def picture_clips(self) -> list[Clip]:
        return list(self.session.document.timeline.tracks[0].clips)

    @property
    def gaps(self) -> list[Gap]:
        return [item for item in self.session.document.timeline.tracks[0].items if isinstance(item, Gap)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("--into", type=Path, default=INTO)
    asked = parser.parse_args()
    editor.app.default_output = NullOutput  # type: ignore[assignment]
    app = QApplication([])
    app.setEffectEnabled  # noqa: B018
    theme.apply(app)
    theme.reduce_motion(True)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder, loop:
        loop.run_until_complete(photograph(Path(folder), asked.footage, asked.into))


async def photograph(folder: Path, footage: Path, into: Path) -> None:
    session = editor.app.open_session(Child(), folder / "data", folder / "cache", Settings(str(folder / "set.ini")))
    window = MainWindow(session, editor.app.close_session)
    window.resize(SIZE)
    window.show()
    await window.welcome([])
    camera = Photographer(window, into)
    await cut(camera, footage)
    await extend(camera)
    await bridge(camera)
    await show_all(camera)
    window.leave(discard=True)


async def cut(camera: Photographer, footage: Path) -> None:
    """Three shots of the film, a clip of surf, a second of room between some of them."""
    session = camera.session
    found = await camera.window.files.take_in([footage / name for name in CLIPS])
    media = {each.name: each.id for each in found}
    placing.append(session, [media["snow"], media["surf"], media["bunny"]])
    bunny = camera.picture_clips[2]
    start = session.document.timeline.range_of(bunny.id).start
    for second in (5, 13, 17, 21):
        session.playback.seek(start + 24 * second)
        editing.split_all(session)
    keep = camera.picture_clips
    session.document.select([keep[2].id, *session.document.timeline.linked(keep[2])])
    editing.ripple_delete(session)
    camera.window.timeline_panel.fit()


async def extend(camera: Photographer) -> None:
    raise NotImplementedError


async def bridge(camera: Photographer) -> None:
    raise NotImplementedError


async def show_all(camera: Photographer) -> None:
    raise NotImplementedError


if __name__ == "__main__":
    main()
