"""How a clip moved up to its last frame: the camera's steps and the objects' own speed."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from engine.motion.camera import camera_field, camera_map, camera_matrix, continued, logarithm, moved_by
from engine.motion.flow import chained, filled, flow, grey, reliability, sample, working_size

LOOK_BACK = 1.0  # seconds of the clip that say how the camera moves
MOST_STEPS = 30
OBJECT_STEPS = 5  # last steps that say how objects move against the camera
HALF_LIFE = 0.5  # seconds in which the objects' own motion halves
TEXTURE = 12.0  # brightness gradient (of 255 a pixel) at which a flow is half trusted
NOISE = 0.05 / 320  # widths per frame: an object's own speed below this is measurement noise


@dataclass(frozen=True, slots=True)
class Past:
    """camera: [n, 6] steps in playing order, n may be 0. objects: [h, w, 2], the last frame's own speeds per frame."""

    camera: np.ndarray
    objects: np.ndarray

    def continued(self, rate: float, count: int) -> np.ndarray:
        """[count, h, w, 2] displacement of the last frame's pixels in the next frames: camera on, objects dying out."""
        decay = 0.5 ** (1 / (HALF_LIFE * rate))
        travelled = np.cumsum(decay ** (np.arange(count) + 0.5))
        maps = continued(self.camera, rate, count)
        return np.stack([moved_by(m, self.objects * np.float32(t)) for m, t in zip(maps, travelled, strict=True)])


def look_back(frames: np.ndarray, rate: float) -> Past:
    """Measure the end of one shot, frames [n, h, w, 3] in playing order without bars."""
    wanted = min(MOST_STEPS, max(2, round(LOOK_BACK * rate)))
    size = working_size(*frames.shape[1:3])
    greys = [grey(frame, size) for frame in frames[-wanted - 1 :]]
    back = [flow(later, earlier) for earlier, later in pairwise(greys)]
    trusts = [textured(picture) for picture in greys[1:]]
    steps = [-logarithm(camera_map(field, trust)) for field, trust in zip(back, trusts, strict=True)]
    camera = np.array(steps).reshape(-1, 6)
    return Past(camera, _own_speed(greys, back, camera))


def textured(picture: np.ndarray) -> np.ndarray:
    """[h, w] float32, 0 where a grey picture is flat and its flow a guess, towards 1 where it has detail."""
    gradient = np.hypot(
        cv2.Sobel(picture, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(picture, cv2.CV_32F, 0, 1, scale=1 / 8)
    )
    energy = cv2.blur(gradient**2, (5, 5))
    return energy / (energy + TEXTURE**2)


def _own_speed(greys: list[np.ndarray], back: list[np.ndarray], camera: np.ndarray) -> np.ndarray:
    """[h, w, 2] per frame, what the camera does not explain, where it is steady over the last steps; elsewhere 0."""
    size = greys[-1].shape
    recent = range(len(back) - 1, max(-1, len(back) - 1 - OBJECT_STEPS), -1)
    if not back:
        return np.zeros((*size, 2), np.float32)
    paths = [np.zeros((*size, 2), np.float32), *chained([back[k] for k in recent])]
    speeds, weights = [], []
    for path, k in zip(paths, recent, strict=False):
        own = camera_field(camera_matrix(-camera[k]), size) - back[k]
        forward = flow(greys[k], greys[k + 1])
        speeds.append(sample(own, path))
        weights.append(sample(reliability(back[k], forward), path))
    return _steady(np.stack(speeds), np.stack(weights), textured(greys[-1]))


def _steady(speeds: np.ndarray, weights: np.ndarray, texture: np.ndarray) -> np.ndarray:
    """The mean speed [h, w, 2] of speeds [n, h, w, 2], held down where they scatter, smoothed."""
    total = weights.sum(axis=0) + 1e-3
    mean = (speeds * weights[..., None]).sum(axis=0) / total[..., None]
    scatter = (np.square(speeds - mean).sum(axis=-1) * weights).sum(axis=0) / total
    energy = np.square(mean).sum(axis=-1)
    trust = (total / len(weights)) * texture * energy / (energy + scatter + NOISE**2)
    calm = np.stack([cv2.medianBlur(np.ascontiguousarray(mean[..., i], np.float32), 5) for i in (0, 1)], axis=-1)
    return filled(calm, trust.astype(np.float32))
