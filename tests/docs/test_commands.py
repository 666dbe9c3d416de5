"""Whatever the documentation tells people to type or to write works.

Its commands and Python run from the first to the last of a page in one folder with small clips of the names that the
docs use. Usually an engine that makes no frames stands in for the real one, after planning and checking for real; the
slow tests make everything.
"""

import json
import re
import shlex
from fractions import Fraction
from pathlib import Path

import cv2
import pytest

from engine.cli.arguments import parser
from engine.cli.commands.examples import EXAMPLES
from engine.errors import RequestError
from engine.hosts.here import Here
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from main import main, wants_window
from tests.docs.pages import DOCS, ROOT, Typed, blocks, pages, scripts, typed
from tests.docs.quick_host import QuickHost
from tests.engine.generation.small_clips import SIZE, scene
from tests.engine.models.files import comfy, lightning, pusa
from tests.engine.models.getting.conftest import hub as hub
from tests.engine.models.getting.conftest import unsummed as unsummed
from tests.engine.models.getting.server import LocalHub
from tests.engine.models.getting.test_getting import filled as filled
from tests.engine.tiny_wan import tiny_wan

RATE = Fraction(24)
LARGE = ("demo",)  # commands that make whole films of their own: only what is typed is understood is tested quickly
MATRIX = [[0, 0.2, 0.2, 0.2, 1, 1], [0, 0.1, 0.1, 0.1, 0.8, 0.8], [0, 0, 0, 0, 0, 0]]
PAGES = [page for page in pages() if typed(page)]
TARGETS = re.compile(r"^([a-z-]+):", re.MULTILINE)
OTHERS = ("sudo", "sh", "git", "cd")  # programs that install; their pages are tried by `make bundle-test`


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the files that the docs name, and a user's home with models at full size, but without numbers in them."""
    frames = scene()
    for name, part in (("clip", frames), ("first", frames[:20]), ("second", frames[20:])):
        write_film(tmp_path / f"{name}.mp4", timed(part, RATE), VideoInfo(*SIZE, RATE))
    cv2.imwrite(str(tmp_path / "still.png"), frames[-1][..., ::-1])
    (tmp_path / "sigmas.json").write_text(json.dumps(MATRIX))
    tiny_wan(tmp_path / "my-model")
    home = tmp_path / "home"
    lightning(pusa(comfy(home / "ComfyUI" / "models")))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Here, "run", QuickHost.run)


def run(line: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    """As its user would, and every line that is shown below it is in the answer."""
    words = line.arguments
    assert words is not None, f"{line.words[0]} is not ours: put it into a block of sh"
    capsys.readouterr()
    try:
        code = main([str(Path(word).expanduser()) if word.startswith("~") else word for word in words])
    except SystemExit as end:  # --help and --version
        code = end.code or 0
    told = capsys.readouterr()
    assert code == 0, f"{' '.join(line.words)}\n{told.err}{told.out}"
    answer = {" ".join(each.split()) for each in told.out.splitlines()}
    missing = [each for each in line.shown if " ".join(each.split()) not in answer]
    assert not missing, f"{' '.join(line.words)} does not say {missing}, but:\n{told.out}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_works(page, folder, quick, filled: LocalHub, capsys):
    for line in typed(page):
        if line.arguments and line.arguments[0] in LARGE:
            parser("0").parse_args(line.arguments)
        else:
            run(line, capsys)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_works_for_real(page, folder, filled: LocalHub, capsys):
    for line in typed(page):
        run(line, capsys)


@pytest.mark.parametrize("page", [page for page in pages() if scripts(page)], ids=lambda page: page.stem)
def test_what_only_people_can_run_is_at_least_understood(page):
    targets = TARGETS.findall((ROOT / "Makefile").read_text("utf-8"))
    for line in scripts(page):
        if line.words[0] == "make":
            assert {word for word in line.words[1:] if "=" not in word} <= set(targets)
        elif line.arguments is None:
            assert line.words[0] in OTHERS
        elif not wants_window(line.arguments):
            parser("0").parse_args(line.arguments)


def test_every_piece_of_python_works(folder, quick, capsys):
    _execute(folder, capsys)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_piece_of_python_works_for_real(folder, capsys):
    _execute(folder, capsys)


def _execute(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = "extend clip.mp4 --seconds 1 --quality draft --model built-in-network -o draft.mp4"
    assert main(draft.split()) == 0
    capsys.readouterr()
    for number, text in enumerate(blocks(DOCS / "python.md", "python")):
        exec(compile(text, f"python.md, block {number + 1}", "exec"), {"__name__": "docs"})
    told = capsys.readouterr().out
    assert "Row 0 has 3 values where this run has 6 latent frames." in told
    assert "Takes that were finished before are kept." in told
    assert (folder / "longer.mp4").is_file()


def test_a_command_that_does_not_work_is_found(folder, quick, capsys):
    """This test of the docs can fail."""
    for words, shown in (
        ("extend nowhere.mp4", ()),
        ("info clip.mp4 --colour", ()),
        ("info clip.mp4", ("No such line",)),
    ):
        with pytest.raises(AssertionError):
            run(Typed(("longtake", *words.split()), shown), capsys)
    with pytest.raises(RequestError):
        parser("0").parse_args(["demo", "--nonsense"])


def test_every_command_has_an_example_and_every_exit_code_is_told():
    page = DOCS / "command-line.md"
    shown = {line.arguments[0] for line in typed(page) if line.arguments}
    commands = parser("0")._subparsers._group_actions[0].choices
    assert set(commands) <= shown
    tasks = {line.arguments[1] for line in typed(page) if line.arguments and line.arguments[0] == "models"}
    asked = commands["models"]._subparsers._group_actions[0].choices
    assert set(asked) - tasks == {"token"}  # which would wait for somebody to type


def test_each_commands_help_says_what_it_does_and_how_it_is_typed():
    """Also where nothing is in its folder: the examples are understood, every one."""
    commands = parser("0")._subparsers._group_actions[0].choices
    for name, command in commands.items():
        told = command.format_help()
        assert command.description in told
        examples = [line.strip() for line in told.splitlines() if line.startswith(f"  {command.prog} ")]
        assert len(examples) == len(EXAMPLES[name]) > 0
        for line in examples:
            parser("0").parse_args(shlex.split(line.removeprefix(command.prog.removesuffix(name))))


def test_the_program_is_called_as_it_was_installed(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/opt/longtake/longtake", "--help"])
    assert parser("0").format_help().startswith("usage: longtake [-h]")
    monkeypatch.setattr("sys.argv", ["main.py"])
    assert "python main.py COMMAND --help" in parser("0").format_help()
