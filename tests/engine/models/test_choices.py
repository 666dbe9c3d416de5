"""What can be chosen to make frames with."""

from pathlib import Path

import pytest

from engine.asking import extend_request
from engine.errors import RequestError
from engine.models.adapters import Kind
from engine.models.chosen import outline_for
from engine.models.on_disk.store import Choice, Store, choices
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Adapter, Expert
from tests.engine.models.files import LARGE, PUBLISHED, SMALL, adapter, comfy, lightning, pusa, safetensors
from tests.engine.tiny_wan import comfy_wan

BASE = "wan2.2-t2v-a14b-fp8-scaled"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Store()


@pytest.fixture
def root(tmp_path: Path, mine: Store) -> Path:
    """Wan 2.2 as ComfyUI's users have it, with PUSA and LightX2V."""
    folder = lightning(pusa(comfy(tmp_path / "models")))
    mine.add(folder)
    return folder


def by_id(store: Store) -> dict[str, Choice]:
    return {each.id: each for each in choices(store.shelf())}


def experts_of(adapters: tuple[Adapter, ...]) -> list[tuple[str, Expert]]:
    return [(each.path.name, each.expert) for each in adapters]


def test_the_built_in_model_can_be_chosen_with_nothing_on_the_shelf(mine: Store) -> None:
    assert [(each.model, each.missing) for each in choices(mine.shelf())] == [(BUILT_IN, ()), (BUILT_IN_NETWORK, ())]


def test_a_preset_joins_a_base_and_its_adapters_for_each_expert(mine: Store, root: Path) -> None:
    found = by_id(mine)
    presets = ["wan2.2-pusa-lightx2v", "wan2.2-pusa", f"{BASE}:lightx2v"]
    assert list(found) == [BUILT_IN, BUILT_IN_NETWORK, BASE, *presets]
    assert not any(each.missing for each in found.values())
    preset = found["wan2.2-pusa-lightx2v"]
    assert (preset.model, preset.title) == (BASE, "Wan 2.2 + PUSA + LightX2V, 4 steps, guidance 1 (fp8 scaled)")
    assert experts_of(preset.adapters) == [
        ("high_noise_model.safetensors", Expert.HIGH),
        ("low_noise_model.safetensors", Expert.LOW),
        ("high_noise_pusa.safetensors", Expert.HIGH),
        ("low_noise_pusa.safetensors", Expert.LOW),
    ]


def test_what_lacks_something_comes_last_and_says_what(mine: Store, root: Path) -> None:
    (root / "loras" / "low_noise_pusa.safetensors").unlink()
    found = by_id(mine)
    assert list(found)[-2:] == ["wan2.2-pusa-lightx2v", "wan2.2-pusa"]
    published = "from RaphaelLiu/Pusa-Wan2.2-V1 or Kijai/WanVideo_comfy"
    assert found["wan2.2-pusa"].missing == (f"PUSA for Wan 2.2, low-noise ({published})",)


def test_each_form_of_a_base_has_its_presets_and_the_most_precise_one_their_own_names(mine: Store, root: Path) -> None:
    for noise in ("high", "low"):
        name = f"wan2.2_t2v_{noise}_noise_14B_fp16.safetensors"
        safetensors(root / "diffusion_models" / name, PUBLISHED[LARGE], "F16")
    found = by_id(mine)
    assert found["wan2.2-pusa"].model == "wan2.2-t2v-a14b-fp16"
    assert found[f"wan2.2-pusa:{BASE}"].model == BASE
    comfy(root / "more")
    found = by_id(mine)
    assert found[f"wan2.2-pusa:{BASE}"].title == f"Wan 2.2 + PUSA, 30 steps, guidance 3 (fp8 scaled, {BASE})"
    assert found[f"wan2.2-pusa:{BASE}-2"].title.endswith(f"(fp8 scaled, {BASE}-2)")


def test_adapters_say_what_they_are_for_and_which_models_here_they_fit(mine: Store, root: Path, tmp_path: Path) -> None:
    adapter(root / "loras" / "style.safetensors", ("lora_A", "lora_B"), 32, width=1536, blocks=30)
    adapter(root / "loras" / "i2v_lightx2v.safetensors", ("lora_down", "lora_up"), 64, alpha=True)
    found = {each.path.name: each for each in mine.shelf().adapters}
    assert (found["high_noise_pusa.safetensors"].entry, found["high_noise_pusa.safetensors"].fits) == (
        *("pusa-2.2-high", (BASE,)),
    )
    style = found["style.safetensors"]
    assert (style.kind, style.entry, style.fits) == (Kind.OTHER, "", (BASE,)[:0])
    assert "for transformers of 30 blocks, 1536 wide" in style.about
    assert found["i2v_lightx2v.safetensors"].entry == ""  # its name alone tells that it is for pictures


def test_adapters_that_fit_are_joined_with_a_model_of_which_the_catalogue_has_no_preset(
    mine: Store, tmp_path: Path
) -> None:
    root = comfy(tmp_path / "models", experts=False)
    safetensors(root / "diffusion_models" / "small.safetensors", PUBLISHED[SMALL])
    small = {"width": 1536, "blocks": 30}
    adapter(root / "a.safetensors", ("lora_A", "lora_B"), 512, **small)
    adapter(root / "b.safetensors", ("lora_down", "lora_up"), 64, alpha=True, also=".diff_b", **small)
    mine.add(root)
    base = "wan2.1-t2v-1.3b-bf16"
    found = {each.id: each for each in choices(mine.shelf()) if each.id.startswith(f"{base}:")}
    assert list(found) == [f"{base}:pusa-lightx2v", f"{base}:pusa", f"{base}:lightx2v"]
    both = found[f"{base}:pusa-lightx2v"]
    assert both.title == "Wan 2.1 T2V 1.3B (bf16) + PUSA + LightX2V, 4 steps, guidance 1"
    request = extend_request("a.mp4", seconds=1, output="b.mp4", model=both.id)
    assert [each.path.name for each in request.sampling.adapters] == ["b.safetensors", "a.safetensors"]
    assert (outline_for(request).defaults.steps, outline_for(request).defaults.guidance) == (4, 1.0)


def test_an_adapter_whose_name_says_no_expert_is_offered_once_the_user_has_said_it(mine: Store, root: Path) -> None:
    unnamed = (root / "loras" / "low_noise_pusa.safetensors").rename(root / "loras" / "mine.safetensors")
    (lacks,) = by_id(mine)["wan2.2-pusa"].missing
    assert lacks.endswith("if mine.safetensors is it, say so: models expert, or Window > Models)")
    mine.say(unnamed, Expert.LOW)
    assert experts_of(by_id(mine)["wan2.2-pusa"].adapters)[1] == ("mine.safetensors", Expert.LOW)


def asked(model: str, **settings: object) -> tuple[str, list[tuple[str, Expert]]]:
    request = extend_request("a.mp4", seconds=1, output="b.mp4", model=model, **settings)  # type: ignore[arg-type]
    return request.model, experts_of(request.sampling.adapters)


def test_a_request_says_a_presets_model_and_adapters_in_full(mine: Store, root: Path) -> None:
    request = extend_request("a.mp4", seconds=1, output="b.mp4", model="wan2.2-pusa-lightx2v")
    assert (request.model, request.sampling.adapters) == (BASE, by_id(mine)["wan2.2-pusa-lightx2v"].adapters)
    found = outline_for(request)
    assert (found.name, found.defaults.steps, found.defaults.guidance) == (
        *("Wan 2.2 T2V A14B with LightX2V and PUSA", 4, 1.0),
    )


def test_a_bases_own_name_means_the_most_precise_of_its_models(mine: Store, root: Path) -> None:
    assert asked("wan2.2") == asked("wan2.2-t2v-a14b") == (BASE, [])


def test_lightx2v_is_found_on_the_shelf_for_a_name_and_for_a_path(mine: Store, root: Path) -> None:
    both = [(f"{noise}_noise_model.safetensors", expert) for noise, expert in EXPERTS.items()]
    path = mine.shelf().models[0].layout.transformers[0]
    assert asked(BASE, lightx2v=True) == (BASE, both)
    assert asked(str(path), lightx2v=True) == (str(path), both)
    assert len(asked("wan2.2-pusa-lightx2v", lightx2v=True)[1]) == 4  # none twice
    (root / "loras" / "Wan2.2-T2V-A14B-4steps-lora-rank64-Seko-V1.1" / "low_noise_model.safetensors").unlink()
    with pytest.raises(RequestError, match="is not in the folders you added"):
        asked(BASE, lightx2v=True)


EXPERTS = {"high": Expert.HIGH, "low": Expert.LOW}


def test_a_preset_that_lacks_something_is_refused_by_what(mine: Store, root: Path) -> None:
    (root / "loras" / "low_noise_pusa.safetensors").unlink()
    with pytest.raises(RequestError, match=r"missing is PUSA for Wan 2\.2, low-noise"):
        asked("wan2.2-pusa")


def test_a_model_the_catalogue_does_not_know_can_be_chosen_by_its_name(mine: Store, tmp_path: Path) -> None:
    mine.add(comfy_wan(tmp_path / "models"))
    assert by_id(mine)["wan2.1-t2v-fp32"].title == "wan2.1_t2v (fp32)"
    assert asked("wan2.1-t2v-fp32") == ("wan2.1-t2v-fp32", [])
