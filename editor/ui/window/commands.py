"""The table of commands: every verb of the editor that is always there, with its words and keys."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from editor.actions import clipboard, editing, marking, selecting, sourcing, tracks
from editor.session import Session
from editor.timeline.model import Gap, TrackKind
from editor.ui.window.command import Command
from editor.ui.window.generate_commands import generate_commands
from editor.view_state import Tool

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

SHUTTLE = (("reverse", "Play Backward", "J", -1), ("stop", "Stop", "K", 0), ("forward", "Play Forward", "L", 1))
TOOLS = (
    (Tool.SELECT, "Selection Tool", "V", "cursor"),
    (Tool.TRACK_SELECT, "Track Select Forward Tool", "A", "arrow-fat-lines-right"),
    (Tool.RAZOR, "Razor Tool", "C", "scissors"),
    (Tool.RIPPLE, "Ripple Tool", "B", "arrow-line-right"),
    (Tool.ROLL, "Roll Tool", "N", "arrows-out-line-horizontal"),
    (Tool.SLIP, "Slip Tool", "Y", "arrows-left-right"),
    (Tool.SLIDE, "Slide Tool", "U", "arrows-in-line-horizontal"),
    (Tool.HAND, "Hand Tool", "H", "hand"),
    (Tool.ZOOM, "Zoom Tool", "Z", "magnifying-glass"),
)


def all_commands(window: "MainWindow") -> dict[str, Command]:
    """By id. What they do is in editor.actions; what concerns the window itself is the window's own."""
    session = window.session
    groups = (
        file_commands(window),
        edit_commands(session),
        clip_commands(session, window),
        generate_commands(window.desk),
        sequence_commands(session, window),
        mark_commands(session),
        transport_commands(session),
        tool_commands(session),
        view_commands(window),
    )
    return {command.id: command for group in groups for command in group}


def file_commands(window: "MainWindow") -> Iterator[Command]:
    files = window.files
    yield Command("new", "New Project", files.new, "Ctrl+N")
    yield Command("open", "Open…", files.open, "Ctrl+O", "folder-open")
    yield Command("save", "Save", files.save, "Ctrl+S")
    yield Command("save-as", "Save As…", files.save_as, "Ctrl+Shift+S")
    yield Command("import", "Import…", files.import_media, "Ctrl+I", "download-simple")
    yield Command("relink", "Relink Missing Media…", files.relink_missing, enabled=files.has_missing)
    yield Command(
        "export",
        "Export…",
        window.exporting.open,
        "Ctrl+M",
        "export",
        enabled=window.has_clips,
        reason="Put a clip on the timeline first",
    )
    yield Command("quit", "Quit", window.close, "Ctrl+Q")


def edit_commands(session: Session) -> Iterator[Command]:
    stack, document = session.document.undo_stack, session.document
    some = partial(has_selection, session)
    yield Command("undo", "Undo", stack.undo, "Ctrl+Z", enabled=stack.canUndo)
    yield Command("redo", "Redo", stack.redo, "Ctrl+Shift+Z; Ctrl+Y", enabled=stack.canRedo)
    yield Command("cut", "Cut", partial(clipboard.cut, session), "Ctrl+X", enabled=some)
    yield Command("copy", "Copy", partial(clipboard.copy, session), "Ctrl+C", enabled=some)
    yield Command(
        "paste", "Paste", partial(clipboard.paste, session), "Ctrl+V", enabled=lambda: bool(session.clipboard.contents)
    )
    yield Command(
        "paste-insert",
        "Paste Insert",
        partial(clipboard.paste, session, insert=True),
        "Ctrl+Shift+V",
        enabled=lambda: bool(session.clipboard.contents),
    )
    yield Command("delete", "Delete", partial(editing.delete, session), "Del; Backspace", "trash-simple", enabled=some)
    yield Command("ripple-delete", "Ripple Delete", partial(editing.ripple_delete, session), "Shift+Del", enabled=some)
    yield Command("select-all", "Select All", partial(selecting.select_all, session), "Ctrl+A")
    yield Command(
        "deselect",
        "Deselect",
        partial(selecting.deselect, session),
        "Ctrl+Shift+A",
        enabled=lambda: bool(document.selection),
    )


def clip_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    some = partial(has_clips_selected, session)
    yield Command("split", "Split at Playhead", partial(editing.split, session), "Ctrl+K", "scissors")
    yield Command("split-all", "Split All at Playhead", partial(editing.split_all, session), "Ctrl+Shift+K")
    yield Command("trim-start", "Ripple Trim Start", partial(editing.ripple_trim_start, session), "Q")
    yield Command("trim-end", "Ripple Trim End", partial(editing.ripple_trim_end, session), "W")
    yield Command("extend-edit", "Extend Edit", partial(editing.extend_edit, session), "E", enabled=some)
    yield Command(
        "nudge-left", "Nudge Left", partial(editing.nudge, session, -1), "Alt+Left", enabled=some, repeats=True
    )
    yield Command(
        "nudge-right", "Nudge Right", partial(editing.nudge, session, 1), "Alt+Right", enabled=some, repeats=True
    )
    yield Command("dissolve", "Cross Dissolve", partial(editing.add_dissolve, session), "Ctrl+D")
    yield Command(
        "enable",
        "Enable",
        partial(editing.toggle_enabled, session),
        "Shift+E",
        enabled=some,
        checked=lambda: all(clip.enabled for clip in selecting.selected_clips(session)),
    )
    yield Command(
        "link",
        "Link",
        partial(editing.toggle_link, session),
        "Ctrl+L",
        enabled=some,
        checked=lambda: any(clip.link for clip in selecting.selected_clips(session)),
    )
    yield Command("rename", "Rename…", window.rename_selected, "F2", enabled=some)
    loaded = partial(has_source, session)
    why = "Double-click a clip in the media pool first"
    yield Command(
        "insert",
        "Insert From Source",
        partial(sourcing.insert_from_source, session),
        ",",
        "download-simple",
        enabled=loaded,
        reason=why,
    )
    yield Command(
        "overwrite",
        "Overwrite From Source",
        partial(sourcing.overwrite_from_source, session),
        ".",
        "arrow-line-down",
        enabled=loaded,
        reason=why,
    )
    yield Command("match-frame", "Match Frame", partial(sourcing.match_frame, session), "F")


def sequence_commands(session: Session, window: "MainWindow") -> Iterator[Command]:
    marked = partial(has_marks, session)
    yield Command("lift", "Lift", partial(editing.lift_marked, session), ";", enabled=marked)
    yield Command("extract", "Extract", partial(editing.extract_marked, session), "'", enabled=marked)
    yield Command("close-gap", "Close Gap", partial(editing.delete, session), enabled=partial(has_gap, session))
    yield Command("add-video", "Add Video Track", partial(tracks.add_track, session, TrackKind.VIDEO))
    yield Command("add-audio", "Add Audio Track", partial(tracks.add_track, session, TrackKind.AUDIO))
    view = session.view
    yield Command(
        "snap",
        "Snap",
        lambda: view.set_snapping(not view.snapping),
        "S",
        "magnet-straight",
        checked=lambda: view.snapping,
    )
    yield Command(
        "linked",
        "Linked Selection",
        lambda: view.set_linked(not view.linked),
        "Shift+L",
        "link-simple",
        checked=lambda: view.linked,
    )
    yield Command(
        "insert-mode",
        "Insert When Dropping",
        lambda: view.set_inserting(not view.inserting),
        checked=lambda: view.inserting,
    )
    panel = window.timeline_panel
    yield Command("zoom-in", "Zoom In", panel.zoom_in, "=", "magnifying-glass-plus", repeats=True)
    yield Command("zoom-out", "Zoom Out", panel.zoom_out, "-", "magnifying-glass-minus", repeats=True)
    yield Command("zoom-fit", "Zoom to Fit", panel.fit, "\\")


def mark_commands(session: Session) -> Iterator[Command]:
    yield Command("mark-in", "Mark In", partial(marking.mark_in, session), "I")
    yield Command("mark-out", "Mark Out", partial(marking.mark_out, session), "O")
    yield Command("mark-clip", "Mark Clip", partial(marking.mark_clip, session), "X")
    yield Command(
        "clear-marks",
        "Clear In and Out",
        partial(marking.clear_marks, session),
        "Alt+X",
        enabled=partial(has_marks, session),
    )
    yield Command("to-in", "Go to In", partial(marking.go_to_in, session), "Shift+I")
    yield Command("to-out", "Go to Out", partial(marking.go_to_out, session), "Shift+O")
    yield Command("marker", "Add Marker", partial(marking.add_marker, session), "M", "bookmark-simple")
    yield Command("next-marker", "Next Marker", partial(marking.next_marker, session), "Shift+M")
    yield Command("previous-marker", "Previous Marker", partial(marking.previous_marker, session), "Ctrl+Shift+M")


def transport_commands(session: Session) -> Iterator[Command]:
    playback = session.playback
    yield Command("play", "Play or Pause", playback.toggle, "Space", "play-fill")
    for name, label, key, direction in SHUTTLE:
        yield Command(name, label, partial(playback.shuttle, direction), key)
    second = partial(whole_second, session)
    yield Command("step-back", "Step Back", partial(playback.step, -1), "Left", "caret-left", repeats=True)
    yield Command("step-on", "Step Forward", partial(playback.step, 1), "Right", "caret-right", repeats=True)
    yield Command("second-back", "Back a Second", lambda: playback.step(-second()), "Shift+Left", repeats=True)
    yield Command("second-on", "On a Second", lambda: playback.step(second()), "Shift+Right", repeats=True)
    yield Command(
        "previous-edit", "Previous Edit", partial(marking.previous_edit, session), "Up", "skip-back", repeats=True
    )
    yield Command("next-edit", "Next Edit", partial(marking.next_edit, session), "Down", "skip-forward", repeats=True)
    yield Command("to-start", "Go to Start", partial(marking.go_to_start, session), "Home")
    yield Command("to-end", "Go to End", partial(marking.go_to_end, session), "End")
    yield Command("loop", "Loop", lambda: set_loop(playback), "Ctrl+Shift+L", "repeat", checked=lambda: playback.loop)


def tool_commands(session: Session) -> Iterator[Command]:
    view = session.view
    for tool, label, key, icon in TOOLS:
        yield Command(f"tool-{tool}", label, partial(view.set_tool, tool), key, icon, checked=is_tool(session, tool))


def view_commands(window: "MainWindow") -> Iterator[Command]:
    yield Command(
        "full-screen",
        "Full Screen Picture",
        window.toggle_full_screen,
        "`; F11",
        "corners-out",
        checked=lambda: window.is_picture_full_screen,
    )
    yield Command("theme", "Light Theme", window.toggle_theme, checked=lambda: window.is_light)
    yield Command("inspector", "Inspector", window.toggle_inspector, "Ctrl+4", checked=lambda: window.shows_inspector)
    yield Command("jobs", "Jobs", window.toggle_jobs, "Ctrl+5", checked=lambda: window.shows_jobs)
    yield Command("shortcuts", "Keyboard Shortcuts", window.show_shortcuts, "F1")
    yield Command("about", "About Longtake", window.show_about)


def is_tool(session: Session, tool: Tool) -> Callable[[], bool]:
    return lambda: session.view.tool is tool


def set_loop(playback: Any) -> None:
    playback.loop = not playback.loop


def whole_second(session: Session) -> int:
    return max(1, round(session.document.timeline.rate))


def has_selection(session: Session) -> bool:
    return bool(session.document.selection)


def has_clips_selected(session: Session) -> bool:
    return bool(selecting.selected_clips(session))


def has_gap(session: Session) -> bool:
    timeline = session.document.timeline
    return any(isinstance(timeline.item(item_id), Gap) for item_id in session.document.selection)


def has_source(session: Session) -> bool:
    return session.source.media is not None


def has_marks(session: Session) -> bool:
    timeline = session.document.timeline
    return timeline.mark_in is not None or timeline.mark_out is not None
