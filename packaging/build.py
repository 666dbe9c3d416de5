"""Builds the installed program in dist/longtake, prints its sizes, and makes of it what this system installs.

python packaging/build.py [--no-package] [--sizes]
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from contents import ROOT, system
from parts import collect_licences, make_icons

BUNDLE = ROOT / "dist" / "longtake"
SCRATCH = ROOT / "build" / "bundle"
SHOWN = 25  # parts in the table of sizes
INSTALLER_HOLDS = 2e9  # bytes: what NSIS can address. PyTorch for CUDA alone has more.


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-package", action="store_true", help="only the folder dist/longtake")
    parser.add_argument("--sizes", action="store_true", help="only the table of what is in dist/longtake now")
    options = parser.parse_args()
    if not options.sizes:
        build()
    print_sizes()
    if not (options.no_package or options.sizes):
        package()
    return 0


def build() -> None:
    start = time.monotonic()
    make_icons(ROOT / "resources" / "icons" / "longtake.svg", SCRATCH)
    libraries = collect_licences(SCRATCH / "licences")
    write_docs()
    draw_sample()
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
               "--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller"),
               str(ROOT / "packaging" / "longtake.spec")]  # fmt: skip
    subprocess.run(command, check=True, cwd=ROOT)
    say(start, f"the program is in {BUNDLE}, with PyTorch {torch_build()} and the licences of {libraries} libraries")


def write_docs() -> None:
    """The pages that Help opens."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(SCRATCH / "docs")]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def draw_sample() -> None:
    """The sample project, where install.sh did not make it: it is for Debian and its like."""
    if not (ROOT / "resources" / "sample" / "sample.otio").exists():
        command = [sys.executable, str(ROOT / "packaging" / "sample.py")]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def torch_build() -> str:
    """As installed here; `make bundle TORCH_INDEX=…` installs another first. Such as 2.13.0+cpu."""
    from importlib.metadata import version

    return version("torch")


def print_sizes() -> None:
    """The largest parts: folders below the program's, its libraries, and what the code is packed in."""
    inside = BUNDLE / "_internal"
    sizes: Counter[str] = Counter()
    for path in BUNDLE.rglob("*"):
        if path.is_file() and not path.is_symlink():
            parts = path.relative_to(inside if path.is_relative_to(inside) else BUNDLE).parts
            sizes[parts[0] if len(parts) == 1 else f"{parts[0]}/"] += path.stat().st_size
    for name, size in sizes.most_common(SHOWN):
        print(f"{size / 1e6:9.1f} MB  {name}")
    print(f"{sizes.total() / 1e6:9.1f} MB  in all", flush=True)


def package() -> None:
    from importlib.metadata import version

    start = time.monotonic()
    if system() == "windows" and size_of(BUNDLE) > INSTALLER_HOLDS:
        say(start, f"too large for an installer, made to be unpacked: {zipped(BUNDLE, version('longtake'))}")
    else:
        run_script(version("longtake"))
    for path in sorted((ROOT / "dist").iterdir()):
        if path.is_file():
            print(f"{path.stat().st_size / 1e6:9.1f} MB  {path.relative_to(ROOT)}")
    say(start, "packaged")


def run_script(version: str) -> None:
    script = {"linux": "linux/package.sh", "macos": "macos/package.sh", "windows": "windows/package.bat"}[system()]
    environment = {**os.environ, "VERSION": version, "BUNDLE": str(BUNDLE), "PARTS": str(SCRATCH)}
    command = [str(ROOT / "packaging" / script)]
    subprocess.run(command if system() == "windows" else ["bash", *command], check=True, cwd=ROOT, env=environment)


def size_of(folder: Path) -> int:
    """Bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def zipped(folder: Path, version: str) -> str:
    """Beside it, with the folder itself inside: it is unpacked anywhere and started there."""
    name = str(folder.parent / f"longtake-{version}-windows")
    return shutil.make_archive(name, "zip", root_dir=folder.parent, base_dir=folder.name)


def say(start: float, what: str) -> None:
    print(f"== {time.monotonic() - start:4.0f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
