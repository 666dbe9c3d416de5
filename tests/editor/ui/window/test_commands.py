"""The table of commands: each has words, a place in a menu, keys of its own, and does something."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QKeySequence

from editor.actions import clipboard, marking
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Generation, Stretch, Take, Task
from editor.timeline.rational_time import MediaRange
from editor.ui.window.command import always
from editor.ui.window.help import keyed
from editor.ui.window.main_window import MainWindow
from editor.ui.window.menus import BAR, CLIP, CUT, EMPTY, GENERATE, TRACK
from editor.view_state import Tool
from tests.editor.ui.generation.scene import BIRD, GAP, SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import PATIENCE, Hands, Stage, dialogs

IDS = [name for table in (*BAR.values(), GENERATE) for name in table if name and not name.startswith("*")]


def test_every_command_is_in_a_menu_or_a_key_of_the_generate_list_and_nowhere_twice(window: MainWindow) -> None:
    assert sorted(IDS) == sorted(window.actions_by_id.commands)


def test_menus_of_the_mouse_hold_commands_that_there_are(window: MainWindow) -> None:
    for table in (CLIP, CUT, EMPTY, TRACK):
        assert {name for name in table if name} <= set(window.actions_by_id.commands)


def test_every_command_has_words_and_says_why_it_cannot_be_done(window: MainWindow) -> None:
    for command in window.actions_by_id.commands.values():
        assert command.label
        assert callable(command.run)
        assert bool(command.reason) is (command.enabled is not always), command.id


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [QKeySequence(key).toString() for command in window.actions_by_id.commands.values() for key in command.keys]
    assert all(keys), "Qt understands each of them"
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_list_of_keys_shows_every_key_once(window: MainWindow) -> None:
    commands = window.actions_by_id.commands
    listed = [command.id for _, found in keyed(commands) for command in found]
    assert sorted(listed) == sorted(command.id for command in commands.values() if command.keys)


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
        (view.tool, view.snapping, view.linked, view.inserting),
        session.clipboard.contents,
        (switches.is_light, switches.shows_inspector, switches.shows_jobs, switches.is_full_screen),
        (viewport.scale, window.noise_lane.is_open),
        [type(dialog) for dialog in dialogs(window)],
        len(session.jobs.rows),
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


# What has to be so before a command can do anything; surf is selected and the playhead stands in it.
PREPARED: dict[str, Callable[[Session], None]] = {
    "redo": undone,
    "undo": edited,
    "relink": missing,
    "paste": copied,
    "paste-insert": copied,
    "select-all": lambda session: session.document.select(()),
    "dissolve": no_gap,
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
    "nudge-right": lambda session: session.document.select([BIRD]),
    "bridge": chosen_gap,
    "fill": chosen_gap,
    "noise-lane": generated,
    **{name: generated for name in GENERATE if "take" in name},
    "take-1": lambda session: generated(session, 4),
}


@pytest.mark.parametrize("name", IDS)
def test_each_command_does_something_where_it_can_be_done(
    name: str, stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.active()
        session = window.session
        session.document.select([SURF])
        session.playback.seek(30)
        PREPARED.get(name, lambda session: None)(session)
        window.media_files.look()
        before = observed(window)
        assert window.actions_by_id[name].isEnabled()
        window.actions_by_id[name].trigger()
        end = asyncio.get_running_loop().time() + PATIENCE
        while observed(window) == before:
            assert asyncio.get_running_loop().time() < end, f"{name} does nothing"
            await asyncio.sleep(0.01)
        assert not window.performer.unforeseen

    run(story())
