"""Colour: exposure, temperature, tint, contrast, saturation and a look-up table, as one OpenColorIO processor."""

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from editor.timeline.looks import Grade
from editor.words import tr
from engine.errors import MediaError

GAMMA = 2.4  # ITU-R BT.1886: from code values to light
GREY = 0.18 ** (1 / GAMMA)  # the code value of an 18 % grey card, about which contrast turns
LUMA = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709: red, green, blue
STOPS = 0.75  # that red and blue go apart, or green goes from both, at the ends of temperature and tint
LEVELS = 256
REMEMBERED = 32  # processors


class TableUnreadable(MediaError):
    """A look-up table is gone, or is none."""


def graded(pixels: np.ndarray, grade: Grade, is_bgra: bool = False) -> np.ndarray:
    """[height, width, 3 or 4] uint8: RGB, RGBA or, as for the screen, BGRA. Alpha stays; rounded once, at the end.

    Raises TableUnreadable.
    """
    if not pixels.size or grade == Grade():
        return pixels
    whole = applied(pixels, replace(grade, lut_part=1.0), is_bgra)
    if not grade.lut or grade.lut_part >= 1:
        return whole
    import cv2  # here, since most frames do without it

    without = applied(pixels, replace(grade, lut="", lut_part=1.0), is_bgra)
    return cv2.addWeighted(whole, grade.lut_part, without, 1 - grade.lut_part, 0)


def applied(pixels: np.ndarray, grade: Grade, is_bgra: bool) -> np.ndarray:
    """A new array."""
    import cv2

    chain = processor(grade, stamp(grade.lut) if grade.lut else ())
    made = cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA) if is_bgra else np.array(pixels, order="C")
    (chain.applyRGB if made.shape[2] == 3 else chain.applyRGBA)(made)
    return cv2.cvtColor(made, cv2.COLOR_RGBA2BGRA) if is_bgra else made


def check_table(path: str) -> None:
    """Raises TableUnreadable, which says why a .cube file can't be used."""
    processor(Grade(lut=path), stamp(path))


def stamp(path: str) -> tuple[int, int]:
    """By which a file that was changed is read again."""
    try:
        state = os.stat(path)
    except OSError as error:
        raise unreadable(path, tr("it is not there")) from error
    return state.st_mtime_ns, state.st_size


def unreadable(path: str, why: str) -> TableUnreadable:
    name = Path(path).name
    return TableUnreadable(
        tr("The look-up table {name} cannot be used: {why}.", name=name, why=why),
        kept=tr("The picture is shown without it."),
        do=tr("Choose another .cube file in the inspector, under Effects, or take it away there."),
    )


@lru_cache(REMEMBERED)
def processor(grade: Grade, stamped: tuple[int, ...]) -> Any:
    """A CPUProcessor from uint8 to uint8. stamped: of the table's file. Raises TableUnreadable."""
    import PyOpenColorIO

    chain = PyOpenColorIO.GroupTransform()
    chain.appendTransform(channels(grade))
    if grade.saturation != 1:
        chain.appendTransform(PyOpenColorIO.MatrixTransform.Sat(grade.saturation, LUMA))
    if grade.lut:
        PyOpenColorIO.ClearAllCaches()  # it keeps files by name, however they change
        chain.appendTransform(
            PyOpenColorIO.FileTransform(checked(grade.lut), interpolation=PyOpenColorIO.INTERP_TETRAHEDRAL)
        )
    try:
        made = PyOpenColorIO.Config.CreateRaw().getProcessor(chain)
        return made.getOptimizedCPUProcessor(
            PyOpenColorIO.BIT_DEPTH_UINT8, PyOpenColorIO.BIT_DEPTH_UINT8, PyOpenColorIO.OPTIMIZATION_DEFAULT
        )
    except PyOpenColorIO.Exception as error:
        raise unreadable(grade.lut, reason(error, grade.lut)) from error


def checked(path: str) -> str:
    """OpenColorIO reads many kinds of files; only this one is meant."""
    if Path(path).suffix.lower() != ".cube":
        raise unreadable(path, tr("it is no .cube file"))
    return path


def reason(error: Exception, path: str) -> str:
    """The part of OpenColorIO's words that says what is wrong in the file."""
    words = " ".join(str(error).split()).rpartition(f"({path}). ")[2]
    return words.rstrip(".")[:160] or tr("it holds no table")


def channels(grade: Grade) -> Any:
    """The steps that treat red, green and blue each by itself, as a table of code values; not cut off at white."""
    import PyOpenColorIO

    table = PyOpenColorIO.Lut1DTransform(LEVELS, False)
    rows = (GREY + (np.outer(np.linspace(0, 1, LEVELS), gains(grade)) - GREY) * grade.contrast).astype(np.float32)
    table.setData(rows.reshape(-1))
    return table


def gains(grade: Grade) -> np.ndarray:
    """[3]: what code values of red, green and blue are multiplied by. The light of greys stays, but for exposure."""
    warm, tint = STOPS * grade.temperature, STOPS * grade.tint
    light = np.exp2([warm + tint / 2, -tint / 2, tint / 2 - warm])
    light *= np.exp2(grade.exposure) / (light @ LUMA)
    return np.asarray(light ** (1 / GAMMA))
