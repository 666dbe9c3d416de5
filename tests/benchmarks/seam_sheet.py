"""The picture of a join before and after finishing, frame by frame."""

from pathlib import Path

import numpy as np

from engine.finishing.figures import Cell, Row, contact_sheet
from tests.benchmarks import seam_figures as of
from tests.benchmarks.seam_figures import Figures, measure
from tests.benchmarks.seam_footage import KNOWN, Continuation
from tests.benchmarks.sheets import save_picture

SOURCE, NEW = (11, 12), (13, 14, 16, 20, 24)  # frames that are shown, counted from the source's first
CELL_WIDTH = 250
TITLES = ("As PUSA on Wan 2.1 generated it", "Finished")


def save_sheet(path: Path, continuation: Continuation, finished: np.ndarray) -> None:
    """Two rows of the same moments, with their figures below; JPEG of at most 350 kB."""
    made = continuation.generated, finished
    figures = [measure(continuation.context, new, continuation.generated) for new in made]
    rows = [_row(*each, continuation.context) for each in zip(TITLES, made, figures, strict=True)]
    save_picture(path, contact_sheet(rows, _caption(), CELL_WIDTH))


def _row(title: str, new: np.ndarray, figures: Figures, context: np.ndarray) -> Row:
    known = [Cell(context[frame], f"source, frame {frame}", generated=False) for frame in SOURCE]
    made = [Cell(new[frame - KNOWN], f"PUSA, Wan 2.1: frame {frame}", generated=True) for frame in NEW]
    return Row(title, [*known, *made], _told(figures))


def _told(figures: Figures) -> str:
    jump, colour, later = (figures[name].value for name in (of.JUMP, of.COLOUR, of.COLOUR_LATER))
    return (
        f"step across the join {jump:.1f} times the source's own; colours {colour:.1f} dE off across it, "
        f"{later:.1f} dE twelve frames later"
    )


def _caption() -> list[str]:
    return [
        "Frames 0 to 12 of the source were known; from frame 13 on it is what PUSA published as its own result, here "
        "brought to the source's colours, detail and grain.",
        "Steps: mean difference of consecutive frames at 640x360, against the median of the source's. Colours: mean "
        "CIELAB distance from the source's last frame, detail averaged away.",
        "One clip (n = 1). The motion, and what it shows, are the model's.",
    ]
