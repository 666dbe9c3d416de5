"""The rows of the command table that arrange: copies, groups, tracks, and what is selected next."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import clipboard, edit_points, editing, grouping, replacing, selecting, shifting, sourcing, tracks
from editor.session import Session
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import (
    NO_CLIP,
    NO_CLIPS,
    NO_COPY,
    NO_EDIT_POINT,
    NO_MARKERS,
    NO_SOURCE,
    has_clips,
    has_clips_selected,
    has_copied,
    has_edit_point,
    has_markers,
    has_source,
    when,
)
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NO_GROUP = tr("Select a clip of a group first")
NO_TWO = tr("Select two clips or more first")
NO_LABEL = tr("Select a clip that has a label first")
LEAP = 5  # frames: Premiere's and Kdenlive's larger step
PULLS = (
    ("slip-left", tr("Slip Left"), shifting.slip, -1, "Ctrl+Alt+Left"),
    ("slip-right", tr("Slip Right"), shifting.slip, 1, "Ctrl+Alt+Right"),
    ("slide-left", tr("Slide Left"), shifting.slide, -1, "Alt+,"),
    ("slide-right", tr("Slide Right"), shifting.slide, 1, "Alt+."),
)
TRIMS = (
    ("trim-back", tr("Trim Edit Point Back"), -1, "Ctrl+Left"),
    ("trim-on", tr("Trim Edit Point Forward"), 1, "Ctrl+Right"),
    ("trim-far-back", tr("Trim Edit Point Back 5 Frames"), -LEAP, "Ctrl+Shift+Left"),
    ("trim-far-on", tr("Trim Edit Point Forward 5 Frames"), LEAP, "Ctrl+Shift+Right"),
)


def arrange_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    some, copied, loaded = (when(each, session) for each in (has_clips_selected, has_copied, has_source))
    yield Command(
        "duplicate", tr("Duplicate"), partial(clipboard.duplicate, session), "Ctrl+Shift+/", "", some, NO_CLIP
    )
    yield Command("paste-attributes", tr("Paste Attributes…"), window.paste_attributes.ask, "Ctrl+Alt+V", "",
                  lambda: copied() and some(), tr("{no_copy}, and select another one", no_copy=NO_COPY))  # fmt: skip
    yield Command("group", tr("Group"), partial(grouping.group, session), "Ctrl+G", "", when(_has_two, session), NO_TWO)
    yield Command("ungroup", tr("Ungroup"), partial(grouping.ungroup, session), "Ctrl+Shift+G", "",
                  when(grouping.has_group, session), NO_GROUP)  # fmt: skip
    yield Command("select-label", tr("Select Label Group"), partial(grouping.select_label_group, session), "", "",
                  lambda: bool(grouping.label_of(session)), NO_LABEL)  # fmt: skip
    yield Command("replace", tr("Replace With Clip From Source"), partial(replacing.replace_from_source, session), "",
                  "",
                  lambda: loaded() and some(), tr("{no_source}, and select one on the timeline",
                                                  no_source=NO_SOURCE))  # fmt: skip
    yield Command("fit-to-fill", tr("Fit to Fill From Source"), partial(sourcing.fit_to_fill, session), "Shift+F11", "",
                  loaded, NO_SOURCE)  # fmt: skip
    yield from _moves(session)


def _moves(session: Session) -> Iterator[Command]:
    some, nudge = when(has_clips_selected, session), partial(partial, editing.nudge, session)
    to_track = partial(partial, shifting.move_to_track, session)
    yield Command("nudge-far-left", tr("Nudge Left 5 Frames"), nudge(-LEAP), "Alt+Shift+Left", "", some, NO_CLIP,
                  repeats=True)  # fmt: skip
    yield Command("nudge-far-right", tr("Nudge Right 5 Frames"), nudge(LEAP), "Alt+Shift+Right", "", some, NO_CLIP,
                  repeats=True)  # fmt: skip
    for name, label, verb, by, keys in PULLS:
        yield Command(name, label, partial(verb, session, by), keys, "", some, NO_CLIP, repeats=True)
    yield Command("track-up", tr("Move Clip Up a Track"), to_track(1), "Alt+Shift+Up", "", some, NO_CLIP)
    yield Command("track-down", tr("Move Clip Down a Track"), to_track(-1), "Alt+Shift+Down", "", some, NO_CLIP)


def select_commands(session: Session) -> Iterator[Command]:
    clips = when(has_clips, session)
    next_to = partial(partial, selecting.select_neighbour, session)
    yield Command("select-here", tr("Select Clip at Playhead"), partial(selecting.select_under_playhead, session),
                  "D", "",
                  clips, NO_CLIPS)  # fmt: skip
    yield Command("select-next", tr("Select Next Clip"), next_to(1), "Ctrl+Down", "", clips, NO_CLIPS)
    yield Command("select-previous", tr("Select Previous Clip"), next_to(-1), "Ctrl+Up", "", clips, NO_CLIPS)
    yield Command("select-gap", tr("Select Next Gap"), partial(selecting.select_gap, session), "", "", clips, NO_CLIPS)


def edit_point_commands(session: Session) -> Iterator[Command]:
    clips, point = when(has_clips, session), when(has_edit_point, session)
    move = partial(partial, edit_points.move, session)
    yield Command("edit-point", tr("Select Edit Point"), partial(edit_points.choose_nearest, session), "T", "", clips,
                  NO_CLIPS)  # fmt: skip
    for name, label, by, keys in TRIMS:
        yield Command(name, label, move(by, merge=True), keys, "", point, NO_EDIT_POINT, repeats=True)


def track_commands(session: Session) -> Iterator[Command]:
    yield Command("close-gaps", tr("Close All Gaps"), partial(editing.close_gaps, session), "", "",
                  when(has_clips, session), NO_CLIPS)  # fmt: skip
    yield Command("delete-empty", tr("Delete Empty Tracks"), partial(tracks.remove_empty_tracks, session))


def marker_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    yield Command("edit-marker", tr("Edit Marker…"), window.markers.edit_nearest, "", "", when(has_markers, session),
                  NO_MARKERS)  # fmt: skip


def _has_two(session: Session) -> bool:
    """Two clips, a picture and its linked sound being one."""
    return len(selecting.leads(selecting.selected_clips(session))) > 1
