"""Layers that move over each other, drawn at any moment, with the exact way each pixel has come."""

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True, slots=True)
class Layer:
    picture: np.ndarray  # [h, w, 3] uint8
    alpha: np.ndarray | None  # [h, w] float32; None = opaque
    placed: list[np.ndarray]  # one 2x3 matrix a time: layer pixels -> frame pixels


@dataclass(frozen=True, slots=True)
class Scene:
    """Layers, farthest first, and the light on them; time 0 is one frame before the first."""

    layers: list[Layer]
    light: np.ndarray  # [time] gain
    width: int
    height: int
    caption: str

    def picture(self, frame: int) -> np.ndarray:
        """[height, width, 3] uint8 RGB."""
        canvas = np.zeros((self.height, self.width, 3), np.uint8)
        for layer in self.layers:
            _draw(canvas, layer, frame + 1)
        return cv2.convertScaleAbs(canvas, alpha=float(self.light[frame + 1]))

    def flow(self, frame: int) -> np.ndarray:
        """[height, width, 2] float32 pixels: what is at x in this frame was at x - flow(x) in the frame before."""
        flow = np.zeros((self.height, self.width, 2), np.float32)
        for layer in self.layers:
            _draw_flow(flow, layer, frame + 1)
        return flow


def _draw(canvas: np.ndarray, layer: Layer, time: int) -> None:
    """Put the layer onto the canvas in place, touching only the rectangle it covers."""
    matrix = layer.placed[time]
    if layer.alpha is None:
        size = (canvas.shape[1], canvas.shape[0])
        cv2.warpAffine(layer.picture, matrix, size, canvas, cv2.INTER_LINEAR, cv2.BORDER_REFLECT_101)
        return
    box, local = _covered(layer, time, canvas.shape)
    size = (box[1].stop - box[1].start, box[0].stop - box[0].start)
    if min(size) <= 0:
        return
    alpha = cv2.warpAffine(layer.alpha, local, size)
    drawn = cv2.warpAffine(layer.picture, local, size, borderMode=cv2.BORDER_REPLICATE)
    canvas[box] = cv2.blendLinear(drawn, canvas[box], alpha, 1 - alpha)


def _draw_flow(flow: np.ndarray, layer: Layer, time: int) -> None:
    """As _draw, for how far each pixel of the layer has come since the time before."""
    before, after = layer.placed[time - 1], layer.placed[time]
    back = np.vstack([before, [0, 0, 1]]) @ np.linalg.inv(np.vstack([after, [0, 0, 1]]))
    moved = np.eye(3) - back  # [x, y, 1] -> how far it has come
    box, local = _covered(layer, time, flow.shape)
    x = np.arange(box[1].start, box[1].stop, dtype=np.float32)[None, :]
    y = np.arange(box[0].start, box[0].stop, dtype=np.float32)[:, None]
    if not x.size or not y.size:
        return
    motion = np.stack([row[0] * x + row[1] * y + row[2] for row in moved[:2].astype(np.float32)], -1)
    if layer.alpha is None:
        flow[box] = motion
        return
    seen = cv2.warpAffine(layer.alpha, local, (x.size, y.size)) > 0.5
    flow[box][seen] = motion[seen]


def _covered(layer: Layer, time: int, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], np.ndarray]:
    """The rows and columns of the frame that the layer can reach, and its matrix relative to their corner."""
    matrix = layer.placed[time]
    if layer.alpha is None:
        return (slice(0, shape[0]), slice(0, shape[1])), matrix
    tall, wide = layer.alpha.shape
    corners = matrix @ np.array([[0, wide, 0, wide], [0, 0, tall, tall], [1, 1, 1, 1]])
    left, top = (max(0, int(value) - 1) for value in corners.min(1))
    right, bottom = (
        min(limit, int(value) + 2) for limit, value in zip((shape[1], shape[0]), corners.max(1), strict=True)
    )
    local = matrix - [[0, 0, left], [0, 0, top]]
    return (slice(top, max(top, bottom)), slice(left, max(left, right))), local
