"""The story of somebody who tries everything: each row of each menu once, on a cut of real films."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu

from editor.actions import clipboard, looks, motion, sourcing
from editor.timeline import edits
from editor.timeline.model import Generation, ItemId, Marker, MarkerId, Stretch, Take, Task
from editor.timeline.rational_time import MediaRange
from editor.ui.widgets import PointerDialog
from editor.view_state import EditPoint, Trimming
from tests.engine.fakes import HeldHost
from tests.hands import Hands
from tests.story import Story, footage_of_ours, story
from tests.test_stories import cut_them, import_by_dialog

__all__ = ["footage_of_ours", "story"]

Place = tuple[str, ...]  # a menu's title, those of the menus in it, and a row's words
AT = 12  # the frame the playhead stands at, within the first clip
SETTLING = 2.0  # seconds a row may go on before it is stopped
ELSEWHERE = {"Quit"}  # what closes the window has a story already

pytestmark = pytest.mark.timeout(300)


def test_every_row_of_every_menu_can_be_chosen(
    story: Story, footage_of_ours: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.story.Child", HeldHost)
    monkeypatch.setattr("editor.ui.window.desktop.QDesktopServices", SimpleNamespace(openUrl=lambda url: True))

    async def day(hands: Hands) -> None:
        await hands.window.welcome([])
        await import_by_dialog(hands, *footage_of_ours)
        await cut_them(hands)
        mark(hands)
        undone(hands)  # else Redo would be called otherwise than once there is something to redo
        every = {path for path, _ in rows(hands)}
        chosen: set[Place] = set()
        for prepare in STATES:
            chosen |= await choose_each(hands, prepare, chosen)
        assert {path[-1] for path in every - chosen} == ELSEWHERE
        assert len(chosen) > 180

    story(day)


async def choose_each(hands: Hands, prepare: Callable[[Hands], None], before: set[Place]) -> set[Place]:
    """What can be chosen in a state and was not before; each on the cut as it was."""
    stack, done = hands.session.document.undo_stack, set()
    begin = stack.index()
    prepare(hands)
    new = [place for place, action in rows(hands) if action.isEnabled() and place not in before]
    for place in new:
        if place[-1] not in ELSEWHERE:
            stack.setIndex(begin)
            prepare(hands)
            action = dict(rows(hands, place[0])).get(place)
            if action is not None:  # it may be of something that another row has ended
                action.trigger()
                await settled(hands)
                assert not hands.window.performer.unforeseen, place
                done.add(place)
    stack.setIndex(begin)
    return done


def rows(hands: Hands, title: str = "") -> Iterator[tuple[Place, QAction]]:
    """Of all menus, or of one, as they are when they are opened now."""
    for top in hands.window.top.menus.actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        if top.text().startswith(title):
            menu.aboutToShow.emit()
            yield from rows_of(menu, (top.text(),))


def rows_of(menu: QMenu, above: Place) -> Iterator[tuple[Place, QAction]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from rows_of(inner, (*above, action.text()))
        elif not action.isSeparator() and action.text():
            yield (*above, action.text().partition("\t")[0]), action


async def settled(hands: Hands) -> None:
    """What was begun is through, or stopped as a user would: dialogs closed, playing ended."""
    window, loop = hands.window, asyncio.get_running_loop()
    await asyncio.sleep(0)
    end = loop.time() + SETTLING
    while True:
        close_dialogs(hands)
        if not window.performer.tasks.running or loop.time() > end:
            break
        await asyncio.sleep(0.005)
    window.comparing.leave()
    hands.session.playback.shuttle(0)
    hands.session.source_playback.shuttle(0)
    if window.switches.is_full_screen:
        window.switches.toggle_full_screen()
    window.generative.hide(False)


def close_dialogs(hands: Hands) -> None:
    for kind in (QDialog, PointerDialog):
        for dialog in hands.window.findChildren(kind):
            if dialog.isVisible():
                dialog.reject()


def mark(hands: Hands) -> None:
    """In and out, three markers; and the first clip is flipped, and copied."""
    document = hands.session.document
    document.select([hands.clips("V1")[0].id])
    clipboard.copy(hands.session)
    looks.flip(hands.session)
    document.apply("Mark", edits.set_marks(document.timeline, 6, 30))
    for frame in (2, AT, 30):
        document.apply("Marker", edits.add_marker(document.timeline, Marker(MarkerId(str(frame)), frame, "")))


def undone(hands: Hands) -> None:
    hands.session.document.undo_stack.undo()


def a_clip(hands: Hands) -> None:
    """Selected, under the playhead; the source monitor has its media."""
    session, clip = hands.session, hands.clips("V1")[0]
    session.document.select([clip.id])
    session.playback.seek(AT)
    media = session.document.timeline.media_of(clip)
    assert media is not None
    sourcing.open_in_source(session, media.id)


def a_push(hands: Hands) -> None:
    """A clip that grows, with motion points on both sides of the playhead."""
    a_clip(hands)
    motion.push_in(hands.session)


def its_sound(hands: Hands) -> None:
    a_clip(hands)
    hands.session.document.select([hands.clips("A1")[0].id])


def backward(hands: Hands) -> None:
    document, clip = hands.session.document, hands.clips("V1")[0]
    document.apply("Reverse", edits.reverse(document.timeline, [clip.id]))
    document.select([clip.id])


def a_gap(hands: Hands) -> None:
    document = hands.session.document
    document.select([hands.track("V1").items[1].id])


def a_cut(hands: Hands) -> None:
    """Two clips meet, the first is selected; and the playhead stands behind it."""
    document, (first, second) = hands.session.document, hands.clips("V1")
    a_gap(hands)
    document.apply("Close Gap", edits.close_gap(document.timeline, next(iter(document.selection))))
    document.select([first.id])
    hands.session.playback.seek(hands.start_of(second.id) + AT)


def several(hands: Hands) -> None:
    """Grouped, in a group with a label."""
    document = hands.session.document
    ids = [clip.id for clip in hands.clips("V1")]
    document.apply("Group", edits.group(document.timeline, ids))
    document.apply("Label", edits.set_label(document.timeline, ids, "moss"))
    document.select(ids)


def an_edit_point(hands: Hands) -> None:
    hands.session.view.choose_edit_point(EditPoint(hands.clips("V1")[0].id, None, Trimming.TRIM))


def a_take(hands: Hands) -> None:
    """The first clip is a generated one with nine takes."""
    document, clip = hands.session.document, hands.clips("V1")[0]
    media = clip.takes[0].media
    made = replace(
        clip,
        takes=tuple(Take(media) for _ in range(9)),
        active=4,
        generation=Generation(Task.AFTER, (Stretch(media, MediaRange(Fraction(0), Fraction(2))),), frames=24),
    )
    track = hands.track("V1")
    items = tuple(made if item is clip else item for item in track.items)
    tracks = tuple(replace(track, items=items) if each is track else each for each in document.timeline.tracks)
    document.apply("Generate", replace(document.timeline, tracks=tracks))
    document.select([ItemId(clip.id)])
    hands.session.playback.seek(AT)


def a_comparison(hands: Hands) -> None:
    a_take(hands)
    if not hands.window.comparing.is_open:
        hands.window.comparing.toggle()


def missing(hands: Hands) -> None:
    """A file is not there any more; this one comes last."""
    Path(hands.session.document.timeline.media[0].path).unlink(missing_ok=True)
    hands.window.media_files.look()


STATES = (
    a_clip,
    a_push,
    its_sound,
    undone,
    backward,
    a_gap,
    a_cut,
    several,
    an_edit_point,
    a_take,
    a_comparison,
    missing,
)
