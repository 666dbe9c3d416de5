"""Numbers as they are typed, and matrices of them in files."""

import json
import math
from pathlib import Path

from engine.asking import Matrix
from engine.errors import RequestError

MATRIX_LIMIT = 16 << 20  # bytes of a sigma file


def numbers(name: str, text: str) -> tuple[float, ...]:
    """0,0.3,0.4"""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise RequestError(
            f"{name} must be numbers with commas between, not {text[:40]!r}.", do="Write it as 0,0.3,0.4."
        ) from error


def read_matrix(path: Path) -> Matrix:
    """Only that it is a list of lists; the values are checked where the request is built."""
    try:
        if path.stat().st_size > MATRIX_LIMIT:
            raise ValueError("larger than any matrix")
        rows = json.loads(path.read_text("utf-8"), parse_constant=lambda name: math.nan)
    except (OSError, ValueError, RecursionError) as error:
        raise RequestError(
            f"The sigma matrix {path} cannot be read ({error}).", do="Check its name and contents."
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise RequestError(f"{path} holds no matrix.", do="Write a list of lists: [[1, 1], [0, 0]].")
    return rows
