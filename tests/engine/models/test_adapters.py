"""What an adapter's file tells of its kind."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from engine.errors import ModelError
from engine.models.adapters import Kind, adapter_kind, usual_strength

PAIRS = {
    "PUSA as it was trained": (("lora_A.default.weight", "lora_B.default.weight"), 4, Kind.PUSA),
    "PUSA without its training's names": (("lora_A.weight", "lora_B.weight"), 512, Kind.PUSA),
    "another one": (("lora_A.weight", "lora_B.weight"), 32, Kind.OTHER),
    "LightX2V": (("lora_down.weight", "lora_up.weight"), 64, Kind.LIGHTX2V),
}


@pytest.mark.parametrize("layout", PAIRS)
@pytest.mark.parametrize("prefix", ["", "diffusion_model."])
def test_an_adapters_layout_tells_its_kind(tmp_path: Path, layout: str, prefix: str) -> None:
    names, rank, kind = PAIRS[layout]
    shapes = (rank, 8), (8, rank)
    module = f"{prefix}blocks.0.self_attn.q"
    tensors = {f"{module}.{name}": torch.zeros(shape) for name, shape in zip(names, shapes, strict=True)}
    save_file(tensors, tmp_path / "adapter.safetensors")
    assert adapter_kind(tmp_path / "adapter.safetensors") is kind


def test_an_adapter_with_an_alpha_of_its_own_is_not_pusas(tmp_path: Path) -> None:
    module = "blocks.0.self_attn.q"
    tensors = {f"{module}.lora_A.weight": torch.zeros(512, 8), f"{module}.lora_B.weight": torch.zeros(8, 512)}
    save_file(tensors | {f"{module}.alpha": torch.tensor(64.0)}, tmp_path / "adapter.safetensors")
    assert adapter_kind(tmp_path / "adapter.safetensors") is Kind.OTHER


def test_the_published_pickle_is_known_without_being_run(tmp_path: Path) -> None:
    torch.save({"blocks.0.self_attn.q.lora_A.default.weight": torch.zeros(2, 8)}, tmp_path / "pusa_v1.pt")
    torch.save({"weights": torch.zeros(2, 8)}, tmp_path / "other.pt")
    assert adapter_kind(tmp_path / "pusa_v1.pt") is Kind.PUSA
    assert adapter_kind(tmp_path / "other.pt") is Kind.OTHER


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
