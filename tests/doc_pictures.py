"""The pictures of docs/, made by using the window as the pages say: real footage, the real engine, the real model.

Run: xvfb-run -a -s "-screen 0 1920x1080x24" .venv/bin/python -m tests.doc_pictures [--footage FOLDER] [--into FOLDER]

Takes some minutes. Menus are photographed on the screen, since a window does not hold them.
"""

import asyncio
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QMenu, QWidget

import editor.app
from editor.actions import filling, marking, placing
from editor.jobs import JobState
from editor.settings import Settings
from editor.timeline import edits
from editor.timeline.model import Clip, Gap, Task
from editor.timeline.rational_time import MediaRange
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.window.main_window import MainWindow
from engine.hosts.child import Child
from tests.hands import Hands, row
from tests.pictures import use

INTO = Path(__file__).resolve().parents[1] / "docs" / "pictures"
FILES = ("snow.mp4", "bunny.webm", "surf.mp4", "planes_failing_audio.mp4", "zen.jpg")
# media, its first frame and length in frames of the film, and the gap after it
SHOTS = (
    ("snow", 0, 48, 0),
    ("bunny", 390, 72, 0),
    ("surf", 0, 52, 30),
    ("surf", 90, 48, 0),
    ("surf", 150, 40, 0),
)
SNOW, _, SURF, LATER, LAST = range(len(SHOTS))
RATE = Fraction(24)
SIZE = QSize(1366, 768)
NEW = 24  # frames
QUALITY = 80  # of the JPEG files
MOST = 150_000  # bytes of one picture
SETTLE = 3.0  # seconds for thumbnails to come
MARGIN = 24  # pixels around a part
MENU_SHOWN = 322  # pixels of a clip's menu: the rows that make frames


class Photographer:
    def __init__(self, window: MainWindow, into: Path) -> None:
        self.window, self.session, self.hands, self._into = window, window.session, Hands(window), into

    async def take(self, name: str, part: QRect | None = None) -> None:
        """The window, or a part of it."""
        await asyncio.sleep(SETTLE)
        self._save(self.window.grab(part) if part is not None else self.window.grab(), name)

    async def take_dialog(self, name: str, dialog: QWidget) -> None:
        """With the clips it stands at: what lies left and right of it is left out."""
        around = dialog.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        timeline = self.window.timeline_panel
        foot = timeline.mapTo(self.window, QPoint(0, 0)).y() + timeline.height()
        around.setBottom(max(around.bottom(), min(foot, around.bottom() + 200)))
        await self.take(name, around.intersected(self.window.rect()))

    async def take_screen(self, name: str, part: QRect) -> None:
        """part: of the screen."""
        await asyncio.sleep(SETTLE)
        self._save(self.window.screen().grabWindow(0, part.x(), part.y(), part.width(), part.height()), name)

    def _save(self, picture: QPixmap, name: str) -> None:
        path = self._into / f"{name}.jpg"
        quality = QUALITY
        while picture.save(str(path), "JPG", quality) and path.stat().st_size > MOST:
            quality -= 4
        print(f"{name}: {picture.width()}x{picture.height()}, {path.stat().st_size // 1000} kB", flush=True)

    async def made(self) -> None:
        """Wait until no job is left."""
        ended = (JobState.DONE, JobState.FAILED)
        while not all(each.state in ended for each in self.session.jobs.rows):
            await asyncio.sleep(0.2)
        await self.window.making.placer.settle()

    async def tested(self, dialog: GenerateDialog) -> None:
        """Wait until the dialog has said how the test on the clip came out."""
        await asyncio.sleep(SETTLE)
        while dialog.test.is_busy:
            await asyncio.sleep(0.1)

    @property
    def shots(self) -> list[Clip]:
        return [clip for clip in self.session.document.timeline.tracks[0].clips if not clip.is_generated]

    @property
    def generated(self) -> list[Clip]:
        return [clip for clip in self.session.document.timeline.tracks[0].clips if clip.is_generated]


def main() -> None:
    use(__doc__, INTO, photograph)


async def photograph(folder: Path, footage: Path, into: Path) -> None:
    """The first film is the sample's; what comes after is made of real footage."""
    camera = open_window(folder / "first", into)
    await camera.window.welcome([])
    await first_film(camera)
    await export(camera)
    camera.window.leave(discard=True)
    await camera.window.closed
    camera = open_window(folder / "second", into)
    await bring_in(camera, footage)
    await takes(camera)
    await keyframes(camera)
    await between(camera)
    camera.window.leave(discard=True)


def open_window(folder: Path, into: Path) -> Photographer:
    session = editor.app.open_session(Child(), folder / "Longtake", folder / "cache", Settings(str(folder / "set.ini")))
    window = MainWindow(session, editor.app.close_session)
    window.resize(SIZE)
    window.show()
    return Photographer(window, into)


async def bring_in(camera: Photographer, footage: Path) -> None:
    """Shots one after another, with room for a bridge."""
    session, window = camera.session, camera.window
    found = await window.files.take_in([footage / name for name in FILES])
    media = {each.name: each for each in found}
    at = 0
    for name, start, frames, gap in SHOTS:
        where = placing.aim(session.document.timeline)
        span = MediaRange(start / RATE, frames / RATE)
        placing.place(session, [(media[name], span)], at, where, insert=False)
        at += frames + gap
    session.document.apply("Import", edits.conform(session.document.timeline, found[0]))
    window.timeline_panel.fit()


async def first_film(camera: Photographer) -> None:
    """The sample, a right click on its first clip, the dialog, the clip while it is made, and when it is there."""
    window, session, hands = camera.window, camera.session, camera.hands
    await camera.take("start")
    hands.click(window.card.sample_button)
    await hands.until(lambda: hands.clips("V1"), "the sample")
    session.playback.seek(40)
    await asyncio.sleep(2 * SETTLE)  # its films are read for the first time
    await camera.take("sample")
    first = camera.shots[0]
    await clip_menu(camera)
    session.document.select(session.document.timeline.linked(first))
    session.playback.seek(session.document.timeline.range_of(first.id).end - 1)
    dialog = window.desk.extend(first.id)
    await camera.tested(dialog)
    await camera.take_dialog("extend", dialog)
    dialog.queue()
    while not any(each.previews for each in session.jobs.rows if each.state is JobState.RUNNING):
        await asyncio.sleep(0.05)
    await camera.take("making")
    await camera.made()
    session.document.select([camera.generated[0].id])
    session.playback.seek(session.document.timeline.range_of(camera.generated[0].id).start + 8)
    await camera.take("made")


async def clip_menu(camera: Photographer) -> None:
    """Of the first clip, with what makes it longer."""
    hands = camera.hands
    menu = await hands.right_click(hands.track("V1"), 30)
    inner = row(menu, "Generative Extend").menu()
    assert isinstance(inner, QMenu)
    menu.setActiveAction(row(menu, "Generative Extend"))
    inner.popup(menu.mapToGlobal(menu.actionGeometry(row(menu, "Generative Extend")).topRight()))
    inner.setActiveAction(row(inner, "After…"))
    around = menu.geometry().united(inner.geometry()).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    around.setHeight(MENU_SHOWN)
    await camera.take_screen("menu", around.intersected(camera.window.screen().geometry()))
    inner.close()
    menu.close()


async def takes(camera: Photographer) -> None:
    """Takes of a clip made longer, compared, and how one was made."""
    window, session = camera.window, camera.session
    window.desk.extend(camera.shots[SNOW].id, Task.AFTER, NEW).queue()
    await camera.made()
    clip = camera.generated[0]
    session.document.select([clip.id])
    window.comparing.compare(clip.id)
    session.playback.seek(session.document.timeline.range_of(clip.id).start + 18)
    await camera.take("compare")
    window.comparing.leave()
    await window.take_settings.show(clip.id)
    dialog = window.take_settings.dialog
    assert dialog is not None
    await camera.take_dialog("settings", dialog)
    dialog.reject()


async def keyframes(camera: Photographer) -> None:
    """A frame of the new ones kept for the next take, and a clip made from the pictures around a gap."""
    window, session = camera.window, camera.session
    clip = camera.generated[0]
    start = session.document.timeline.range_of(clip.id).start
    window.timeline_panel.viewport.zoom_to(9.0, 0)
    window.timeline_panel.viewport.scroll_to(round((start - 24) * 9.0))
    session.playback.seek(start + 15)
    await window.keyframes.place()
    await camera.take("keyframe")
    window.timeline_panel.fit()
    gap = next(item for item in session.document.timeline.tracks[0].items if isinstance(item, Gap))
    session.playback.seek(session.document.timeline.range_of(gap.id).start)
    dialog = window.desk.fill(filling.room_of_gap(session.document.timeline, gap.id))
    await camera.tested(dialog)
    await camera.take_dialog("fill", dialog)
    dialog.reject()


async def between(camera: Photographer) -> None:
    """The dialogs of what is made between two clips, or within one."""
    window, session = camera.window, camera.session
    shots = camera.shots
    surf, later = shots[SURF].id, shots[LATER].id
    start = session.document.timeline.range_of(later).start
    session.playback.seek(start - 1)
    await shown(camera, "bridge", window.desk.bridge(surf, later))
    session.playback.seek(start + 20)
    marking.mark_in_at(session.document, start + 20)
    marking.mark_out_at(session.document, start + 31)
    await shown(camera, "regenerate", window.desk.regenerate(later))
    marking.clear_marks(session)
    session.playback.seek(session.document.timeline.range_of(shots[LAST].id).start)
    await shown(camera, "smooth", window.desk.smooth_cut(later))
    await shown(camera, "loop", window.desk.make_loop(shots[SNOW].id))


async def shown(camera: Photographer, name: str, dialog: GenerateDialog) -> None:
    await camera.tested(dialog)
    await camera.take_dialog(name, dialog)
    dialog.reject()
    await asyncio.sleep(SETTLE)


async def export(camera: Photographer) -> None:
    camera.window.exporting.open()
    dialog = camera.window.exporting.dialog
    assert dialog is not None
    dialog.set_path(Path("/home/you/Films/First film.mp4"))
    await asyncio.sleep(SETTLE)
    await camera.take_dialog("export", dialog)
    dialog.reject()


if __name__ == "__main__":
    main()
