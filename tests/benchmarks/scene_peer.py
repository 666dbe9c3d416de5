"""The usual way to show a timeline in Qt, to be compared with: a QGraphicsScene with an item for every clip."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

from editor.timeline.model import Clip, Timeline
from editor.ui import theme

HEIGHT, GAP, BAR = 56, 2, 18  # of a track, between tracks, of a clip's name


class ScenePeer(QGraphicsView):
    """Body, name bar and name of each clip; no filmstrips, no waveforms, so it has less to do than ours."""

    def __init__(self, timeline: Timeline) -> None:
        scene = QGraphicsScene()
        super().__init__(scene)
        self._scene, self._scale = scene, 1.0
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        for row, track in enumerate(timeline.tracks):
            for start, clip in zip(track.starts, track.items, strict=True):
                if isinstance(clip, Clip):
                    self._add(clip, start, row * (HEIGHT + GAP))
        self.resize(1376, 600)
        self.show()
        QTest.qWaitForWindowExposed(self)

    def _add(self, clip: Clip, start: int, top: int) -> None:
        body = QGraphicsRectItem(QRectF(start, top, clip.duration, HEIGHT))
        body.setPen(QPen(Qt.PenStyle.NoPen))
        body.setBrush(QBrush(theme.colour("picture_body")))
        bar = QGraphicsRectItem(QRectF(start, top, clip.duration, BAR), body)
        bar.setPen(QPen(Qt.PenStyle.NoPen))
        bar.setBrush(QBrush(theme.colour("picture_bar")))
        name = QGraphicsSimpleTextItem(clip.name, body)
        name.setFont(theme.font("clip"))
        name.setBrush(QBrush(theme.colour("picture_text")))
        name.setFlag(QGraphicsSimpleTextItem.GraphicsItemFlag.ItemIgnoresTransformations)
        name.setPos(start, top)
        self._scene.addItem(body)

    def look_at(self, frame: int, scale: float) -> None:
        self._zoom(scale)
        self.horizontalScrollBar().setValue(round(frame * scale))

    def steps(self) -> dict[str, Callable[[int], None]]:
        bar = self.horizontalScrollBar()
        return {
            "pan": lambda run: bar.setValue(bar.value() + (40 if run % 50 < 25 else -40)),
            "zoom": lambda run: self._zoom(self._scale * (1.25 if run % 2 else 0.8)),
        }

    def _zoom(self, scale: float) -> None:
        """About the frame at 700 pixels, as ours does."""
        before = self.mapToScene(QPoint(700, 0)).x()
        self.resetTransform()
        self.scale(scale, 1)
        self._scale = scale
        self.horizontalScrollBar().setValue(round(before * scale) - 700)
