"""The package for systems without dpkg: it installs for one user, or says why not and leaves all as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

import main

SCRIPT = Path(main.__file__).parent / "packaging" / "linux" / "self_extract.sh"
NEEDS = ("sh", "xz", "tar", "awk", "tail", "wc", "sed", "cp", "mv", "ln", "rm", "rmdir", "mkdir")
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a package for Linux"),
    pytest.mark.skipif(not all(map(shutil.which, NEEDS)), reason=f"needs {', '.join(NEEDS)}"),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """As packaging/linux/package.sh makes it, with a program of one line in it."""
    root = tmp_path / "root"
    for name, text in {
        "opt/longtake/longtake": "#!/bin/sh\necho started\n",
        "opt/longtake/_internal/large": Random(1).randbytes(10_000).hex(),  # does not grow small
        "usr/share/applications/longtake.desktop": "[Desktop Entry]\nExec=longtake %F\n",
        "usr/share/doc/longtake/copyright": "",
        "usr/share/icons/hicolor/16x16/apps/longtake.png": "",
        "usr/share/mime/packages/longtake.xml": "<mime-info/>",
        "usr/share/metainfo/org.longtake.Longtake.metainfo.xml": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "opt/longtake/longtake").chmod(0o755)
    content = subprocess.run(["tar", "-C", root, "-cJ", "."], check=True, capture_output=True).stdout
    script = SCRIPT.read_text().replace("@SIZE@", str(len(content)))
    script = script.replace("@VERSION@", "1.2").replace("@NEEDED@", "1")
    (tmp_path / "longtake.run").write_bytes(script.encode() + content)
    return tmp_path / "longtake.run"


def ran(package: Path, *arguments: object, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    """In a home of its own beside the package."""
    environment = {"HOME": str(package.parent / "home"), "PATH": path}
    command = ["/bin/sh", str(package), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)


def ours(package: Path) -> list[str]:
    """Files below that home, but what the desktop's own tools keep there."""
    home = package.parent / "home"
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if "longtake" in path.name.lower())


def test_it_installs_for_one_user_and_again_over_itself(package: Path) -> None:
    for _ in range(2):
        assert ran(package).returncode == 0
        installed = package.parent / "home" / ".local"
        program = installed / "opt" / "longtake" / "longtake"
        assert subprocess.run([installed / "bin" / "longtake"], capture_output=True, text=True).stdout == "started\n"
        assert f'Exec="{program}" %F' in (installed / "share/applications/longtake.desktop").read_text()
        (program.parent / "_internal" / "of the version before").touch()
    assert ran(package).returncode == 0
    assert not (program.parent / "_internal" / "of the version before").exists()


def test_removing_it_leaves_what_the_user_made_and_other_programs_files(package: Path) -> None:
    kept = [package.parent / "home" / ".local" / name for name in ("bin/mine", "share/Longtake/jobs.sqlite")]
    for path in kept:
        path.parent.mkdir(parents=True)
        path.touch()
    assert ran(package).returncode == 0
    assert ran(package, "--remove").returncode == 0
    assert all(path.exists() for path in kept)
    assert ours(package) == [".local/share/Longtake"]
    assert not (package.parent / "home" / ".local" / "opt").exists()


def test_it_goes_where_it_is_told_and_is_removed_from_there(package: Path) -> None:
    folder = package.parent / "a folder of mine"
    assert ran(package, folder).returncode == 0
    assert (folder / "bin" / "longtake").exists()
    assert ran(package, "--remove", folder).returncode == 0
    assert not list(folder.rglob("*longtake*"))


@pytest.mark.parametrize("length", [800, 1500, -1000])
def test_a_file_that_was_cut_off_changes_nothing(package: Path, length: int) -> None:
    assert ran(package).returncode == 0
    before = ours(package)
    package.write_bytes(package.read_bytes()[:length])
    refused = ran(package)
    assert length > 0 or "not whole" in refused.stderr
    assert ours(package) == before


def test_a_damaged_file_is_refused_and_the_installed_program_stays(package: Path) -> None:
    assert ran(package).returncode == 0
    before = ours(package)
    whole = bytearray(package.read_bytes())
    whole[-300] ^= 0xFF
    package.write_bytes(whole)
    refused = ran(package)
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert ours(package) == before


def test_a_damaged_file_leaves_nothing_where_nothing_was(package: Path) -> None:
    package.write_bytes(package.read_bytes()[:-300] + bytes(300))
    assert ran(package, package.parent / "new").returncode == 1
    assert not (package.parent / "new").exists()


def test_without_xz_it_says_what_to_install(package: Path) -> None:
    programs = package.parent / "programs"
    programs.mkdir()
    for name in NEEDS:
        if name != "xz":
            (programs / name).symlink_to(str(shutil.which(name)))
    refused = ran(package, path=str(programs))
    assert refused.returncode == 1
    assert "xz-utils" in refused.stderr
    assert not (package.parent / "home").exists()


def test_a_folder_that_cannot_be_written_is_named(package: Path) -> None:
    refused = ran(package, "/dev/null/x")
    assert refused.returncode == 1
    assert "/dev/null/x/opt/longtake" in refused.stderr
