"""`models get` and `models token` as they are typed."""

import io
import json
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.commands.models_get import GetView, came_in_words
from engine.models.getting.watch import Came
from tests.engine.fakes import FakeHost
from tests.engine.models.getting.conftest import hub as hub
from tests.engine.models.getting.conftest import unsummed as unsummed
from tests.engine.models.getting.server import LocalHub, bytes_of, cut_after
from tests.engine.models.getting.test_getting import PUSA
from tests.engine.models.getting.test_getting import filled as filled


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def run(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    """What is printed: the answer, or what is wrong."""
    assert main([*map(str, words)], FakeHost()) == code
    told = capsys.readouterr()
    return told.out if code == 0 else told.err


def test_what_there_is_is_told_without_a_connection(hub: LocalHub, capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "models", "get")
    assert "wan2.1-small --form 16-bit: Wan 2.1 1.3B alone, 50 steps, guidance 5: about 14.5 GB." in told
    assert "Licence: Apache-2.0." in told
    assert "not measured" in told
    offers = json.loads(run(capsys, "models", "get", "--json"))["offers"]
    assert offers[0]["offer"]["preset"]["id"] == "wan2.2-pusa-lightx2v"
    assert hub.asked == []


def test_a_dry_run_names_each_file_and_what_it_is_checked_against(
    filled: LocalHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = run(capsys, "models", "get", "wan2.1-pusa", "--dry-run", "--into", tmp_path / "into")
    assert f"Kijai/WanVideo_comfy/{PUSA}: 1 MB, Apache-2.0" in told
    assert "checked against the hub's own sum" in told
    assert not (tmp_path / "into").exists()


def test_a_preset_is_fetched_and_its_folder_looked_into(
    filled: LocalHub, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = run(capsys, "models", "get", "wan2.1-pusa", "--into", tmp_path / "into")
    assert "6 files came, each checked by its sum." in told
    assert str(tmp_path / "into") in run(capsys, "models", "list")
    assert "0 files came, each checked by its sum. 6 were here already." in run(
        capsys, "models", "get", "wan2.1-pusa", "--into", tmp_path / "into"
    )


def test_ctrl_c_keeps_what_came_and_says_how_to_go_on(
    filled: LocalHub, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.files["Kijai/WanVideo_comfy"][PUSA] = bytes_of(3_000_000)
    filled.behaviours.extend([*[cut_after(2000)] * 5, cut_after(2_000_000)])

    def interrupted(view: GetView, came: Came) -> None:
        if came.done > 1_000_000:
            raise KeyboardInterrupt

    monkeypatch.setattr(GetView, "__call__", interrupted)
    words = ("models", "get", "wan2.1-pusa", "--into", tmp_path / "into")
    told = run(capsys, *words, code=130)
    assert "What has come is kept" in told
    assert f"Go on with: models get wan2.1-pusa --into {tmp_path / 'into'}" in told
    assert (tmp_path / "into" / "Kijai--WanVideo_comfy" / f"{PUSA}.part").stat().st_size > 900_000


def test_a_token_is_read_from_where_nobody_else_can(
    hub: LocalHub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("hf_secret\n"))
    told = run(capsys, "models", "token", code=1)
    assert "cannot be kept in the system's keychain" in told
    assert "hf_secret" not in told
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert "There was no token." in run(capsys, "models", "token", code=2)


def test_speed_and_time_left_are_told() -> None:
    came = Came("a.safetensors", 1_200_000_000, 14_300_000_000, 35e6, 374.0)
    assert came_in_words(came) == "a.safetensors: 1.2 GB of 14.3 GB, 35 MB/s, 6 min 14 s left"
    assert came_in_words(Came("a", 1, 2, state="Waiting: it answered 429")) == "a: Waiting: it answered 429"
