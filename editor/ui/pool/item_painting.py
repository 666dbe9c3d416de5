"""How one media looks in the pool: a thumbnail with its badges, or a row."""

from fractions import Fraction
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from editor.timeline.model import Media
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.pool.columns import Column, Order, columns_for, duration_words
from editor.ui.pool.media_model import MEDIA, Kind, MediaModel, PresenceSource, kind_of, proxy_words, shown_name
from editor.ui.widgets import shapes
from editor.words import tr

NAME_HEIGHT, ROW_HEIGHT, GAP, ROW_GAP, INSET, _BADGE = 20, 40, 12, 8, 2, 18
_NAME = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_Index = QModelIndex | QPersistentModelIndex


class MediaDelegate(QStyledItemDelegate):
    """Paints a media in the view's own cell, as a card where `grid`, else as a row."""

    def __init__(self, model: MediaModel, thumbnails: Any, presence: PresenceSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._thumbnails, self._presence = model, thumbnails, presence
        self.grid = True
        self.cell = QSize(134, 75 + NAME_HEIGHT)

    @guarded
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self.cell.width() + (GAP if self.grid else 0), self.cell.height() + (ROW_GAP if self.grid else 0))

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        media = index.data(MEDIA)
        if media is None:
            return
        rect = self.rect_in(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and not chosen
        if self.grid:
            self._paint_card(painter, rect, media, chosen, hovered or focused)
        else:
            self._paint_row(painter, rect, media, chosen, hovered or focused)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:  # noqa: N802
        editor = QLineEdit(parent)
        editor.setFont(theme.font("small"))
        editor.setStyleSheet(tr("min-height: 18px; max-height: 18px; padding: 0 3px; border-radius: 4px;"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802
        rect = self.rect_in(option.rect)
        name = self._name_rect(rect)
        editor.setGeometry(name.adjusted(-2, (name.height() - 20) // 2, 0, 0))
        editor.resize(editor.width(), 20)

    def rect_in(self, given: QRect) -> QRect:
        """The media's own part of what the view gives it: there is room around for the outline of a chosen one."""
        return QRect(given.topLeft() + QPoint(INSET, INSET if self.grid else 0), self.cell)

    def thumbnail_rect(self, rect: QRect) -> QRect:
        if self.grid:
            return rect.adjusted(0, 0, 0, -NAME_HEIGHT)
        return QRect(rect.left() + 4, rect.center().y() - 15, 56, 32)

    def _name_rect(self, rect: QRect) -> QRect:
        if self.grid:
            return QRect(rect.left(), rect.bottom() - NAME_HEIGHT + 2, rect.width(), NAME_HEIGHT)
        beside = sum(column.width for column in self._columns(rect)) + 8
        return QRect(rect.left() + 70, rect.top(), rect.width() - 70 - beside, rect.height())

    def _columns(self, rect: QRect) -> tuple[Column, ...]:
        return columns_for(rect.width() - 70 - 8)

    def _paint_card(self, painter: QPainter, rect: QRect, media: Media, chosen: bool, lit: bool) -> None:
        box = self.thumbnail_rect(rect)
        missing = self._presence.is_missing(media)
        self._paint_thumbnail(painter, box, media, missing, 4)
        if missing:
            self._paint_offline(painter, box)
        else:
            _paint_badge(painter, box, duration_words(media))
        if self._model.is_used(media.id):
            used = QRect(box.left() + 4, box.bottom() - 21, _BADGE, _BADGE)
            _paint_mark(painter, used, "ph.check", "on_badge", "badge")
        if media.made is not None and self._model.generative:
            made = QRect(box.left() + 4, box.top() + 4, _BADGE, _BADGE)
            _paint_mark(painter, made, "ph.sparkle", "on_gen_badge", "gen_badge")
        self._paint_proxy(painter, box, media)
        _paint_outline(painter, box, chosen, lit)
        _paint_words(painter, self._name_rect(rect), shown_name(media), "text")

    def _paint_row(self, painter: QPainter, rect: QRect, media: Media, chosen: bool, lit: bool) -> None:
        if chosen or lit:
            shapes.rounded(painter, rect.adjusted(0, 1, 0, -1), 4, "accent_bg" if chosen else "hover")
        missing = self._presence.is_missing(media)
        self._paint_thumbnail(painter, self.thumbnail_rect(rect), media, missing, 3)
        name = self._name_rect(rect)
        upper = QRect(name.left(), name.top() + 4, name.width(), 16)
        _paint_words(painter, upper, shown_name(media), "text")
        made = media.made if self._model.generative else None
        second = tr("Offline, relink…") if missing else made.model if made else _size_words(media)
        _paint_words(painter, upper.translated(0, 15), second, "gen_text" if made and not missing else "dim")
        self._paint_columns(painter, rect, name.right(), media)

    def _paint_columns(self, painter: QPainter, rect: QRect, left: int, media: Media) -> None:
        columns = self._columns(rect)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("dim"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        lefts = accumulate((column.width for column in columns), initial=left)
        for column, start in zip(columns, lefts, strict=False):
            box = QRect(start, rect.top(), column.width, rect.height())
            words = column.words(media, self._model.uses(media))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(box, flags, shown)
        tells_use = any(column.order is Order.USED for column in columns)
        if self._model.is_used(media.id) and not tells_use:
            icons.paint(painter, "ph.check", QRect(left + 4, rect.center().y() - 6, 12, 12), "dim")

    def _paint_thumbnail(self, painter: QPainter, box: QRect, media: Media, missing: bool, radius: int) -> None:
        height = round(box.height() * painter.device().devicePixelRatioF())
        image = None if missing else self._thumbnails.image(media, _poster_time(media), height)
        if image is not None:
            if image.hasAlphaChannel():
                shapes.rounded(painter, box, radius, "raised")
            shapes.picture(painter, box, QPixmap.fromImage(image), radius)
            return
        sound = media.picture is None
        shapes.rounded(painter, box, radius, "offline_bar" if missing else "sound_body" if sound else "raised")
        if sound and not missing:
            self._paint_wave(painter, box, media)
        if not self.grid and missing:
            icons.paint(painter, "ph.link-break", _centred(box, 14), "text")

    def _paint_wave(self, painter: QPainter, box: QRect, media: Media) -> None:
        peaks = self._thumbnails.peaks(media)
        if peaks is None:
            icons.paint(painter, "ph.speaker-high", _centred(box, 16), "sound_wave")
            return
        columns = max(1, box.width() // 3 - 4)
        lows, highs = peaks.columns(Fraction(0), media.duration, columns)
        middle, half = box.center().y(), box.height() * 0.36
        for column, (low, high) in enumerate(zip(lows, highs, strict=True)):
            top, foot = middle - float(high) * half, middle - float(low) * half
            bar = QRectF(box.left() + 7 + 3 * column, top, 2, max(1.0, foot - top))
            painter.fillRect(bar, theme.colour("sound_wave"))

    def _paint_proxy(self, painter: QPainter, box: QRect, media: Media) -> None:
        """Only while it is on its way: afterwards the monitor tells what it reads."""
        progress = self._model.proxy_of(media)
        if progress.is_on_its_way:
            _paint_badge(painter, box.translated(0, 24 - box.height()), proxy_words(progress))

    def _paint_offline(self, painter: QPainter, box: QRect) -> None:
        icons.paint(painter, "ph.link-break", _centred(box, 20).translated(0, -10), "text")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text"))
        painter.drawText(box.adjusted(0, 26, 0, 0), Qt.AlignmentFlag.AlignCenter, tr("Offline, relink…"))


def _poster_time(media: Media) -> Fraction:
    """A little way in: first frames are often black. Of a generated file, where the new frames are."""
    share = Fraction(1, 2) if kind_of(media) is Kind.GENERATED else Fraction(1, 10)
    return media.duration * share


def _size_words(media: Media) -> str:
    if media.picture is None:
        return tr("Sound")
    size = f"{media.picture.width} × {media.picture.height}"
    return size if media.is_still else tr("{size}, {number:.5g} fps", size=size, number=float(media.picture.rate))


def _centred(box: QRect, side: int) -> QRect:
    return QRect(box.center() - QRect(0, 0, side, side).center(), QSize(side, side))


def _paint_badge(painter: QPainter, box: QRect, words: str) -> None:
    if not words:
        return
    width = QFontMetrics(theme.font("small")).horizontalAdvance(words) + 10
    badge = QRect(box.right() - 3 - width, box.bottom() - 21, width, _BADGE)
    shapes.rounded(painter, badge, 4, "badge")
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("on_badge"))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)


def _paint_mark(painter: QPainter, box: QRect, icon: str, ink: str, fill: str) -> None:
    shapes.rounded(painter, box, 4, fill)
    inner = QRectF(0, 0, 12, 12)
    inner.moveCenter(QRectF(box).center())
    icons.paint(painter, icon, inner, ink)


def _paint_outline(painter: QPainter, box: QRect, chosen: bool, lit: bool) -> None:
    if chosen:
        for inset in (-2, -1):
            shapes.rounded(painter, box.adjusted(inset, inset, -inset, -inset), 4 - inset, None, "accent")
    elif lit:
        shapes.rounded(painter, box, 4, None, theme.colour("on_badge", 0.3))


def _paint_words(painter: QPainter, box: QRect, words: str, ink: str) -> None:
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour(ink))
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, box.width())
    painter.drawText(box, _NAME, shown)
