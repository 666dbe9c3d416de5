"""`models` as it is typed, and what it prints."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from engine.cli import main
from engine.media.origin import read_origin
from tests.engine.fakes import FakeHost
from tests.engine.media.clips import make_film
from tests.engine.models.files import PUBLISHED, SMALL, comfy, pusa, safetensors
from tests.engine.tiny_wan import comfy_wan, lightning_adapter, pusa_adapter, tiny_wan


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))


def run(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    """What is printed: the answer, or what is wrong."""
    assert main([*map(str, words)], FakeHost()) == code
    told = capsys.readouterr()
    return told.out if code == 0 or "--json" in words else told.err


def test_nothing_is_needed_for_the_built_in_model(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "models", "list")
    assert "built-in: Longtake built-in model" in told
    assert "No folder was added" in told


def test_a_folder_is_added_listed_and_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = pusa(comfy(tmp_path / "models"))
    (root / "vae" / "page.safetensors").write_text("<html>")
    added = run(capsys, "models", "add", root)
    assert "wan2.2-t2v-a14b-fp8-scaled: Wan 2.2 T2V A14B (fp8 scaled): ready" in added
    assert "Nothing was copied." in added
    told = run(capsys, "models", "list")
    assert "wan2.2-pusa: Wan 2.2 + PUSA, 30 steps, guidance 3 (fp8 scaled)" in told
    assert "missing is Wan2.2-Lightning, high-noise (from lightx2v/Wan2.2-Lightning or Comfy-Org/" in told
    assert "high_noise_pusa.safetensors: PUSA for Wan 2.2, high-noise (PUSA of rank 512" in told
    assert "page.safetensors: page.safetensors is damaged" in told
    assert str(root) in told.splitlines()[-1]
    assert "Its files are where they were." in run(capsys, "models", "remove", root)
    assert "wan2.2" not in run(capsys, "models", "list")
    assert "never added" in run(capsys, "models", "remove", root, code=5)


def test_a_preset_of_which_nothing_is_here_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, longer = make_film(tmp_path / "clip.mp4"), tmp_path / "longer.mp4"
    told = run(capsys, "extend", film, "--seconds", "1", "-o", longer, "--model", "wan2.2-pusa", code=2)
    assert "Wan 2.2 + PUSA, 30 steps, guidance 3 needs Wan 2.2 T2V A14B, and nothing of it is in the folders" in told


def test_what_is_published_and_not_here_is_told_with_its_size(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "models", "list")
    assert "Wan 2.1 T2V 1.3B: Wan-AI/Wan2.1-T2V-1.3B or Wan-AI/Wan2.1-T2V-1.3B-Diffusers (text to video, 2.8 GB" in told


def test_which_expert_a_file_is_for_can_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = comfy(tmp_path / "models")
    run(capsys, "models", "add", root)
    file = next((root / "diffusion_models").glob("*low*"))
    assert "Wan 2.1 T2V 14B (fp8 scaled)" in run(capsys, "models", "expert", file, "both")
    assert "Wan 2.1 T2V 14B (fp8 scaled)" not in run(capsys, "models", "expert", file, "name")
    assert json.loads(run(capsys, "models", "expert", file, "low", "--json"))["task"] == "expert"


def test_all_of_it_is_told_as_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = comfy(tmp_path / "models")
    added = json.loads(run(capsys, "models", "add", root, "--json"))
    assert (added["folders"], added["shelf"]["models"][0]["entry"]) == ([str(root)], "wan2.2-t2v-a14b")
    told = json.loads(run(capsys, "models", "list", "--json"))
    assert [each["id"] for each in told["choices"]][:3] == [
        "built-in",
        "built-in-network",
        "wan2.2-t2v-a14b-fp8-scaled",
    ]
    assert json.loads(run(capsys, "models", "remove", root, "--json"))["folders"] == []


def test_every_tensor_of_every_part_is_held_against_its_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zoo = tmp_path / "zoo"
    comfy_wan(zoo / "comfy")
    tiny_wan(zoo / "tiny")
    pusa_adapter(zoo / "pusa.safetensors")
    run(capsys, "models", "add", zoo)
    told = run(capsys, "models", "verify").splitlines()
    assert sum("transformer, 42 tensors in their places" in line for line in told) == 2
    assert [line.partition(": ")[2].partition(",")[0] for line in told[-1:]] == ["adapter"]
    assert len(told) == 9
    full = run(capsys, "models", "verify", "tiny-fp32", "--full")
    assert full.count("SHA-256") == 4
    checked = json.loads(run(capsys, "models", "verify", zoo / "pusa.safetensors", "--full", "--json"))["checked"]
    assert [(each["part"], each["tensors"], each["fault"]) for each in checked] == [("adapter", 4, "")]


def test_what_is_wrong_is_told_by_file_and_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = comfy_wan(tmp_path / "models")
    file = root / "diffusion_models" / "wan2.1_t2v.safetensors"
    whole = load_file(file)
    run(capsys, "models", "add", root)
    bias = "blocks.0.ffn.0.bias"
    save_file(whole | {bias: torch.full_like(whole[bias], torch.nan)}, file)
    assert "transformer, 42 tensors in their places" in run(capsys, "models", "verify", file)
    told = run(capsys, "models", "verify", file, "--full", code=5)
    assert f"{file}: It holds numbers that are none: blocks.0.ffn.net.0.proj.bias (32 of 32)." in told
    save_file({key: tensor for key, tensor in whole.items() if key != bias}, file)
    assert "lacks blocks.0.ffn.net.0.proj.bias" in run(capsys, "models", "verify", "wan2.1-t2v-fp32", code=5)


def test_a_file_that_is_of_no_use_is_said_to_be_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vace = safetensors(tmp_path / "vace.safetensors", {**PUBLISHED[SMALL], "vace_blocks.0.x": [1]})
    assert "a Wan VACE transformer, which edits by masks" in run(capsys, "models", "verify", vace, code=5)
    alone = lightning_adapter(tmp_path / "lightx2v.safetensors")
    assert "no model here to hold lightx2v.safetensors against" in run(capsys, "models", "verify", alone, code=5)
    error = json.loads(run(capsys, "models", "verify", "wan9", "--json", code=5))["error"]
    assert 'no model called "wan9"' in error["what"]


def test_a_model_on_the_shelf_makes_frames_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "models", "add", comfy_wan(tmp_path / "models", experts=2))
    clip = make_film(tmp_path / "clip.mp4", 24)
    name = json.loads(run(capsys, "models", "list", "--json"))["choices"][2]["id"]
    words = ["extend", clip, "--frames", 4, "-o", tmp_path / "film.mp4", "--model", name, "--steps", 2, "--json"]
    words += ["--model-size", "32x32", "--context", 5]
    assert main([*map(str, words)]) == 0
    (take,) = json.loads(capsys.readouterr().out)["takes"]
    assert take["model"] == "wan2.2_t2v_14B"
    assert (tmp_path / "film.mp4").is_file()
    origin = read_origin(Path(take["path"]))
    assert origin is not None
    assert origin.request.model == name  # so that it can be made again
