"""Contact sheets: what each method made of the same missing second."""

from pathlib import Path

import cv2
import numpy as np

COLUMNS = 6
WIDTH = 320


def save_sheet(path: Path, rows: dict[str, np.ndarray]) -> None:
    """One row of frames a method, evenly spread from the first new frame to the last, named at its left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet = np.vstack([_row(name, frames) for name, frames in rows.items()])
    cv2.imwrite(str(path), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def _row(name: str, frames: np.ndarray) -> np.ndarray:
    chosen = np.linspace(0, len(frames) - 1, COLUMNS).round().astype(int)
    height = round(WIDTH * frames.shape[1] / frames.shape[2])
    tiles = [cv2.resize(frames[index], (WIDTH, height), interpolation=cv2.INTER_AREA) for index in chosen]
    for tile, index in zip(tiles, chosen, strict=True):
        _write(tile, f"{name} +{index + 1}")
    return np.hstack(tiles)


def _write(tile: np.ndarray, text: str) -> None:
    for colour, thickness in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(tile, text, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, thickness, cv2.LINE_AA)
