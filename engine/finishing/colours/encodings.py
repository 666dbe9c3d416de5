"""What a clip's colours are coded as, shown to a model as Rec.709 and brought back.

`Encoding.to_rec709` is the transform that engine.finishing.colours.rec709 states; `from_rec709` reverses it. A clip
in standard dynamic range with BT.709's primaries, or some that players take for them, is left bit for bit as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.finishing.colours import camera_curves, curves, gamuts
from engine.finishing.colours.curves import Curve, rendered, unrendered
from engine.finishing.colours.gamuts import Gamut, conversion
from engine.finishing.colours.rec709 import View, displayed, undisplayed
from engine.media.encoding_names import known_encoding
from engine.media.info import ColourTags, VideoInfo

BLOCK = 1 << 14  # pixels worked on at a time: what is in between stays in a core's cache
LIKE_BT709 = (1, 5, 6, 7)  # H.273 primaries; BT.601's are too often tagged, or not, by mere size
BT2020_MATRICES = (9, 10)
CODES = {np.dtype(np.uint8): 255, np.dtype(np.uint16): 65535}
Work = Callable[[np.ndarray], np.ndarray]  # [3, n] float32 to the same


@dataclass(frozen=True)
class Encoding:
    """full_range: code values are those of the whole signal; where not, 64 to 940 of 1023 is what a file holds."""

    curve: Curve
    gamut: Gamut
    full_range: bool = True

    @property
    def name(self) -> str:
        """As the user reads it."""
        return "Rec.709" if self.is_rec709 else f"{self.curve.name} ({self.gamut.name})"

    @property
    def is_rec709(self) -> bool:
        return self.curve is curves.SDR and self.gamut is gamuts.BT709

    def note(self) -> str:
        """What is done to the clip for the model, for the user; empty where that is nothing."""
        if self.is_rec709:
            return ""
        return f"{self.name} is shown to the model as Rec.709; the new frames come back as {self.name}."

    def to_rec709(self, frames: np.ndarray) -> np.ndarray:
        """[..., 3 or 4] uint8, uint16 or 0..1 float in this encoding as Rec.709: uint16, or float32 from float.

        A fourth channel is kept. Rec.709 itself is given back as it is, the very same array.
        """
        if self.is_rec709:
            return frames
        dtype = np.dtype(np.uint16) if frames.dtype in CODES else np.dtype(np.float32)
        return by_blocks(frames, dtype, lambda codes: self._view.above_black(self.light(codes)), self._view.shown)

    def from_rec709(self, frames: np.ndarray, dtype: np.dtype | type) -> np.ndarray:
        """The reverse of to_rec709, as uint8, uint16 or float32; what this encoding cannot hold comes at its edge."""
        if self.is_rec709:
            return in_depth(frames, np.dtype(dtype))
        return by_blocks(frames, np.dtype(dtype), self._view.light_of, self._taken_back)

    def light(self, codes: np.ndarray) -> np.ndarray:
        """Of codes 0 to 1."""
        return self.curve.decode(self._signal(codes))

    def codes(self, light: np.ndarray) -> np.ndarray:
        """The reverse of `light`."""
        code = self.curve.encode(light)
        return code if self._whole else (code * 1023 - 64) / 876

    def _taken_back(self, seen: np.ndarray) -> np.ndarray:
        return self.codes(self._view.below_black(self._view.taken_back(seen)))

    def _signal(self, codes: np.ndarray) -> np.ndarray:
        return codes if self._whole else (codes * 876 + 64) / 1023

    @property
    def _whole(self) -> bool:
        return self.full_range or not self.curve.signal

    @cached_property
    def _view(self) -> View:
        darkest, brightest = self.light(np.array([0.0, 1.0]))
        return View(self.curve, self.gamut, float(darkest), float(brightest))


REC709 = Encoding(curves.SDR, gamuts.BT709)
NAMED = {
    "rec709": REC709,
    "hlg": Encoding(curves.HLG, gamuts.BT2020),
    "pq": Encoding(curves.PQ, gamuts.BT2020),
    "s-log3-cine": Encoding(camera_curves.S_LOG3, gamuts.S_GAMUT3_CINE),
    "s-log3": Encoding(camera_curves.S_LOG3, gamuts.S_GAMUT3),
    "v-log": Encoding(camera_curves.V_LOG, gamuts.V_GAMUT),
    "logc3": Encoding(camera_curves.LOGC3, gamuts.ARRI_WIDE_GAMUT_3),
    "logc4": Encoding(camera_curves.LOGC4, gamuts.ARRI_WIDE_GAMUT_4),
    "canon-log3": Encoding(camera_curves.CANON_LOG3, gamuts.CINEMA_GAMUT),
    "log3g10": Encoding(camera_curves.LOG3G10, gamuts.RED_WIDE_GAMUT),
    "d-log": Encoding(camera_curves.D_LOG, gamuts.D_GAMUT),
    "apple-log": Encoding(camera_curves.APPLE_LOG, gamuts.BT2020),
    "bmd-film5": Encoding(camera_curves.BLACKMAGIC_FILM, gamuts.BLACKMAGIC_WIDE_GAMUT),
}


def encoding_of(video: VideoInfo, name: str = "") -> Encoding:
    """By its name in engine.media.encoding_names; by the file's tags where that is empty. Raises RequestError."""
    if not known_encoding(name):
        return _as_tagged(video.colour)
    known = NAMED[name]
    return Encoding(known.curve, known.gamut, video.colour.full_range) if known.curve.signal else known


def _as_tagged(tags: ColourTags) -> Encoding:
    """What a file does not say, or says in words of the future, is taken for BT.709, as players do."""
    curve = curves.TAGGED.get(tags.transfer, curves.SDR)
    if curve is curves.SDR and tags.primaries in LIKE_BT709:
        return REC709
    if tags.primaries in gamuts.TAGGED:
        return Encoding(curve, gamuts.TAGGED[tags.primaries])
    wide = curve in (curves.PQ, curves.HLG) or tags.matrix in BT2020_MATRICES
    return Encoding(curve, gamuts.BT2020 if wide else gamuts.BT709)


@dataclass(frozen=True)
class Recoding:
    """Pictures of one encoding in another, by their light: what that one cannot hold is clipped, nothing is eased.

    From a scene to a display, and back, goes Rec.709's own chain (the OOTF of ITU-R BT.2100's PQ) in that display's
    primaries.
    """

    own: Encoding
    to: Encoding

    def __call__(self, frames: np.ndarray, dtype: np.dtype | type) -> np.ndarray:
        """[..., 3 or 4] of any depth, as uint8, uint16 or float32."""
        if self.changes_nothing:
            return in_depth(frames, np.dtype(dtype))
        return by_blocks(frames, np.dtype(dtype), self.own.light, self._recoded)

    @property
    def changes_nothing(self) -> bool:
        return self.own == self.to

    def _recoded(self, light: np.ndarray) -> np.ndarray:
        light = displayed(light, self.own.curve, self.own.gamut)
        if self.to.curve.scene and not self.own.curve.scene:
            light = unrendered(light)
        light = conversion(self.own.gamut, self.to.gamut).astype(np.float32) @ light
        if self.own.curve.scene and not self.to.curve.scene:
            light = rendered(light)
        return self.to.codes(undisplayed(light, self.to.curve, self.to.gamut))


def by_blocks(frames: np.ndarray, dtype: np.dtype, decode: Work, work: Work) -> np.ndarray:
    """Codes through `decode`, looked up where they are whole, and `work`; the fourth channel only in the new depth."""
    flat = frames.reshape(-1, frames.shape[-1])
    result = np.empty(flat.shape, dtype)
    most = CODES.get(frames.dtype)
    table = None if most is None else decode(np.arange(most + 1) / most).astype(np.float32)
    for start in range(0, len(flat), BLOCK):
        codes = np.ascontiguousarray(flat[start : start + BLOCK, :3].T)
        light = decode(codes.astype(np.float32)) if table is None else table[codes]
        result[start : start + BLOCK, :3] = _in_codes(work(light), dtype).T
    result[:, 3:] = in_depth(flat[:, 3:], dtype)
    return result.reshape(frames.shape)


def in_depth(frames: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The same codes in another depth; the very same array where it has that."""
    if frames.dtype == dtype:
        return frames
    return _in_codes(frames.astype(np.float32) / np.float32(CODES.get(frames.dtype, 1)), dtype)


def _in_codes(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """0 to 1 as whole codes, or as float32."""
    values = np.clip(values, 0, 1)
    if dtype not in CODES:
        return values.astype(dtype)
    return np.rint(values * np.float32(CODES[dtype])).astype(dtype)
