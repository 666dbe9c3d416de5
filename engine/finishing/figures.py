"""Pictures that show a join to the eye: a contact sheet, and the size of every step around it.

Drawn with the font inside Pillow (Aileron), so they look the same on every machine; it holds Latin letters only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.requests import FrameRange

BACKGROUND = "#18181a"
TEXT, DIM = "#e6e6e8", "#a0a0a8"
SOURCE = "#6b6b74"  # bars of frames that were there
GENERATED, GENERATED_TEXT = "#a98cf5", "#c3aeff"

MARGIN, GAP, ROW_GAP, BORDER = 28, 14, 20, 3
TITLE_SIZE, LABEL_SIZE = 19, 15
TITLE_HEIGHT, LABEL_HEIGHT = 34, 28
CAPTION_HEIGHT = 24
BAR_HEIGHT, JOIN_HEIGHT, SCALE_WIDTH = 160, 30, 52  # the joins' words stand above the bars
FIGURE_WIDTH = 1280


@dataclass(frozen=True, slots=True)
class Cell:
    image: np.ndarray  # [height, width, 3] uint8 RGB, any size
    label: str
    generated: bool


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    cells: Sequence[Cell]
    detail: str = ""  # beside the title, dim


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one film: see engine.finishing.joins.seam.frame_steps."""

    title: str
    sizes: np.ndarray  # [frame - 1] grey levels; step k leads from frame k to k + 1
    new: FrameRange  # which of the film's frames are generated


def contact_sheet(rows: Sequence[Row], caption: Sequence[str], cell_width: int = 300) -> np.ndarray:
    """Frames in rows, generated ones in a violet frame, each with its label; [height, width, 3] uint8 RGB.

    rows: one or more, each with one cell or more. caption: lines under it all.
    """
    columns = max(len(row.cells) for row in rows)
    width = 2 * MARGIN + columns * cell_width + (columns - 1) * GAP
    heights = [_row_height(row, cell_width) for row in rows]
    sheet = Image.new("RGB", (width, _height(heights, caption)), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    top = MARGIN
    for row, height in zip(rows, heights, strict=True):
        _draw_row(sheet, draw, row, top, cell_width)
        top += height + ROW_GAP
    _draw_caption(draw, caption, top)
    return np.asarray(sheet)


def step_figure(films: Sequence[Steps], caption: Sequence[str]) -> np.ndarray:
    """A bar for every step of every film, violet where a generated frame takes part; [height, width, 3] uint8 RGB.

    The line is the median step between the film's own frames; over each join stands its step as a multiple of that.
    """
    heights = [TITLE_HEIGHT + BAR_HEIGHT + LABEL_HEIGHT] * len(films)
    figure = Image.new("RGB", (FIGURE_WIDTH, _height(heights, caption)), BACKGROUND)
    draw = ImageDraw.Draw(figure)
    top = MARGIN
    for film, height in zip(films, heights, strict=True):
        _draw_steps(draw, film, top)
        top += height + ROW_GAP
    _draw_caption(draw, caption, top)
    return np.asarray(figure)


def is_new_step(film: Steps) -> np.ndarray:
    """[frame - 1] bool: steps that lead to or from a generated frame."""
    frames = np.zeros(len(film.sizes) + 1, bool)
    frames[film.new.start : film.new.start + film.new.count] = True
    return frames[:-1] | frames[1:]


def joins(film: Steps) -> list[int]:
    """The steps that lead from an own frame to a generated one or back."""
    ends = film.new.start - 1, film.new.start + film.new.count - 1
    return [step for step in ends if 0 <= step < len(film.sizes)]


def own_median(film: Steps) -> float:
    """The median step between two frames of the film's own; 0 where there are none."""
    own = film.sizes[~is_new_step(film)]
    return float(np.median(own)) if len(own) else 0.0


def _height(heights: Sequence[int], caption: Sequence[str]) -> int:
    return 2 * MARGIN + sum(heights) + ROW_GAP * len(heights) + CAPTION_HEIGHT * len(caption)


def _row_height(row: Row, cell_width: int) -> int:
    return TITLE_HEIGHT + max(_scaled_height(cell.image, cell_width) for cell in row.cells) + LABEL_HEIGHT


def _scaled_height(image: np.ndarray, width: int) -> int:
    return round(image.shape[0] * width / image.shape[1])


def _draw_row(sheet: Image.Image, draw: ImageDraw.ImageDraw, row: Row, top: int, cell_width: int) -> None:
    _draw_title(draw, row.title, row.detail, top)
    for column, cell in enumerate(row.cells):
        left, above = MARGIN + column * (cell_width + GAP), top + TITLE_HEIGHT
        height = _scaled_height(cell.image, cell_width)
        if cell.generated:
            frame = (left - BORDER, above - BORDER, left + cell_width + BORDER - 1, above + height + BORDER - 1)
            draw.rectangle(frame, fill=GENERATED)
        picture = cv2.resize(cell.image, (cell_width, height), interpolation=cv2.INTER_AREA)
        sheet.paste(Image.fromarray(picture), (left, above))
        colour = GENERATED_TEXT if cell.generated else DIM
        draw.text((left, above + height + 7), cell.label, fill=colour, font=_font(LABEL_SIZE))


def _draw_title(draw: ImageDraw.ImageDraw, title: str, detail: str, top: int) -> None:
    draw.text((MARGIN, top), title, fill=TEXT, font=_font(TITLE_SIZE))
    left = MARGIN + draw.textlength(title, _font(TITLE_SIZE)) + GAP
    draw.text((left, top + TITLE_SIZE), detail, fill=DIM, font=_font(LABEL_SIZE), anchor="ls")


def _draw_caption(draw: ImageDraw.ImageDraw, caption: Sequence[str], top: int) -> None:
    for number, line in enumerate(caption):
        draw.text((MARGIN, top + number * CAPTION_HEIGHT), line, fill=DIM, font=_font(LABEL_SIZE))


def _draw_steps(draw: ImageDraw.ImageDraw, film: Steps, top: int) -> None:
    plot = _Plot(film, MARGIN + SCALE_WIDTH, top + TITLE_HEIGHT + BAR_HEIGHT)
    _draw_title(draw, film.title, f"median step of its own frames {own_median(film):.2f}", top)
    for step, new in enumerate(is_new_step(film)):
        left = plot.x(step)
        bar = (left, plot.y(film.sizes[step]), max(left, plot.x(step + 1) - 2), plot.bottom)
        draw.rectangle(bar, fill=GENERATED if new else SOURCE)
    level = plot.y(own_median(film))
    draw.line((plot.left, level, plot.x(len(film.sizes)) - 2, level), fill=TEXT)
    _draw_scale(draw, plot)
    for step in joins(film):
        _draw_join(draw, plot, step)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where steps and sizes of a film stand in the figure."""

    film: Steps
    left: int
    bottom: int

    @property
    def highest(self) -> float:
        return max(float(self.film.sizes.max(initial=0.0)), 1e-6)

    def x(self, step: int) -> int:
        return self.left + round(step * (FIGURE_WIDTH - MARGIN - self.left) / max(1, len(self.film.sizes)))

    def middle(self, step: int) -> int:
        return (self.x(step) + self.x(step + 1) - 2) // 2

    def y(self, size: float) -> int:
        return self.bottom - round(size * (BAR_HEIGHT - JOIN_HEIGHT) / self.highest)


def _draw_scale(draw: ImageDraw.ImageDraw, plot: _Plot) -> None:
    """Zero and the highest step, and every so often the number of the frame a step leads to."""
    for value, text in ((0.0, "0"), (plot.highest, f"{plot.highest:.1f}")):
        draw.text((plot.left - 10, plot.y(value)), text, fill=DIM, font=_font(LABEL_SIZE), anchor="rm")
    every = 24 * max(1, -(-len(plot.film.sizes) // 480))
    for frame in range(every, len(plot.film.sizes) + 1, every):
        place = plot.middle(frame - 1), plot.bottom + 8
        draw.text(
            place, f"frame {frame}" if frame == every else str(frame), fill=DIM, font=_font(LABEL_SIZE), anchor="mt"
        )


def _draw_join(draw: ImageDraw.ImageDraw, plot: _Plot, step: int) -> None:
    """A line down to the join's bar; its words stand on the own frames' side, so those of a bridge never meet."""
    median, film = own_median(plot.film), plot.film
    words = f"join {film.sizes[step] / median:.1f} x the median" if median else "join"
    into_new = step == film.new.start - 1
    middle, above = plot.middle(step), plot.bottom - BAR_HEIGHT + 4
    draw.line((middle, above, middle, plot.y(film.sizes[step]) - 3), fill=GENERATED_TEXT)
    place = middle + (-8 if into_new else 8), above
    draw.text(place, words, fill=GENERATED_TEXT, font=_font(LABEL_SIZE), anchor="rt" if into_new else "lt")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
