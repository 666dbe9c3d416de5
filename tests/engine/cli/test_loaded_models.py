"""A model of one's own from the command line: what PUSA's scripts do, with a tiny one."""

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.cli import main
from engine.cli.arguments import parser, request_from
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.requests import CompleteRequest, Expert, GenerateRequest
from tests.engine.fakes import FakeHost
from tests.engine.media.clips import make_film
from tests.engine.tiny_wan import lightning_adapter, pusa_adapter, tiny_wan


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    """A folder as PUSA's downloads fill it, with a clip and a picture."""
    folder = tmp_path_factory.mktemp("zoo")
    tiny_wan(folder / "Wan2.2-T2V-A14B", experts=2)
    lightning = folder / "Wan2.2-Lightning" / "Wan2.2-T2V-A14B-4steps"
    lightning.mkdir(parents=True)
    for name in ("high", "low"):
        pusa_adapter(folder / f"{name}_noise_pusa.safetensors")
        lightning_adapter(lightning / f"{name}_noise_model.safetensors")
    make_film(folder / "clip.mp4", 24)
    assert cv2.imwrite(str(folder / "still.png"), np.full((96, 128, 3), 90, np.uint8))
    return folder


@pytest.fixture
def pusas(zoo):
    """The options that all of PUSA's scripts for Wan 2.2 have, LightX2V's among them."""
    adapters = [f"--{name}_lora_path={zoo / f'{name}_noise_pusa.safetensors'}" for name in ("high", "low")]
    strengths = ("--high_lora_alpha", "1.5", "--low_lora_alpha", "1.4")
    steps = ("--lightx2v", "--cfg_scale", "1", "--num_inference_steps", "4", "--switch_DiT_boundary", "0.875")
    return ["--base_dir", str(zoo / "Wan2.2-T2V-A14B"), *adapters, *strengths, *steps, "--prompt", "a wave"]


def asked(zoo: Path, *words: str):
    return request_from(parser("1").parse_args([*words, "-o", str(zoo / "film.mp4")]), lambda clip: Fraction(24))


def test_pusas_own_command_lines_are_understood(zoo, pusas):
    clip, still = str(zoo / "clip.mp4"), str(zoo / "still.png")
    images = ("--image_paths", still, still, "--cond_position", "0,20", "--noise_multipliers", "0.2,0.5")
    animated = asked(zoo, "animate", *images, "--num_frames", "81", "--fps", "24", *pusas)
    assert isinstance(animated, GenerateRequest)
    assert [(each.at, each.noise) for each in animated.keyframes] == [(0, 0.2), (Fraction(80, 24), 0.5)]
    noise = ("--noise_multipliers", "0,0.3,0.4,0.5")
    longer = asked(zoo, "extend", "--video_path", clip, "--extend_from_end", "13", *noise, "--seconds", "1", *pusas)
    assert (longer.context.frames, longer.context.noise) == (13, (0.0, 0.3, 0.4, 0.5))
    latents = ("--cond_position", "0,20", "--noise_multipliers", "0.3,0.3")
    completed = asked(zoo, "complete", "--video_path", clip, *latents, *pusas)
    assert isinstance(completed, CompleteRequest)
    for request in (animated, longer, completed):
        experts = [(each.expert, each.strength) for each in request.sampling.adapters]
        assert experts == [(Expert.HIGH, None), (Expert.LOW, None), (Expert.HIGH, 1.5), (Expert.LOW, 1.4)]
        assert (request.sampling.steps, request.sampling.guidance, request.sampling.boundary) == (4, 1.0, 0.875)


def test_a_clip_is_extended_by_it_told_of_and_made_again(zoo, pusas, capsys):
    typed = ["extend", str(zoo / "clip.mp4"), "--frames", "8", "--context", "5", "--preset", "Natural", *pusas]
    typed += ["--keyframe", f"{zoo / 'still.png'}@0.25~0.3", "--prompt-at", "0.2=foam", "-o", str(zoo / "film.mp4")]
    assert main([*typed, "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["said"]["later"] == [["1/5", "foam"]]
    [given] = told["keyframes"]
    assert (given["frame"], given["sigmas"]) == (6, [row[given["latent"]] for row in told["plan"]["sigmas"]])
    assert len(given["sigmas"]) == 5
    assert main([*typed, "--json"]) == 0
    [take] = json.loads(capsys.readouterr().out)["takes"]
    assert probe(Path(take["film"])).duration == Fraction(32, 24)
    assert main(["info", take["path"]]) == 0
    out = capsys.readouterr().out
    assert "high_noise_pusa.safetensors strength 1.5 high-noise" in out
    assert "  prompt: a wave\n" in out
    assert "  negative: ours, since none was given\n" in out
    assert main(["again", take["path"], "--json"]) == 0
    [again] = json.loads(capsys.readouterr().out)["takes"]
    assert np.array_equal(pixels(take["path"]), pixels(again["path"]))


def test_a_new_clips_frames_are_counted_at_the_models_rate(zoo):
    words = ("generate", "a cat", "--frames", "32", "--model", str(zoo / "Wan2.2-T2V-A14B"))
    assert asked(zoo, *words).duration == 2  # Wan's 16 a second
    assert asked(zoo, *words[:4]).duration == Fraction(32, 24)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_folder_that_holds_no_model_ends_with_5_before_anything_is_made(zoo, tmp_path, dry, capsys):
    host, typed = FakeHost(), ["extend", str(zoo / "clip.mp4"), "--seconds", "1", "--model", str(tmp_path), *dry]
    assert main([*typed, "-o", str(zoo / "film.mp4")], host) == 5
    assert "holds no model" in capsys.readouterr().err
    assert host.ran == []


def pixels(path: str) -> np.ndarray:
    return np.stack([frame.image for frame in read_frames(Path(path))])
