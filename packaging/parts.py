"""What the program brings beside its code: icons at every size, and the licences of all that is in it."""

import json
import os
import shutil
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)  # pixels
LICENCE_FILES = ("licen", "copying", "notice", "authors", "copyright")
# The start of the program, and what the pages of the documentation are drawn with.
ALSO_IN_IT = ("pyinstaller", "mkdocs-material")
OURS = "Apache-2.0"
BY_LICENCE = {"LGPL": ("GPL-3.0", "LGPL-3.0"), "Apache": (OURS,)}
# Name, licence and texts of what lies inside the wheels of PyAV, OpenCV and PySide6, and of what runs them.
NO_LIBRARIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Python", "PSF-2.0", ("PSF-2.0",)),
    ("Qt", "LGPL-3.0-only", ("GPL-3.0", "LGPL-3.0")),
    ("FFmpeg, with x264 and x265", "GPL-3.0-or-later", ("GPL-3.0",)),
)


def make_icons(svg: Path, folder: Path) -> list[Path]:
    """longtake-SIZE.png, longtake.ico for Windows, longtake.icns for macOS."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication.instance() or QGuiApplication([])
    drawing = QSvgRenderer(str(svg))
    made = []
    for size in SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(0)
        painter = QPainter(picture)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.append(folder / f"longtake-{size}.png")
        picture.save(str(made[-1]))
    with Image.open(made[-1]) as largest:
        largest.save(folder / "longtake.ico", sizes=[(size, size) for size in SIZES if size <= 256])
        largest.save(folder / "longtake.icns")
    del application
    return made


def collect_licences(folder: Path) -> int:
    """A folder for each library with the texts that it came with, and libraries.json, which names all. How many."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    needed = [distribution(name) for name in {*libraries(), *ALSO_IN_IT}]
    listed = [_listed(each, folder) for each in needed] + [_of_another(folder, *each) for each in NO_LIBRARIES]
    listed.sort(key=lambda one: str(one["name"]).lower())
    (folder / "libraries.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return len(listed)


def libraries() -> set[str]:
    """What the program needs, and what that needs in turn, in the spelling of the package index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = {project["name"]}
    wanted = [Requirement(line) for line in project["dependencies"]]
    while wanted:
        each = wanted.pop()
        name = canonicalize_name(each.name)
        if name not in found and _is_for(each, set()):
            found.add(name)
            more = (Requirement(line) for line in distribution(name).requires or [])
            wanted += [one for one in more if _is_for(one, each.extras)]
    return found


def wheel_tags() -> list[str]:
    """What each of them was built for, in the words of its own file about that."""
    return [distribution(name).read_text("WHEEL") or "" for name in sorted(libraries())]


def _is_for(requirement: Requirement, extras: set[str]) -> bool:
    """Whether this machine, and these extras, call for it."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _listed(library: Distribution, folder: Path) -> dict[str, str | list[str]]:
    name, licence = library.metadata["Name"], _named(library)
    texts = _copied(library, folder / name)
    if not texts:  # some wheels bring none
        texts = _known(next((kept for word, kept in BY_LICENCE.items() if word in licence), ()), folder)
    return {"name": name, "version": library.version, "licence": licence, "texts": texts}


def _of_another(folder: Path, name: str, licence: str, texts: tuple[str, ...]) -> dict[str, str | list[str]]:
    return {"name": name, "version": "", "licence": licence, "texts": _known(texts, folder)}


def _known(names: tuple[str, ...], folder: Path) -> list[str]:
    """Of the texts that are kept beside this file, copied."""
    for name in names:
        source = ROOT / "LICENSE" if name == OURS else ROOT / "packaging" / "licences" / f"{name}.txt"
        shutil.copyfile(source, folder / f"{name}.txt")
    return [f"{name}.txt" for name in names]


def _copied(library: Distribution, folder: Path) -> list[str]:
    texts: list[str] = []
    for file in library.files or []:
        path = Path(str(library.locate_file(file)))
        wanted = path.name.lower().startswith(LICENCE_FILES) or "licenses" in file.parts
        if wanted and path.is_file() and path.suffix not in (".py", ".pyc"):
            folder.mkdir(exist_ok=True)
            name = f"{len(texts)}-{path.name}"
            shutil.copyfile(path, folder / name)
            texts.append(f"{folder.name}/{name}")
    return texts


def _named(library: Distribution) -> str:
    told = library.metadata.json
    classified = [line.split("::")[-1].strip() for line in told.get("classifier", []) if "License ::" in line]
    short = told.get("license_expression") or str(told.get("license", "")).strip().split("\n")[0][:80]
    return str(short or ", ".join(classified) or "see its texts")
