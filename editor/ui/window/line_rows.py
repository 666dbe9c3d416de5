"""The rows that choose which line is drawn along clips: in the View menu, and in a clip's own."""

from functools import partial
from typing import TYPE_CHECKING

from editor.actions.lines import ENVELOPES
from editor.session import Session
from editor.timeline.model import TrackKind
from editor.ui.generation.rows import LINE, MenuRow
from editor.view_state import Line
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

CHOICES = {
    TrackKind.VIDEO: (Line.OPACITY, Line.SPEED, Line.NOTHING),
    TrackKind.AUDIO: (Line.VOLUME, Line.PAN, Line.NOTHING),
}
HEADS = {TrackKind.VIDEO: tr("Picture"), TrackKind.AUDIO: tr("Sound")}


def line_rows(session: Session) -> list[MenuRow]:
    """Of both kinds of clips."""
    pictures, sounds = ((MenuRow(HEADS[kind]), *_choices(session, kind)) for kind in (TrackKind.VIDEO, TrackKind.AUDIO))
    return [MenuRow(tr("Show on Clips"), submenu=(*pictures, LINE, *sounds))]


def rows_of_kind(window: "MainWindow", kind: TrackKind) -> list[MenuRow]:
    """In the menu of a clip of that kind; with what else is done to the loudness of a sound."""
    rows = [MenuRow(tr("Show on Clips"), submenu=_choices(window.session, kind))]
    gain = MenuRow(tr("Audio Gain…"), window.sounding.ask_gain, "Ctrl+Alt+G", "ph.speaker-high")
    return [gain, *rows] if kind is TrackKind.AUDIO else rows


def _word(line: Line) -> str:
    return ENVELOPES[line].name if line in ENVELOPES else tr("Nothing")


def _choices(session: Session, kind: TrackKind) -> tuple[MenuRow, ...]:
    view = session.view
    return tuple(
        MenuRow(_word(line), partial(view.show_line, kind, line), checked=view.line_of(kind) is line)
        for line in CHOICES[kind]
    )
