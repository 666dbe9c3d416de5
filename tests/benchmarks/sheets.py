"""Contact sheets: what each method made of the same missing second."""

from pathlib import Path

import cv2
import numpy as np

from engine.errors import OutputError

COLUMNS = 6
WIDTH = 320
LARGEST = 350_000  # bytes of a picture that is shown in the texts
QUALITIES = range(92, 40, -4)  # of JPEG, in percent


def save_sheet(path: Path, rows: dict[str, np.ndarray]) -> None:
    """One row of frames a method, evenly spread from the first new frame to the last, named at its left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = np.vstack([_row(name, frames) for name, frames in rows.items()])
    if not cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR)):
        raise OutputError(f"{path} could not be written.", do="Choose another folder for the sheets.")


def save_picture(path: Path, sheet: np.ndarray, largest: int = LARGEST) -> None:
    """JPEG. largest: bytes."""
    for quality in QUALITIES:
        packed = cv2.imencode(".jpg", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
        if len(packed) <= largest:
            path.write_bytes(packed.tobytes())
            return
    raise OutputError(f"{path.name} does not fit {largest} bytes.", do="Show fewer frames in it.")


def _row(name: str, frames: np.ndarray) -> np.ndarray:
    chosen = np.linspace(0, len(frames) - 1, COLUMNS).round().astype(int)
    height = round(WIDTH * frames.shape[1] / frames.shape[2])
    tiles = [cv2.resize(frames[index], (WIDTH, height), interpolation=cv2.INTER_AREA) for index in chosen]
    for tile, index in zip(tiles, chosen, strict=True):
        _write(tile, f"{name} +{index + 1}")
    return np.hstack(tiles)


def _write(tile: np.ndarray, text: str) -> None:
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
    cv2.rectangle(tile, (0, 0), (width + 8, height + 8), (0, 0, 0), cv2.FILLED)
    cv2.putText(tile, text, (4, height + 4), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255), 1, cv2.LINE_AA)
