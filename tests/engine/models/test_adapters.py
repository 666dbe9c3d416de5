"""What an adapter's file tells of its kind."""

from pathlib import Path

import pytest
import torch

from engine.errors import ModelError
from engine.models.adapters import Kind, adapter_kind, usual_strength
from tests.engine.models.files import adapter, safetensors

AB, DOWN_UP = ("lora_A", "lora_B"), ("lora_down", "lora_up")
LIGHTX2V = Kind.LIGHTX2V
# Name, factors, rank, whether it has an alpha, more that a file may have, and what it is.
ADAPTERS = {
    "PUSA as it was trained": ("a", AB, 512, False, {"middle": ".default"}, Kind.PUSA),
    "PUSA without its training's names": ("a", AB, 512, False, {"prefix": "diffusion_model."}, Kind.PUSA),
    "PUSA made smaller, by its name": ("Wan21_PusaV1_rank64", AB, 64, False, {}, Kind.PUSA),
    "PUSA rewritten with an alpha": ("pusa_v1", DOWN_UP, 512, True, {}, Kind.PUSA),
    "a style": ("style", AB, 32, False, {}, Kind.OTHER),
    "a style by the trainer that PUSA's came from": ("style", AB, 32, False, {"middle": ".default"}, Kind.OTHER),
    "one of rank 512 with an alpha": ("a", AB, 512, True, {}, Kind.OTHER),
    "LightX2V by what it changes": ("a", DOWN_UP, 32, True, {"also": ".diff_b"}, Kind.LIGHTX2V),
    "LightX2V by its name": ("lightx2v_T2V_14B_cfg_step_distill", DOWN_UP, 64, True, {}, Kind.LIGHTX2V),
    "Lightning under its published name": ("high_noise_model", DOWN_UP, 64, True, {}, Kind.LIGHTX2V),
    "PUSA made smaller layer by layer": ("Wan22_PusaV1_lora_HIGH_resized", DOWN_UP, 98, True, {}, Kind.PUSA),
    "LightX2V in another layout": ("wan2.2_t2v_low_noise_lora_rank64_lightx2v_4step_1217", AB, 64, True, {}, LIGHTX2V),
    "a style with a word of its name": ("lightning_over_the_sea", DOWN_UP, 64, True, {}, Kind.OTHER),
    "a style in LightX2V's layout": ("style", DOWN_UP, 64, True, {"prefix": "diffusion_model."}, Kind.OTHER),
}


@pytest.mark.parametrize("which", ADAPTERS)
def test_an_adapters_kind_is_told_by_its_layout_and_where_that_does_not_by_its_name(tmp_path: Path, which: str) -> None:
    name, factors, rank, alpha, extra, kind = ADAPTERS[which]
    path = adapter(tmp_path / f"{name}.safetensors", factors, rank, width=16, blocks=2, alpha=alpha, **extra)
    assert adapter_kind(path) is kind


@pytest.mark.parametrize(
    ("place", "said", "kind"),
    [
        ("PUSA/Wan2.2-Lightning/model.safetensors", "", Kind.LIGHTX2V),
        ("Wan2.2-T2V-A14B-4steps-lora/model.safetensors", "", Kind.LIGHTX2V),
        ("loras/model.safetensors", "trained by lightx2v", Kind.LIGHTX2V),
        ("loras/14steps.safetensors", "", Kind.OTHER),
    ],
)
def test_a_folders_name_and_the_files_own_words_hint_too(tmp_path: Path, place: str, said: str, kind: Kind) -> None:
    shapes = {"blocks.0.self_attn.q.lora_down.weight": (4, 8), "blocks.0.self_attn.q.lora_up.weight": (8, 4)}
    assert adapter_kind(safetensors(tmp_path / place, shapes, about=said)) is kind


def test_the_published_pickle_is_known_without_being_run(tmp_path: Path) -> None:
    torch.save({"blocks.0.self_attn.q.lora_A.default.weight": torch.zeros(512, 8)}, tmp_path / "v1.pt")
    torch.save({"weights": torch.zeros(2, 8)}, tmp_path / "other.pt")
    assert adapter_kind(tmp_path / "v1.pt") is Kind.PUSA
    assert adapter_kind(tmp_path / "other.pt") is Kind.OTHER


def test_a_file_that_is_written_anew_is_looked_into_anew(tmp_path: Path) -> None:
    path = adapter(tmp_path / "a.safetensors", AB, 512, width=16, blocks=1)
    assert adapter_kind(path) is Kind.PUSA
    adapter(path, AB, 16, width=16, blocks=1)
    assert adapter_kind(path) is Kind.OTHER


def test_pusa_is_merged_more_strongly_than_others() -> None:
    strengths = [usual_strength(kind, high) for kind in (Kind.PUSA, Kind.LIGHTX2V) for high in (False, True)]
    assert strengths == [1.4, 1.5, 1.0, 1.0]


@pytest.mark.parametrize("name", ["adapter.safetensors", "adapter.pt"])
def test_what_is_no_adapter_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="There is no file"):
        adapter_kind(tmp_path / name)
    (tmp_path / name).write_bytes(b"nothing of the kind")
    with pytest.raises(ModelError, match="damaged"):
        adapter_kind(tmp_path / name)
