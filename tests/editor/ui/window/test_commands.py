"""The table of commands: each has words, a place in a menu, keys of its own, and does something."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence

from editor.actions import clipboard, looks, marking, motion
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Generation, MediaId, Stretch, Take, Task, TrackKind
from editor.timeline.rational_time import MediaRange
from editor.ui.window.command import always
from editor.ui.window.main_window import MainWindow
from editor.ui.window.menus import BAR, CLIP, CUT, EMPTY, GENERATE, TRACK
from editor.view_state import EditPoint, Tool, Trimming
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND, a_timeline
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import PATIENCE, Hands, Stage, dialogs

SHOWN: list[Path] = []  # in the file manager


def ids(*tables: Iterable[str]) -> list[str]:
    """The commands in them, without lines, submenus and rows that are made when they open."""
    return [name for table in tables for name in table if name and name[0] not in "*><"]


IDS = ids(*BAR.values(), GENERATE)


def test_every_command_is_in_a_menu_or_a_key_of_the_generate_list_and_nowhere_twice(window: MainWindow) -> None:
    assert sorted(IDS) == sorted(window.actions_by_id.commands)


def test_menus_of_the_mouse_hold_commands_that_there_are(window: MainWindow) -> None:
    assert set(ids(CLIP, CUT, EMPTY, TRACK)) <= set(window.actions_by_id.commands)


def test_every_command_has_words_and_says_why_it_cannot_be_done(window: MainWindow) -> None:
    for command in window.actions_by_id.commands.values():
        assert command.label
        assert callable(command.run)
        assert bool(command.reason) is (command.enabled is not always), command.id


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [QKeySequence(key).toString() for command in window.actions_by_id.commands.values() for key in command.keys]
    assert all(keys), "Qt understands each of them"
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_shortcut_editor_has_every_command_once(window: MainWindow) -> None:
    listed = [name for _, names in window.shortcuts.groups() for name in names]
    assert sorted(listed) == sorted(window.actions_by_id.commands)


def test_a_disabled_command_says_why_in_its_menu_and_on_its_button(window: MainWindow) -> None:
    window.session.document.select(())
    action = window.actions_by_id["delete"]
    assert not action.isEnabled()
    assert action.toolTip() == action.property("reason") == "Select a clip or a gap first"
    window.session.document.select([SURF])
    assert action.isEnabled()
    assert action.toolTip() == action.text(), "which is what Qt gives for none"


def test_an_empty_project_has_nothing_to_export_and_the_button_says_so(stage: Stage) -> None:
    top = stage.open().top
    assert top.export.tip_words.reason == "Put a clip on the timeline first"
    assert not top.export.isEnabled()


def test_undo_says_what_it_would_undo(window: MainWindow) -> None:
    window.session.document.select([SURF])
    window.actions_by_id["delete"].trigger()
    assert window.actions_by_id["undo"].text() == "Undo Delete"
    window.actions_by_id["undo"].trigger()
    assert window.actions_by_id["redo"].text() == "Redo Delete"


def test_link_is_called_by_what_it_would_do(window: MainWindow) -> None:
    window.session.document.select([SURF])
    assert window.actions_by_id["link"].text() == "Unlink"
    window.actions_by_id["link"].trigger()
    assert window.actions_by_id["link"].text() == "Link"


def observed(window: MainWindow) -> tuple[Any, ...]:
    """Everything a command may change that a user sees."""
    session, switches, viewport = window.session, window.switches, window.timeline_panel.viewport
    view, playing = session.view, (session.playback, session.source_playback)
    return (
        session.document.timeline,
        session.document.selection,
        [(each.frame, each.speed, each.loop) for each in playing],
        session.source.document.timeline,
        (view.tool, view.snapping, view.linked, view.inserting, view.scrubbing_sounds, view.generative),
        (view.transform_box, view.safe_areas, view.line_of(TrackKind.VIDEO), window.inspector.shows_effects),
        session.clipboard.contents,
        (switches.is_light, switches.shows_inspector, switches.shows_jobs, switches.is_full_screen),
        (viewport.scale, window.noise_lane.is_open),
        (window.comparing.is_open, window.comparing.comparison.other, window.comparing.overlay.wipe),
        [type(dialog) for dialog in dialogs(window)],
        len(session.jobs.rows),
        (session.proxies.used, session.proxies.automatic, window.program.quality),
        (window.pool.selected_ids, len(SHOWN)),
    )


def marks(session: Session) -> None:
    session.document.apply("Mark", edits.set_marks(session.document.timeline, 20, 50))


def markers(session: Session) -> None:
    for frame in (10, 90):
        session.playback.seek(frame)
        marking.add_marker(session)
    session.playback.seek(50)


def missing(session: Session) -> None:
    Path(session.document.timeline.media[0].path).unlink()


def unused(session: Session) -> None:
    media = replace(session.document.timeline.media[0], id=MediaId("unused"))
    session.document.apply("Import", edits.add_media(session.document.timeline, media))


def copied(session: Session) -> None:
    clipboard.copy(session)
    session.playback.seek(200)


def source(session: Session) -> None:
    session.source.open(session.document.timeline.media[1])


def generated(session: Session, chosen: int = 0) -> None:
    """bird becomes a generated clip with nine takes."""
    timeline = session.document.timeline
    media = timeline.media[1]
    clip = replace(
        timeline.clip(BIRD),
        takes=tuple(Take(media.id) for _ in range(9)),
        active=chosen,
        generation=Generation(Task.AFTER, (Stretch(media.id, MediaRange(Fraction(0), Fraction(2))),), frames=24),
    )
    track = timeline.track_of(BIRD)
    items = tuple(clip if item.id == BIRD else item for item in track.items)
    tracks = tuple(replace(track, items=items) if each is track else each for each in timeline.tracks)
    session.document.apply("Generate", replace(timeline, tracks=tracks))
    session.document.select([BIRD])


def playhead(frame: int) -> Callable[[Session], None]:
    return lambda session: session.playback.seek(frame)


def edited(session: Session) -> None:
    session.playback.seek(30)
    marking.add_marker(session)


def undone(session: Session) -> None:
    edited(session)
    session.document.undo_stack.undo()


def chosen_gap(session: Session) -> None:
    session.document.select([GAP])


def no_gap(session: Session) -> None:
    """surf and bird meet, with media left on both sides."""
    timeline = edits.close_gap(session.document.timeline, GAP)
    session.document.apply("Close Gap", edits.trim(timeline, SURF, edits.Edge.END, -24))
    session.document.apply("Close Gap", edits.close_all_gaps(session.document.timeline, timeline.tracks[0].id))


def sound_cut(session: Session) -> None:
    """The sound of surf is cut in two, and one half of it is selected."""
    timeline = edits.trim(session.document.timeline, SURF, edits.Edge.END, -24)
    session.document.apply("Split", edits.split(timeline, [SURF], 30))
    session.document.select([SURF_SOUND])


def pasting(session: Session) -> None:
    copied(session)
    session.document.select([BIRD])


def grouped(session: Session) -> None:
    session.document.select([SURF, BIRD])
    session.document.apply("Group", edits.group(session.document.timeline, [SURF, BIRD]))


def labelled(session: Session) -> None:
    session.document.apply("Label", edits.set_label(session.document.timeline, [SURF, BIRD], "moss"))


def replacing(session: Session) -> None:
    source(session)
    session.document.select([BIRD])


def raised(session: Session) -> None:
    """bird stands on V2."""
    session.document.apply("Move", edits.move(session.document.timeline, [BIRD], 0, 1))
    session.document.select([BIRD])


def filling(session: Session) -> None:
    source(session)
    marks(session)


def slipping(session: Session) -> None:
    """bird has media on both sides, and room."""
    session.document.select([BIRD])


def edge(session: Session) -> None:
    """The end of surf, with room and media on both sides of it."""
    trimmed = edits.trim(session.document.timeline, SURF, edits.Edge.END, -24)
    session.document.apply("Trim", trimmed)
    session.view.choose_edit_point(EditPoint(SURF, None, Trimming.TRIM))


def square(session: Session) -> None:
    """Another shape than that of the clips."""
    session.document.apply("Size", replace(session.document.timeline, width=720, height=720))


def backward(session: Session) -> None:
    session.document.apply("Reverse", edits.reverse(session.document.timeline, [SURF]))


def flipped(session: Session) -> None:
    looks.flip(session)


def moving(session: Session) -> None:
    """surf grows, with points at its ends, between which the playhead stands."""
    motion.push_in(session)


# What has to be so before a command can do anything; surf is selected and the playhead stands in it.
PREPARED: dict[str, Callable[[Session], None]] = {
    "redo": undone,
    "undo": edited,
    **dict.fromkeys(("relink", "relink-folder"), missing),
    "remove-unused": unused,
    "send-take": generated,
    "paste": copied,
    "paste-insert": copied,
    "select-all": lambda session: session.document.select(()),
    "dissolve": no_gap,
    "cross-fade": sound_cut,
    "paste-attributes": pasting,
    "group": lambda session: session.document.select([SURF, BIRD]),
    "ungroup": grouped,
    "select-label": labelled,
    "select-previous": lambda session: session.document.select([BIRD]),
    "replace": replacing,
    "nudge-far-left": lambda session: session.document.select([BIRD]),
    "track-down": raised,
    "edit-marker": markers,
    "fit-to-fill": filling,
    **dict.fromkeys(("slip-left", "slip-right", "slide-left", "slide-right"), slipping),
    "fill-frame": square,
    "reset-effects": flipped,
    **dict.fromkeys(("previous-motion-point", "next-motion-point", "smooth-motion", "remove-motion"), moving),
    "render-replace": backward,
    "edit-point": no_gap,
    **dict.fromkeys(("trim-back", "trim-on", "trim-far-back", "trim-far-on"), edge),
    "insert": source,
    "overwrite": source,
    "lift": marks,
    "extract": marks,
    "close-gap": chosen_gap,
    "clear-marks": marks,
    "to-in": marks,
    "to-out": marks,
    "next-marker": markers,
    "previous-marker": markers,
    "stop": lambda session: session.playback.play(2.0),
    "to-start": playhead(30),
    "tool-select": lambda session: session.view.set_tool(Tool.RAZOR),
    "nudge-left": lambda session: session.document.select([BIRD]),
    **dict.fromkeys(("louder", "quieter", "gain", "add-point"), lambda session: session.document.select([SURF_SOUND])),
    "nudge-right": lambda session: session.document.select([BIRD]),
    "bridge": chosen_gap,
    "fill": chosen_gap,
    "generate-handles": no_gap,
    "noise-lane": generated,
    **dict.fromkeys(("compare", "loop-join"), generated),
    **{name: generated for name in GENERATE if "take" in name},
    "take-1": lambda session: generated(session, 4),
}


COMPARING = ("use-take", "wipe-left", "wipe-right", "leave-compare")  # what can be done while takes are compared


@pytest.mark.timeout(300)
def test_each_command_does_something_where_it_can_be_done(
    stage: Stage, run: Run, tmp_path: Path, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one window after another as few as will do: one that a command has left otherwise than it was is closed."""
    monkeypatch.setattr("editor.ui.window.pooling.show_in_file_manager", SHOWN.append)
    monkeypatch.setattr("editor.ui.window.pages.show_page", lambda *page: SHOWN.append(page))  # where they are built
    window, fresh = stage.open(a_timeline(tmp_path)), None
    for name in IDS:
        with subtests.test(name):
            fresh = fresh or observed(window)
            run(does_something(window, name))
        if not tidied(window, fresh):
            stage.close()
            (tmp_path / "settings.ini").unlink(missing_ok=True)  # what was switched is remembered in it
            window, fresh = stage.open(a_timeline(tmp_path)), None


async def does_something(window: MainWindow, name: str) -> None:
    session = window.session
    await Hands(window).active()
    session.document.select([SURF])
    session.playback.seek(30)
    PREPARED.get(name, lambda session: None)(session)
    if name in COMPARING:
        generated(session)
        window.comparing.toggle()
    if name == "quality-1":
        window.program.set_quality(2)
    window.media_files.look()
    before = observed(window)
    assert window.actions_by_id[name].isEnabled()
    window.actions_by_id[name].trigger()
    end = asyncio.get_running_loop().time() + PATIENCE
    while observed(window) == before:
        assert asyncio.get_running_loop().time() < end, f"{name} does nothing"
        await asyncio.sleep(0.01)
    assert not window.performer.unforeseen


def tidied(window: MainWindow, fresh: tuple[Any, ...]) -> bool:
    """Whether it is again as a window that was just opened, once dialogs are closed, and project and tool set back."""
    session, scene = window.session, fresh[0]
    if window.performer.tasks.running or not all(Path(one.path).is_file() for one in scene.media):
        return False
    for dialog in dialogs(window):
        dialog.close()
    session.view.set_tool(Tool.SELECT)
    session.playback.pause()
    window.program.set_quality(1)
    session.document.replace(scene)
    session.document.undo_stack.clear()
    return observed(window) == fresh
