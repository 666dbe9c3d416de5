"""The rows of the command table that cut: the Edit, Clip and Sequence menus."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import clipboard, editing, motion, selecting, sourcing, tracks, transitions
from editor.session import Session
from editor.timeline.model import TrackKind
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import (
    NO_CLIP,
    NO_CLIP_OR_POINT,
    NO_CLIPS,
    NO_COPY,
    NO_GAP,
    NO_MARKS,
    NO_SELECTION,
    NO_SOURCE,
    are_enabled,
    has_clips,
    has_clips_selected,
    has_copied,
    has_edit_point,
    has_marks,
    has_only_gaps,
    has_selection,
    has_source,
    when,
)
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def edit_commands(session: Session) -> Iterator[Command]:
    stack = session.document.undo_stack
    some, copied, clip = (when(each, session) for each in (has_selection, has_copied, has_clips_selected))
    paste_insert = partial(clipboard.paste, session, insert=True)
    ripple, nothing = partial(editing.ripple_delete, session), tr("Nothing is selected")
    yield Command("undo", tr("Undo"), stack.undo, "Ctrl+Z", "", stack.canUndo, tr("There is nothing to undo"),
                  label_now=lambda: tr("Undo {undoText}", undoText=stack.undoText()).strip())  # fmt: skip
    yield Command("redo", tr("Redo"), stack.redo, "Ctrl+Shift+Z; Ctrl+Y", "", stack.canRedo,
                  tr("There is nothing to redo"),
                  label_now=lambda: tr("Redo {redoText}", redoText=stack.redoText()).strip())  # fmt: skip
    yield Command("cut", tr("Cut"), partial(clipboard.cut, session), "Ctrl+X", "", clip, NO_CLIP)
    yield Command("copy", tr("Copy"), partial(clipboard.copy, session), "Ctrl+C", "", clip, NO_CLIP)
    yield Command("paste", tr("Paste"), partial(clipboard.paste, session), "Ctrl+V", "", copied, NO_COPY)
    yield Command("paste-insert", tr("Paste Insert"), paste_insert, "Ctrl+Shift+V", "", copied, NO_COPY)
    yield Command("delete", tr("Delete"), partial(motion.delete, session), "Del; Backspace", "trash-simple", some,
                  NO_SELECTION)  # fmt: skip
    yield Command("ripple-delete", tr("Ripple Delete"), ripple, "Shift+Del", "", some, NO_SELECTION)
    yield Command("select-all", tr("Select All"), partial(selecting.select_all, session), "Ctrl+A", "",
                  when(has_clips, session), NO_CLIPS)  # fmt: skip
    yield Command("deselect", tr("Deselect"), partial(selecting.deselect, session), "Ctrl+Shift+A", "", some, nothing)


def clip_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    some, clips, loaded = (when(each, session) for each in (has_clips_selected, has_clips, has_source))
    nudge = partial(partial, editing.nudge, session)
    from_source = partial(sourcing.insert_from_source, session)
    yield _cut("split", tr("Split at Playhead"), partial(editing.split, session), "Ctrl+K", clips, "scissors")
    yield _cut("split-all", tr("Split All at Playhead"), partial(editing.split_all, session), "Ctrl+Shift+K", clips)
    yield _cut("trim-start", tr("Ripple Trim Start"), partial(editing.ripple_trim_start, session), "Q", clips)
    yield _cut("trim-end", tr("Ripple Trim End"), partial(editing.ripple_trim_end, session), "W", clips)
    yield Command("extend-edit", tr("Extend Edit"), partial(editing.extend_edit, session), "E", "",
                  lambda: some() or has_edit_point(session), NO_CLIP_OR_POINT)  # fmt: skip
    yield Command("nudge-left", tr("Nudge Left"), nudge(-1), "Alt+Left", "", some, NO_CLIP, repeats=True)
    yield Command("nudge-right", tr("Nudge Right"), nudge(1), "Alt+Right", "", some, NO_CLIP, repeats=True)
    yield _cut("dissolve", tr("Apply Default Transition"), partial(transitions.add_default, session), "Ctrl+D", clips)
    yield _cut("cross-fade", tr("Apply Default Sound Transition"),
               partial(transitions.add_default, session, TrackKind.AUDIO), "Ctrl+Shift+D", clips)  # fmt: skip
    yield Command("enable", tr("Enable"), partial(editing.toggle_enabled, session), "Shift+E", "", some, NO_CLIP,
                  checked=when(are_enabled, session))  # fmt: skip
    yield Command("link", tr("Link"), partial(editing.toggle_link, session), "Ctrl+L", "", some, NO_CLIP,
                  label_now=lambda: tr("Unlink") if editing.are_linked(session) else tr("Link"))  # fmt: skip
    yield Command("rename", tr("Rename…"), window.naming.clip, "F2", "", some, NO_CLIP)
    yield Command("insert", tr("Insert From Source"), from_source, ",", "download-simple", loaded, NO_SOURCE)
    yield Command("overwrite", tr("Overwrite From Source"), partial(sourcing.overwrite_from_source, session), ".",
                  "arrow-line-down", loaded, NO_SOURCE)  # fmt: skip
    yield _cut("match-frame", tr("Match Frame"), window.match_frame, "F", clips)


def sequence_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    marked, view = when(has_marks, session), session.view
    add = partial(partial, tracks.add_track, session)
    yield Command("lift", tr("Lift"), partial(editing.lift_marked, session), ";", "", marked, NO_MARKS)
    yield Command("extract", tr("Extract"), partial(editing.extract_marked, session), "'", "", marked, NO_MARKS)
    yield Command("close-gap", tr("Close Gap"), partial(editing.delete, session), "", "", when(has_only_gaps, session),
                  NO_GAP)  # fmt: skip
    yield Command("add-video", tr("Add Video Track"), add(TrackKind.VIDEO))
    yield Command("add-audio", tr("Add Audio Track"), add(TrackKind.AUDIO))
    yield Command("project-settings", tr("Project Settings…"), window.project_settings.open, "", "sliders-horizontal")
    yield Command("snap", tr("Snap"), lambda: view.set_snapping(not view.snapping), "S", "magnet-straight",
                  checked=lambda: view.snapping)  # fmt: skip
    yield Command("linked", tr("Linked Selection"), lambda: view.set_linked(not view.linked), "Shift+L", "link-simple",
                  checked=lambda: view.linked)  # fmt: skip
    yield Command("insert-mode", tr("Insert When Dropping"), lambda: view.set_inserting(not view.inserting),
                  checked=lambda: view.inserting)  # fmt: skip


def _cut(
    name: str, label: str, run: Callable[[], object], keys: str, enabled: Callable[[], bool], icon: str = ""
) -> Command:
    """What works at the playhead: it says itself what is in its way there."""
    return Command(name, label, run, keys, icon, enabled, NO_CLIPS)
