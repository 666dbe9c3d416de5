"""A clip that is being generated: its hatch, what has come of it so far, and its foot."""

from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from editor.timeline.model import Clip
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.palette import RADIUS, palette
from editor.words import tr

FOOT = 20
PADDING = 7
ICON = 12
BUTTON = 20
DASH_PERIOD = 5
BAR_OPACITY = 0.72
PREVIEWS = 10  # as many as the engine shows of a take, evenly spread from its first frame to its last
RETRY = tr("Retry")


Fade = Callable[[str, int], tuple[Path | None, float]]  # of a job's preview: see Fades.coming


def paint(painter: QPainter, clip: Clip, row: Any, rect: QRect, fade: Fade | None) -> None:
    """row: the clip's JobRow, None where there is no job. fade: how the pictures come; without it none are shown."""
    ratio = painter.device().devicePixelRatio()
    seen = _seen(rect, painter.device().width())  # or more, where a logical pixel is several
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(seen, palette().hatch(ratio))
    painter.setOpacity(painter.opacity() * BAR_OPACITY)
    painter.fillRect(seen.left(), rect.top(), seen.width(), NAME_BAR, palette().generated.bar)
    painter.setOpacity(painter.opacity() / BAR_OPACITY)
    if row is not None and fade is not None:
        _paint_previews(painter, clip, row, rect.adjusted(0, NAME_BAR, 0, 0), fade)
    _paint_name(painter, clip, rect, ratio)
    _paint_foot(painter, row, rect)
    painter.setPen(palette().failed if is_failed(row) else palette().pending)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(QRectF(seen).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def state(row: Any) -> str:
    """The job's state in lower case; nothing without a job."""
    return "" if row is None else str(getattr(row.state, "value", row.state)).lower()


def is_failed(row: Any) -> bool:
    return state(row) == "failed"


def can_be_cancelled(row: Any) -> bool:
    return state(row) in ("queued", "running")


def words(row: Any) -> str:
    """What the foot says."""
    if row is None:
        return tr("Not made yet")
    if is_failed(row):
        return row.error.splitlines()[0] if row.error else tr("It could not be made")
    if state(row) == "running" and row.progress is not None:
        return _progress_words(row.progress)
    return {"queued": tr("Queued"), "running": tr("Starting"), "cancelled": tr("Stopped"), "done": tr("Done")}.get(
        state(row), ""
    )


def fitting_words(row: Any, room: int) -> str:
    """Where there is no room for all, how long it will take, before how far it is."""
    whole = words(row)
    if palette().small.width(whole) <= room or row is None or state(row) != "running" or row.progress is None:
        return whole
    return _time_left(row.progress) or whole


def _progress_words(progress: Any) -> str:
    """A stage of one step has no steps to count: its name says more."""
    many = progress.steps > 1
    step = (
        tr("Step {step}/{steps}", step=min(progress.step + 1, progress.steps), steps=progress.steps)
        if many
        else progress.stage
    )
    return ", ".join(part for part in (step, _time_left(progress)) if part)


def _time_left(progress: Any) -> str:
    if progress.seconds_left is None:
        return ""
    left = ceil(progress.seconds_left)
    return f"{left // 60}:{left % 60:02}"


def share_done(row: Any) -> float | None:
    """Of the whole job, 0 to 1, or of its stage where the whole is not known; None where nothing is being made."""
    if row is None or state(row) != "running" or row.progress is None:
        return None
    progress = row.progress
    if progress.share is not None:
        return max(0.0, min(1.0, progress.share))
    return min(1.0, progress.step / progress.steps) if progress.steps else 0.0


def button_rect(row: Any, rect: QRect) -> QRect:
    """Where to click: Retry on a failed clip, X on one that can be stopped; else empty. In the clip's own pixels."""
    if rect.height() < NAME_BAR + FOOT or rect.width() < 2 * BUTTON:
        return QRect()
    if is_failed(row):
        width = palette().small.width(RETRY) + 2 * PADDING
        return QRect(rect.right() + 1 - width, rect.bottom() + 1 - FOOT, width, FOOT)
    if can_be_cancelled(row):
        return QRect(rect.right() + 1 - BUTTON - 2, rect.bottom() + 1 - FOOT, BUTTON, FOOT)
    return QRect()


def _seen(rect: QRect, window: int) -> QRect:
    """The rect without what lies far outside the window; cut in whole dashes, so that the pattern stands still. What
    is painted of it now makes no difference, or the dashes of its parts would not meet."""
    left, right = rect.left(), rect.right()
    if left < -50:
        left += (-40 - left) // DASH_PERIOD * DASH_PERIOD
    return QRect(left, rect.top(), min(right, window + 50) + 1 - left, rect.height())


def _paint_name(painter: QPainter, clip: Clip, rect: QRect, ratio: float) -> None:
    left = max(rect.left(), 0) + PADDING
    if rect.right() - left < 2 * ICON:
        return
    icon = palette().icon("ph.sparkle", "generated_text", ICON, ratio)
    painter.drawPixmap(left, rect.top() + (NAME_BAR - ICON) // 2, icon)
    left += ICON + 5
    painter.setPen(palette().generated.text)
    palette().clips.write(painter, QRect(left, rect.top(), rect.right() - PADDING - left, NAME_BAR), clip.name)


def _paint_previews(painter: QPainter, clip: Clip, row: Any, body: QRect, fade: Fade) -> None:
    """Each where its frame stands, as wide as one of all that come."""
    if not row.previews or body.height() < 8 or is_failed(row):
        return
    frames = (clip.generation and clip.generation.frames) or clip.duration
    places = min(PREVIEWS, frames)
    edges = [body.left() + body.width() * place // places for place in range(places + 1)]
    opacity = painter.opacity()
    for index, path in row.previews:
        place = min(index * places // frames, places - 1)
        box = QRect(edges[place], body.top(), edges[place + 1] - edges[place], body.height())
        before, share = fade(row.id, index)
        if before is not None and share < 1:
            _paint_preview(painter, box, before)
        painter.setOpacity(painter.opacity() * share)
        _paint_preview(painter, box, path)
        painter.setOpacity(opacity)


def _paint_preview(painter: QPainter, box: QRect, path: Path) -> None:
    pixmap = _preview(str(path), box.height())
    room = min(box.width(), pixmap.width())
    middle = (pixmap.width() - room) // 2
    painter.drawPixmap(box.topLeft(), pixmap, QRect(middle, 0, room, box.height()))


_previews: dict[tuple[str, int], QPixmap] = {}


def _preview(path: str, height: int) -> QPixmap:
    if (path, height) not in _previews:
        if len(_previews) > 200:
            _previews.clear()
        pixmap = QPixmap(path)
        smooth = Qt.TransformationMode.SmoothTransformation
        _previews[path, height] = pixmap if pixmap.isNull() else pixmap.scaledToHeight(height, smooth)
    return _previews[path, height]


def paint_going(painter: QPainter, rect: QRect, share: float) -> None:
    """What is left of the hatch over a clip that is finished."""
    painter.setOpacity(share)
    painter.setBrushOrigin(rect.topLeft())
    painter.fillRect(rect.adjusted(0, NAME_BAR, 0, 0), palette().hatch(painter.device().devicePixelRatio()))
    painter.setOpacity(1)


def _paint_foot(painter: QPainter, row: Any, rect: QRect) -> None:
    if rect.height() < NAME_BAR + FOOT or rect.width() < 3 * ICON:
        return
    foot = QRect(rect.left(), rect.bottom() + 1 - FOOT, rect.width(), FOOT)
    painter.fillRect(foot, palette().colour("foot"))
    button = button_rect(row, rect)
    right = (button.left() if not button.isNull() else foot.right() - PADDING) - 2
    left = max(foot.left(), 0) + PADDING
    painter.setPen(palette().colour("foot_text"))
    if right - left > ICON:
        palette().small.write(painter, QRect(left, foot.top(), right - left, FOOT), fitting_words(row, right - left))
    if is_failed(row) and not button.isNull():
        _paint_retry(painter, button)
    elif not button.isNull():
        _paint_cancel(painter, button)
    _paint_progress(painter, row, foot)


def _paint_retry(painter: QPainter, button: QRect) -> None:
    text = button.adjusted(PADDING, 0, 0, 0)
    palette().small.write(painter, text, RETRY)
    painter.fillRect(text.left(), text.center().y() + 7, palette().small.width(RETRY), 1, palette().colour("foot_text"))


def _paint_cancel(painter: QPainter, button: QRect) -> None:
    pixmap = palette().icon("ph.x", "foot_text", ICON, painter.device().devicePixelRatio())
    painter.drawPixmap(button.center().x() - ICON // 2 + 1, button.center().y() - ICON // 2 + 1, pixmap)


def _paint_progress(painter: QPainter, row: Any, foot: QRect) -> None:
    if (done := share_done(row)) is not None:
        painter.fillRect(foot.left(), foot.bottom() - 1, round(foot.width() * done), 2, palette().colour("gen"))
