"""`models plan`: what models need of this machine, or of one that is not here."""

import json

import pytest

from engine.cli import main
from engine.models.on_disk.store import Store
from tests.engine.models.files import comfy, pusa
from tests.engine.tiny_wan import tiny_wan


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "tiny"))


def test_a_line_for_each_model_and_one_for_the_machine(wan, capsys):
    assert main(["models", "plan", "--model", wan, "--model", "built-in"]) == 0
    machine, loaded, built_in = capsys.readouterr().out.splitlines()
    assert machine.startswith("Machine: ")
    assert loaded.startswith(f"{wan}: ")
    assert "peak" in loaded
    assert built_in == "built-in: needs no GPU and about 1 GB of RAM."


def test_a_machine_that_is_not_here_is_said_to_be_assumed(wan, capsys):
    assert main(["models", "plan", "--model", wan, "--gpu", "12", "--ram", "32"]) == 0
    told = capsys.readouterr().out
    assert "12 GB GPU" in told
    assert "assumed" in told


def test_a_smaller_picture_and_fewer_frames_take_less(wan, capsys):
    def peak(*options: str) -> tuple[int, float]:
        assert main(["models", "plan", "--model", wan, "--gpu", "12", "--json", *options]) == 0
        room = json.loads(capsys.readouterr().out)["models"][0]["room"]
        return room["peak"], room["seconds"]

    usual, small, short = peak(), peak("--size", "208x112"), peak("--frames", "17")
    assert small[0] < usual[0]
    assert short[1] < usual[1]


def test_presets_are_told_with_their_adapters_counted(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    Store().add(pusa(comfy(tmp_path / "models")))
    assert main(["models", "plan", "--gpu", "24", "--ram", "64", "--json"]) == 0
    alone, joined = json.loads(capsys.readouterr().out)["models"]
    assert (alone["model"], joined["model"]) == ("wan2.2-t2v-a14b-fp8-scaled", "wan2.2-pusa")
    assert joined["room"]["ram"] > alone["room"]["ram"]
    assert main(["models", "plan", "--model", "wan2.2-pusa-lightx2v"]) == 2
    assert "missing is Wan2.2-Lightning" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [("--size", "wide"), ("--frames", "0")])
def test_what_makes_no_sense_is_told(wan, capsys, wrong):
    assert main(["models", "plan", "--model", wan, *wrong]) == 2
    assert wrong[1] in capsys.readouterr().err


def test_where_no_model_is_here_it_says_how_to_add_one(capsys):
    assert main(["models", "plan"]) == 0
    assert "models add FOLDER" in capsys.readouterr().out
