"""The sample project that comes with the program: laid out among the user's data, and opened from there.

Its shots are drawn by packaging/sample.py when the program is installed.
"""

import shutil
from pathlib import Path

from editor.project.disk import make_folder
from editor.words import tr

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "sample"
FILE = "sample.otio"
SHOT = SHIPPED / "hills.mp4"  # 1280 x 720
NAME = tr("Sample project")


def is_here() -> bool:
    return (SHIPPED / FILE).is_file()


def lay_out(data: Path) -> Path:
    """Its file, beside its shots, in the program's own data folder; what is there whole already is left alone.

    The program's folder is no place for them: it may be another one at the next start. Raises OSError.
    """
    folder = data / "sample"
    make_folder(folder)
    for shipped in SHIPPED.iterdir():
        there = folder / shipped.name
        if not there.is_file() or there.stat().st_size != shipped.stat().st_size:
            _copy(shipped, there)
    return folder / FILE


def _copy(file: Path, to: Path) -> None:
    """Whole or not at all."""
    coming = to.with_name(f".{to.name}.part")
    shutil.copyfile(file, coming)
    coming.replace(to)
