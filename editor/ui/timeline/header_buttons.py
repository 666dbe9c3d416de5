"""The small switches in a track's header."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.timeline.edits import TrackChanges
from editor.timeline.model import Track
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.pressable import Pressable, mixed
from editor.words import tr

ICON = 14
SIDE = 20


@dataclass(frozen=True, slots=True)
class Switch:
    """One property of a track: how it looks off and on, and what it is called."""

    off: str  # an icon, or a letter
    on: str
    tip_off: str  # what a press does then
    tip_on: str
    undo: str  # name of the undo step
    is_on: Callable[[Track], bool]
    turned: Callable[[bool], TrackChanges]
    ink_on: str = "accent_text"
    fill_on: str = ""


LOCK = Switch(
    "ph.lock-simple-open", "ph.lock-simple", tr("Lock track"), tr("Unlock track"), tr("Lock Track"),
    lambda track: track.locked, lambda on: {"locked": on},
)  # fmt: skip
SYNC = Switch(
    "ph.link-simple-horizontal", "ph.link-simple-horizontal", tr("Move along with other tracks again"),
    tr("Stay in place when other tracks move"), tr("Sync Lock"),
    lambda track: track.sync_locked, lambda on: {"sync_locked": on}, ink_on="dim",
)  # fmt: skip
EYE = Switch(
    "ph.eye", "ph.eye-slash", tr("Hide track"), tr("Show track"), tr("Hide Track"),
    lambda track: track.hidden, lambda on: {"hidden": on}, ink_on="dim",
)  # fmt: skip
MUTE = Switch(
    "M", "M", tr("Mute track"), tr("Unmute track"), tr("Mute Track"),
    lambda track: track.muted, lambda on: {"muted": on}, fill_on="accent_bg",
)  # fmt: skip
SOLO = Switch(
    "S", "S", tr("Solo: hear only this track"), tr("Hear the other tracks again"), tr("Solo Track"),
    lambda track: track.solo, lambda on: {"solo": on}, fill_on="accent_bg",
)  # fmt: skip


class SwitchButton(Pressable):
    """Shows one property and asks for it to be turned."""

    def __init__(self, switch: Switch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = switch
        self.is_on = False
        self.ring_radius = 4
        self.setFixedSize(SIDE, SIDE)

    def show_track(self, track: Track) -> None:
        self.is_on = self.switch.is_on(track)
        tip = self.switch.tip_on if self.is_on else self.switch.tip_off
        self.setAccessibleName(f"{tip}, {track.name}")
        self.set_tip(tip)
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            fill = self.switch.fill_on if self.is_on else ""
            if fill or self.lit:
                shapes.rounded(painter, self.rect(), 4, mixed(fill or theme.colour("hover", 0), "hover", self.lit))
            face = self.switch.on if self.is_on else self.switch.off
            rest = "disabled" if self.switch is SYNC and not self.is_on else "dim"
            ink = self.switch.ink_on if self.is_on and self.switch.ink_on != "dim" else mixed(rest, "text", self.lit)
            if face.startswith("ph."):
                icons.paint(painter, face, QRect(3, 3, ICON, ICON).translated(self.push), ink)
            else:
                painter.setFont(theme.font("clip"))
                painter.setPen(shapes.colour_of(ink))
                painter.drawText(self.rect().translated(self.push), Qt.AlignmentFlag.AlignCenter, face)


class TargetButton(Pressable):
    """V1, A1: edits from the pool go to the lit one."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(label)
        self.ring_radius = 4
        self.setCheckable(True)
        self.setFixedSize(QSize(28, 20))
        self.setAccessibleName(tr("Target {label}", label=label))
        self.set_tip(tr("Put new clips on {label}", label=label))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.isChecked():
                shapes.rounded(painter, QRectF(self.rect()), 4, "hover", "line2")
            elif self.lit:
                shapes.rounded(painter, self.rect(), 4, mixed(theme.colour("hover", 0), "hover", self.lit))
            painter.setFont(theme.font("primary"))
            painter.setPen(theme.colour("text" if self.isChecked() else "dim"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
