"""The installers for Windows and macOS, as far as they can be tested on another system."""

import importlib
import plistlib
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

import main

PACKAGING = Path(main.__file__).parent / "packaging"
NSI = PACKAGING / "windows" / "longtake.nsi"
needs_makensis = pytest.mark.skipif(shutil.which("makensis") is None, reason="needs NSIS")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
PROGRAMS = ("longtake.exe", "longtake-cli.exe")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Laid out as it is built, in a folder whose name has a space."""
    folder = tmp_path / "a build" / "longtake"
    for name in (*PROGRAMS, "_internal/library.dll", "_internal/resources/deep/film.mp4"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module("build")


@needs_makensis
def test_the_installer_for_windows_is_made_without_a_warning_and_holds_every_file(program: Path) -> None:
    from PIL import Image

    icon, made = program.parent / "longtake.ico", program.parent / "installer.exe"
    Image.new("RGBA", (16, 16)).save(icon)
    given = {"VERSION": "1.2.3", "BUNDLE": program, "PARTS": icon.parent, "OUT": made}
    command = ["makensis", "-V4", "-WX", *(f"-D{name}={value}" for name, value in given.items()), str(NSI)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-2000:]
    assert made.read_bytes().startswith(b"MZ")
    held = re.findall(r'^File: "([^"]+)" ', ran.stdout, re.MULTILINE)
    assert set(held) == {path.name for path in program.rglob("*") if path.is_file()}


def test_the_uninstaller_takes_the_program_and_nothing_that_users_made() -> None:
    section = NSI.read_text(encoding="ascii").split('Section "Uninstall"')[1]
    whole = set(re.findall(r'RMDir /r "([^"]+)"', section))
    assert whole == {r"$INSTDIR\_internal", "${BEFORE}"}
    assert {rf"$INSTDIR\{name}" for name in PROGRAMS} <= set(re.findall(r'Delete "([^"]+)"', section))


def test_makensis_on_windows_finds_its_files_behind_backslashes_only() -> None:
    paths = re.findall(r'"(\$\{(?:BUNDLE|PARTS)\}[^"]*)"', NSI.read_text(encoding="ascii"))
    assert len(paths) >= 3
    assert not [path for path in paths if "/" in path]


def test_what_is_too_large_for_an_installer_is_zipped_whole(program: Path, build: ModuleType) -> None:
    assert build.size_of(program) == 4
    with zipfile.ZipFile(build.zipped(program, "1.2")) as made:
        names = {name for name in made.namelist() if not name.endswith("/")}
    assert names == {str(path.relative_to(program.parent).as_posix()) for path in program.rglob("*") if path.is_file()}


def test_an_installer_is_made_only_of_what_it_can_hold(
    program: Path, build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(build, "BUNDLE", program)
    monkeypatch.setattr(build, "ROOT", program.parent)
    monkeypatch.setattr(build, "system", lambda: "windows")
    monkeypatch.setattr(build, "run_script", made.append)
    (program.parent / "dist").mkdir()
    build.package()
    monkeypatch.setattr(build, "INSTALLER_HOLDS", 3)
    build.package()
    assert len(made) == 1
    assert list(program.parent.glob("*.zip"))


def test_macos_is_told_which_version_every_library_runs_on(build: ModuleType) -> None:
    contents = importlib.import_module("contents")
    wheels = ["Tag: py3-none-any", "Tag: cp312-cp312-macosx_10_9_x86_64\nTag: cp312-cp312-macosx_12_0_arm64"]
    assert contents.oldest_macos(wheels) == "11.0"
    assert contents.oldest_macos([*wheels, "Tag: cp310-abi3-macosx_13_0_universal2"]) == "13.0"


def test_a_link_to_a_library_goes_when_the_library_does(build: ModuleType) -> None:
    contents = importlib.import_module("contents")
    assert not contents.is_entry_kept("libavcodec.so.61", "PySide6/Qt/lib/libavcodec.so.61", "SYMLINK")
    assert contents.is_entry_kept("libavcodec.62.dylib", "av/.dylibs/libavcodec.62.dylib", "SYMLINK")
    assert contents.is_entry_kept("libavcodec.62.dylib", "/venv/PySide6/Qt/libavcodec.62.dylib", "BINARY")


def test_macos_opens_projects_with_it(build: ModuleType) -> None:
    declared = importlib.import_module("contents").PROJECT_TYPE
    (kind,), (document,) = declared["UTImportedTypeDeclarations"], declared["CFBundleDocumentTypes"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["otio"]
    assert plistlib.loads(plistlib.dumps(declared)) == declared


def test_the_rights_asked_of_macos_can_be_read() -> None:
    rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert set(rights.values()) == {True}
    assert "com.apple.security.cs.allow-unsigned-executable-memory" in rights


@needs_bash
@pytest.mark.parametrize("script", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.parent.name + path.stem)
def test_every_script_can_be_read_by_bash(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script], capture_output=True, text=True).stderr == ""


@needs_bash
def test_what_is_not_signed_is_not_sent_to_be_notarised(tmp_path: Path) -> None:
    """The system's programs are played by ones that note how they were called."""
    called = tmp_path / "called"
    for name in ("codesign", "ditto", "hdiutil", "xcrun", "spctl"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho {name} "$@" >>"{called}"\n')
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "VERSION": "1.2", "NOTARY": "profile"}
    command = ["bash", str(PACKAGING / "macos" / "package.sh")]
    refused = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert refused.returncode == 1
    assert "set SIGN" in refused.stderr
    signed = subprocess.run(command, capture_output=True, text=True, env={**environment, "SIGN": "Me"})
    assert signed.returncode == 0, signed.stderr
    assert re.findall(r"^xcrun (\w+ \w+)", called.read_text(), re.MULTILINE) == ["notarytool submit", "stapler staple"]
