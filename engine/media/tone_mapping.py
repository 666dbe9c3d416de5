"""High dynamic range and wide gamut as a standard screen shows them: PQ, HLG and BT.2020 as Rec.709.

Light is counted in reference white (203 cd/m2: ITU-R BT.2408). The strongest of red, green and blue stays as it is up
to half of that; from there to the most that the encoding holds it is eased, by stops, to 1, and the others with it, so
that no hue turns. Reference white comes to lie at 88 % (PQ) or 89 % (HLG). Colours that Rec.709 does not have come to
lie on its edge.
"""

import tempfile
import threading
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from av.filter import Graph

from engine.media.info import ColourTags

WHITE = 203.0  # cd/m2
PQ, HLG, BT2020 = 16, 18, 9  # transfers and primaries of ITU-T H.273
PEAKS = {PQ: 10_000 / WHITE, HLG: 1000 / WHITE}  # what each holds; HLG's display as BT.2100 states its system gamma for
KNEE = 0.5
DISPLAY_GAMMA = 2.4  # ITU-R BT.1886
STEPS = 49  # of the table along each of red, green and blue
# BT.2020's red, green and blue as BT.709's: ITU-R BT.2087.
TO_BT709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])


@dataclass(frozen=True, slots=True)
class Kind:
    """What of the tags matters here."""

    transfer: int  # PQ, HLG, or 0 for a standard one
    wide: bool


def kind_of(tags: ColourTags) -> Kind | None:
    """None where the picture is a standard one."""
    transfer = tags.transfer if tags.transfer in PEAKS else 0
    wide = tags.primaries == BT2020 or tags.matrix in (BT2020, 10)
    return Kind(transfer, wide) if transfer or wide else None


def rec709(codes: np.ndarray, kind: Kind) -> np.ndarray:
    """[..., 3] RGB codes, 0 to 1, of a picture of that kind -> those of a standard screen."""
    light = light_of(codes, kind.transfer)
    if kind.wide:
        light = np.maximum(light @ TO_BT709.T, 0)
    strongest = np.maximum(light.max(axis=-1, keepdims=True), 1e-9)
    return np.clip(light * (eased(strongest, kind.transfer) / strongest), 0, 1) ** (1 / DISPLAY_GAMMA)


def light_of(codes: np.ndarray, transfer: int) -> np.ndarray:
    """Of a display, in reference white."""
    if transfer == PQ:  # SMPTE ST 2084
        root = codes ** (32 / 2523)
        return (np.maximum(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root)) ** (16384 / 2610) * PEAKS[PQ]
    if transfer == HLG:  # ITU-R BT.2100, with its system gamma of 1.2
        scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        luminance = scene @ np.array([0.2627, 0.6780, 0.0593])
        return scene * luminance[..., None] ** 0.2 * PEAKS[HLG]
    return codes**DISPLAY_GAMMA


def eased(light: np.ndarray, transfer: int) -> np.ndarray:
    """From the knee on, s of the S stops to the peak become s / (1 + s (1 - 1 / S)): at first 1 : 1, at last 1 stop."""
    if transfer not in PEAKS:
        return light
    stops, most = np.log2(np.maximum(light, KNEE) / KNEE), np.log2(PEAKS[transfer] / KNEE)
    return np.where(light <= KNEE, light, KNEE * 2 ** (stops / (1 + stops * (1 - 1 / most))))


def mapped(frame: av.VideoFrame, kind: Kind) -> av.VideoFrame:
    """An RGB frame of that kind in full range -> the same as a standard screen shows it."""
    mappers: dict[Kind, ToneMapper] = _own.__dict__.setdefault("mappers", {})
    return mappers.setdefault(kind, ToneMapper(kind)).mapped(frame)


def mapped_array(image: np.ndarray, tags: ColourTags) -> np.ndarray:
    """[height, width, 3 or 4] RGB(A) in 0..65535 as uint16, as tagged -> the same as a standard screen shows it."""
    kind = kind_of(tags)
    if kind is None or image.dtype != np.uint16:  # eight bits cannot be HDR, whatever is said of them
        return image
    form = "rgba64le" if image.shape[2] == 4 else "rgb48le"
    return mapped(av.VideoFrame.from_ndarray(image, format=form), kind).to_ndarray()


class ToneMapper:
    """Frames of one size and format after another, for one thread at a time."""

    def __init__(self, kind: Kind) -> None:
        self._table = table(kind)
        self._graph: Graph | None = None
        self._form: tuple[int, int, str] | None = None

    def mapped(self, frame: av.VideoFrame) -> av.VideoFrame:
        form = frame.width, frame.height, frame.format.name
        if self._graph is None or form != self._form:
            self._graph, self._form = graph(self._table, form), form
        self._graph.vpush(frame)
        return self._graph.vpull()


def graph(cube: Path, form: tuple[int, int, str]) -> Graph:
    made = Graph()
    source = made.add_buffer(width=form[0], height=form[1], format=av.VideoFormat(form[2]), time_base=Fraction(1, 1000))
    made.link_nodes(source, made.add("lut3d", file=str(cube), interp="tetrahedral"), made.add("buffersink")).configure()
    return made


@lru_cache
def table(kind: Kind) -> Path:
    """Of `rec709`, as FFmpeg reads it: a .cube file, red running fastest. It lives as long as the process."""
    side = np.linspace(0, 1, STEPS)
    blue, green, red = np.meshgrid(side, side, side, indexing="ij")
    codes = rec709(np.stack([red, green, blue], axis=-1).reshape(-1, 3), kind)
    lines = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in codes)
    _folders.append(tempfile.TemporaryDirectory(prefix="longtake-"))
    path = Path(_folders[-1].name) / "rec709.cube"
    path.write_text(f"LUT_3D_SIZE {STEPS}\n{lines}\n", encoding="ascii")
    return path


_own = threading.local()  # each thread's mappers
_folders: list[tempfile.TemporaryDirectory[str]] = []  # removed when the process ends
