"""What `make bundle` would leave out of the program, found without building it."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import distribution, packages_distributions
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from packaging.utils import canonicalize_name

import main

ROOT = Path(main.__file__).parent
PACKAGING = ROOT / "packaging"
DOORS = ("start", "engine.generation.loaded_maker", "editor.app", "editor.interchange.process")
STARTED = re.compile(r'^MODULE, FLAG = "([\w.]+)", "(--\w+)"$', re.MULTILINE)
IMPORTED = re.compile(r"^ *(?:from|import) ([\w.]+)(?= import | as |,| *#| *$)", re.MULTILINE)
HIDES = """
import json, sys
from importlib import import_module
hidden, doors = json.loads(sys.argv[1])
sys.modules.update(dict.fromkeys(hidden))
for door in doors:
    import_module(door)
print(json.dumps(sorted(name for name, module in sys.modules.items() if module is not None)))
"""


def _loaded(name: str) -> ModuleType:
    spec = spec_from_file_location(f"bundle_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


contents, parts = _loaded("contents"), _loaded("parts")


@cache
def texts() -> dict[str, str]:
    """Of our modules, by name."""
    paths = {name: ROOT.joinpath(*name.split(".")) for name in contents.our_modules()}
    return {
        name: (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8")
        for name, path in paths.items()
    }


def test_every_child_that_is_started_by_a_flag_is_one_the_installed_program_knows() -> None:
    started = [found for text in texts().values() for found in STARTED.findall(text)]
    assert len(started) >= 5
    for module, flag in started:
        assert main.CHILDREN[flag] in (module, f"{module}.__main__")


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found by $LD_LIBRARY_PATH there only")
def test_what_we_open_finds_its_own_libraries_and_our_children_find_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    start = _loaded("start")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/longtake/_internal:/of/the/user")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/of/the/user")
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "0")
    start.restore_library_path()
    start.let_children_find_theirs()
    assert os.environ["LD_LIBRARY_PATH"] == "/of/the/user"
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"  # each child of ours sets the path anew for itself


def test_a_browser_that_we_open_does_not_load_our_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
        monkeypatch.setenv(name, "/opt/longtake/_internal/PySide6/Qt")
    _loaded("start").hide_our_qt()
    assert not {"QT_PLUGIN_PATH", "QML2_IMPORT_PATH"} & os.environ.keys()


def test_every_module_of_ours_that_is_imported_by_name_is_in_the_program() -> None:
    from engine.generation.tasks import MODULES

    in_it = set(contents.our_modules())
    assert set(main.CHILDREN.values()) <= in_it
    assert {f"engine.generation.{name}" for name in MODULES.values()} <= in_it


def test_modules_left_out_are_imported_by_none_that_is_in() -> None:
    for name, text in texts().items():
        for imported in IMPORTED.findall(text):
            assert not contents.is_within(imported, contents.EXCLUDED), f"{name} imports {imported}"


def test_what_our_modules_import_is_among_the_libraries_whose_licences_are_shown() -> None:
    providers, in_it = packages_distributions(), parts.libraries()
    for package in sorted({name.split(".")[0] for text in texts().values() for name in IMPORTED.findall(text)}):
        names = {canonicalize_name(name) for name in providers.get(package, ())}
        assert package in (*sys.stdlib_module_names, *contents.OURS, "main") or names & in_it, package


def test_tools_for_development_are_no_libraries_of_the_program() -> None:
    assert not parts.libraries() & {"hypothesis", "mkdocs", "mypy", "pyinstaller", "pytest", "ruff"}


def test_a_library_that_brings_no_text_of_its_licence_gets_one(tmp_path: Path) -> None:
    bare = distribution("PySide6")
    texts = parts._listed(bare, tmp_path)["texts"]
    assert texts == ["GPL-3.0.txt", "LGPL-3.0.txt"]
    assert all("GENERAL PUBLIC LICENSE" in (tmp_path / text).read_text(encoding="utf-8") for text in texts)


@pytest.mark.slow
def test_the_window_and_the_makers_start_without_what_is_left_out() -> None:
    command = [sys.executable, "-c", HIDES, json.dumps([contents.EXCLUDED, DOORS])]
    environment = {"PYTHONPATH": f"{ROOT}:{PACKAGING}", "PATH": "", "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=PACKAGING)
    assert ran.returncode == 0, ran.stderr
    there = json.loads(ran.stdout)
    assert "diffusers.models.transformers.transformer_wan" in there


def test_what_is_asked_for_its_version_is_installed() -> None:
    for name in contents.METADATA:
        assert distribution(name).version


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        ("transformers/models/umt5/modeling_umt5.py", True),
        ("transformers/models/__init__.py", True),
        ("transformers/models/llama/modeling_llama.py", False),
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/bin/test_api", False),
        ("torch/bin/torch_shm_manager", True),
        ("PySide6\\Qt\\translations\\qt_de.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/lib/libQt6Multimedia.so.6", True),
        ("PySide6/Qt/lib/libavcodec.so.61", False),
        ("av.libs/libavcodec-5e6b81c2.so.62.28.102", True),
        ("av/.dylibs/libavcodec.62.28.102.dylib", True),
        ("torch/share/miopen/db/gfx1100.kdb", True),
        ("torch/share/cmake/Torch/TorchConfig.cmake", False),
        ("torch-2.13.0.dist-info/METADATA", True),
        ("torch-2.13.0.dist-info/licenses/LICENSE", False),
        ("resources/pocket/pocket.safetensors", True),
    ],
)
def test_files_that_nobody_reads_stay_out(file: str, kept: bool) -> None:
    assert contents.is_kept(file) is kept
