"""The folders a user has models in, and what is found there."""

import json
import shutil
from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.models.contents import kept_headers
from engine.models.defaults import WAN_21, WAN_22
from engine.models.files.gguf_header import Kind
from engine.models.layouts import layout
from engine.models.on_disk.store import Known, Store
from engine.models.outlines import outline
from engine.requests import Expert
from tests.engine.models.files import (
    FIVE,
    LARGE,
    LARGE_VAE,
    PUBLISHED,
    SMALL,
    VAE,
    comfy,
    gguf,
    safetensors,
    tokenizer,
    transformers_keys,
)
from tests.engine.tiny_wan import comfy_wan, hub_cache, original_wan, tiny_wan


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The user's own, which names are looked up in."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return Store()


def only(store: Store) -> Known:
    (model,) = store.shelf().models
    return model


def test_comfy_uis_tree_is_a_model_of_two_experts_used_in_place(tmp_path: Path, store: Store) -> None:
    root = comfy(tmp_path / "models")
    before = sorted(tmp_path.rglob("*"))
    store.add(root)
    model = only(store)
    assert (model.name, model.entry, model.is_ready) == ("wan2.2-t2v-a14b-fp8-scaled", "wan2.2-t2v-a14b", True)
    assert model.title == "Wan 2.2 T2V A14B (fp8 scaled)"
    names = [path.name for path in model.layout.transformers]
    assert names == [f"wan2.2_t2v_{noise}_noise_14B_fp8_scaled.safetensors" for noise in ("high", "low")]
    assert model.layout.tokenizer == model.layout.text_encoder
    assert 30e9 < model.bytes < 31e9  # two experts of 8 bits a number, and what goes with them
    assert [path for path in sorted(tmp_path.rglob("*")) if "data" not in path.parts] == before


def test_folders_as_they_are_published_and_hugging_faces_cache_are_found(tmp_path: Path, store: Store) -> None:
    tiny_wan(tmp_path / "zoo" / "one")
    original_wan(tmp_path / "zoo" / "two", experts=2)
    snapshot = hub_cache(tmp_path / "zoo" / "hub")
    store.add(tmp_path / "zoo")
    found = {model.name: model for model in store.shelf().models}
    assert {name: model.missing for name, model in found.items()} == {
        "one-fp32": (),
        "two-fp32": (),
        "wan-fp32": (),  # of tiny/wan
    }
    assert snapshot.parent in found["wan-fp32"].layout.vae.parents
    two = found["two-fp32"].layout
    assert [path.name for path in two.transformers] == ["high_noise_model", "low_noise_model"]
    assert two.vae == tmp_path / "zoo" / "two" / "Wan2.1_VAE.pth"


def test_a_model_that_lacks_parts_says_which_and_where_they_are_published(tmp_path: Path, store: Store) -> None:
    safetensors(tmp_path / "zoo" / "wan.safetensors", PUBLISHED[SMALL])
    store.add(tmp_path / "zoo")
    lacking = only(store)
    assert [words.partition(" (")[0] for words in lacking.missing] == ["VAE of Wan 2.1", "text encoder umT5-XXL"]
    assert "Wan2.1_VAE.pth of Wan-AI/Wan2.1-T2V-14B" in lacking.missing[0]
    safetensors(tmp_path / "zoo" / "vae.safetensors", PUBLISHED[VAE])
    safetensors(tmp_path / "zoo" / "t5.safetensors", transformers_keys())
    assert [words.partition(" (")[0] for words in only(store).missing] == ["tokenizer of umT5"]
    tokenizer(tmp_path / "zoo" / "tokenizer.json", 256300)
    assert only(store).is_ready


def test_a_vae_that_is_anothers_by_its_name_alone_does_not_go_with_it(tmp_path: Path, store: Store) -> None:
    root = comfy(tmp_path / "models")
    mine = safetensors(root / "vae" / "qwen_image_vae.safetensors", PUBLISHED[VAE])
    store.add(root)
    assert only(store).layout.vae.name == "wan_2.1_vae.safetensors"
    only(store).layout.vae.unlink()
    assert "VAE of Wan 2.1" in only(store).missing[0]
    mine.rename(root / "vae" / "mine.safetensors")
    assert only(store).layout.vae.name == "mine.safetensors"


def test_a_download_that_was_cut_off_is_told_and_what_lies_beside_it_is_found(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "wan"
    shards = [f"diffusion_pytorch_model-{number:05}-of-00002.safetensors" for number in (1, 2)]
    index = {"weight_map": {f"{number}": name for number, name in enumerate(shards)}}
    folder.mkdir()
    (folder / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))
    (folder / shards[0]).symlink_to(tmp_path / "blobs" / "0.incomplete")
    store.add(folder)
    assert "2 of its 2 files are missing" in store.shelf().unusable[0].why
    safetensors(folder / shards[1], {"1": [4]})
    vae = safetensors(folder / "vae.safetensors", PUBLISHED[VAE])
    safetensors(folder / "small.safetensors", PUBLISHED[SMALL])
    assert "1 of its 2 files are missing" in store.shelf().unusable[0].why
    assert only(store).layout.vae == vae


def test_the_vae_of_another_size_and_the_tokenizer_of_another_encoder_do_not_go_with_it(
    tmp_path: Path, store: Store
) -> None:
    safetensors(tmp_path / "zoo" / "wan.safetensors", PUBLISHED[FIVE])
    safetensors(tmp_path / "zoo" / "vae.safetensors", PUBLISHED[VAE])
    safetensors(tmp_path / "zoo" / "t5.safetensors", transformers_keys())
    tokenizer(tmp_path / "zoo" / "tokenizer.json", 32100)
    store.add(tmp_path / "zoo")
    assert [words.partition(" (")[0] for words in only(store).missing] == [
        "VAE of Wan 2.2 TI2V 5B",
        "tokenizer of umT5",
    ]
    safetensors(tmp_path / "zoo" / "vae22.safetensors", PUBLISHED[LARGE_VAE])
    tokenizer(tmp_path / "zoo" / "spiece.model", 256300)
    assert (only(store).layout.vae.name, only(store).missing) == ("vae22.safetensors", ())


def test_the_part_in_the_same_tree_goes_first_then_the_nearest_in_precision(tmp_path: Path, store: Store) -> None:
    for tree in ("a", "b"):
        safetensors(tmp_path / tree / "vae" / "vae.safetensors", PUBLISHED[VAE], "F32")
    carried = {"vocabulary": ({"spiece_model": [9]}, "U8")}
    safetensors(tmp_path / "a" / "te" / "t5_16.safetensors", transformers_keys(), "BF16", carried)
    safetensors(tmp_path / "a" / "te" / "t5_8.safetensors", transformers_keys(), "F8_E4M3")
    safetensors(tmp_path / "b" / "unet" / "wan.safetensors", PUBLISHED[SMALL], "F8_E4M3")
    for tree in ("a", "b"):
        store.add(tmp_path / tree)
    narrow = {key: [24 if length == 96 else length for length in shape] for key, shape in PUBLISHED[VAE].items()}
    safetensors(tmp_path / "b" / "vae" / "light.safetensors", narrow, "F32")
    model = only(store)
    assert model.layout.vae == tmp_path / "b" / "vae" / "vae.safetensors"
    assert model.layout.text_encoder == tmp_path / "a" / "te" / "t5_8.safetensors"
    assert model.layout.tokenizer == tmp_path / "a" / "te" / "t5_16.safetensors"  # the other has no words


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("wan_high_noise_Q4.gguf", "wan_low_noise_Q4.gguf"), 1),
        (("Wan2_2-T2V-A14B_HIGH_Q4.gguf", "Wan2_2-T2V-A14B-LOW_Q4.gguf"), 1),
        (("HighNoise/Wan2.2-HighNoise-Q4.gguf", "LowNoise/Wan2.2-LowNoise-Q4.gguf"), 1),
        (("wan_high_noise_v1.gguf", "wan_low_noise_v2.gguf"), 2),
        (("Wan2.1_one.gguf", "Wan2.1_two.gguf"), 2),
    ],
)
def test_two_experts_are_paired_by_their_names_alone_where_all_else_is_the_same(
    tmp_path: Path, store: Store, names: tuple[str, ...], groups: int
) -> None:
    for name in names:
        gguf(tmp_path / "zoo" / name, PUBLISHED[LARGE], Kind.Q4_0)
    store.add(tmp_path / "zoo")
    found = [model.layout.transformers for model in store.shelf().models]
    assert len(found) == groups
    if groups == 1:
        assert [str(path.relative_to(tmp_path / "zoo")) for path in found[0]] == list(names)


def test_experts_that_are_stored_otherwise_are_no_pair_and_one_alone_says_what_it_lacks(
    tmp_path: Path, store: Store
) -> None:
    safetensors(tmp_path / "zoo" / "wan2.2_high_noise_14B.safetensors", PUBLISHED[LARGE], "F8_E4M3")
    safetensors(tmp_path / "zoo" / "wan2.2_low_noise_14B.safetensors", PUBLISHED[LARGE], "BF16")
    store.add(tmp_path / "zoo")
    found = {model.name: model.missing[0] for model in store.shelf().models}
    assert found == {
        "wan2.2-t2v-a14b-fp8": "the low-noise expert, of the same form",
        "wan2.2-t2v-a14b-bf16": "the high-noise expert, of the same form",
    }


def test_which_expert_a_file_is_for_can_be_said_whatever_its_name_says(tmp_path: Path, store: Store) -> None:
    """Each of these is stored as the other is, and named in no way that tells."""
    one, two = (safetensors(tmp_path / "zoo" / f"{name}.safetensors", PUBLISHED[LARGE]) for name in ("one", "two"))
    store.add(tmp_path / "zoo")
    assert {model.entry for model in store.shelf().models} == {"wan2.1-t2v-14b"}
    store.say(two, Expert.HIGH)
    assert [model.missing[0] for model in store.shelf().models if model.entry == "wan2.2-t2v-a14b"] == [
        "the low-noise expert, of the same form"
    ]
    store.say(one, Expert.LOW)
    model = only(store)
    assert (model.entry, model.layout.transformers) == ("wan2.2-t2v-a14b", (two, one))
    store.say(one, None)
    store.say(two, None)
    assert len(store.shelf().models) == 2
    with pytest.raises(ModelError, match="There is no file"):
        store.say(tmp_path / "three.safetensors", Expert.LOW)


def test_a_name_that_only_seems_to_tell_an_expert_can_be_overruled(tmp_path: Path, store: Store) -> None:
    file = safetensors(tmp_path / "zoo" / "wan14b_trained_at_low_noise.safetensors", PUBLISHED[LARGE])
    store.add(tmp_path / "zoo")
    assert only(store).entry == "wan2.2-t2v-a14b"
    store.say(file, Expert.BOTH)
    assert only(store).entry == "wan2.1-t2v-14b"


def test_an_unplugged_disk_is_told_and_its_models_have_their_names_again_when_it_is_back(
    tmp_path: Path, store: Store
) -> None:
    disk, other = tmp_path / "disk", tmp_path / "other"
    for folder in (disk, other):
        safetensors(folder / "wan.safetensors", PUBLISHED[SMALL])
        store.add(folder)
    assert {model.name for model in store.shelf().models} == {"wan2.1-t2v-1.3b-bf16", "wan2.1-t2v-1.3b-bf16-2"}
    before = {model.layout.transformers: model.name for model in store.shelf().models}
    disk.rename(tmp_path / "elsewhere")
    away = store.shelf()
    assert store.folders == (disk, other)
    assert [(each.path, each.why) for each in away.unusable] == [
        (disk, "It is not there now. Plug in its disk, or remove it here.")
    ]
    assert {model.layout.transformers: model.name for model in away.models}.items() <= before.items()
    (tmp_path / "elsewhere").rename(disk)
    assert {model.layout.transformers: model.name for model in store.shelf().models} == before


def test_one_bad_file_is_told_and_stops_nothing(tmp_path: Path, store: Store) -> None:
    root = comfy(tmp_path / "models")
    (root / "vae" / "broken.safetensors").write_bytes(b"\x10")
    (root / "loras").mkdir()
    (root / "loras" / "page.safetensors").write_text("<html>")
    store.add(root)
    shelf = store.shelf()
    assert [each.path.name for each in shelf.unusable] == ["page.safetensors", "broken.safetensors"]
    assert all(each.why for each in shelf.unusable)
    assert shelf.models[0].is_ready


def test_headers_are_read_once_and_again_where_a_file_has_changed(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        safetensors(tmp_path / "zoo" / f"{number // 100}" / f"{number}.safetensors", {"a.weight": [1]})
    safetensors(tmp_path / "zoo" / "wan.safetensors", PUBLISHED[SMALL])
    store.add(tmp_path / "zoo")
    read: list[str] = []
    look = kept_headers.inspected

    def counted(path: Path) -> object:
        read.append(path.name)
        return look(path)

    monkeypatch.setattr(kept_headers, "inspected", counted)
    first = store.shelf()
    assert len(read) == 201
    read.clear()
    assert store.shelf() == first
    assert read == []
    safetensors(tmp_path / "zoo" / "wan.safetensors", PUBLISHED[FIVE])
    assert store.shelf().models[0].entry == "wan2.2-ti2v-5b"
    assert read == ["wan.safetensors"]


@pytest.mark.parametrize("name", ["headers.json", "names.json", "folders.json"])
@pytest.mark.parametrize("content", ["", "{", "[1]", '{"files": 3, "models": [], "folders": {}}', "[" * 100_000])
def test_what_is_kept_may_be_damaged(tmp_path: Path, store: Store, name: str, content: str) -> None:
    store.add(comfy(tmp_path / "models"))
    store.shelf()
    (tmp_path / "data" / name).write_text(content)
    again = Store(tmp_path / "data")
    again.add(tmp_path / "models")
    assert only(again).is_ready


def test_folders_are_added_once_and_removed_without_touching_their_files(tmp_path: Path, store: Store) -> None:
    root = comfy(tmp_path / "models")
    store.add(root)
    store.add(root)
    assert store.folders == (root,)
    store.shelf()
    assert store.knows("wan2.2-t2v-a14b-fp8-scaled")
    store.remove(root)
    assert not store.knows("wan2.2-t2v-a14b-fp8-scaled")
    assert (store.folders, store.shelf().models, root.is_dir()) == ((), (), True)
    with pytest.raises(ModelError, match="never added"):
        store.remove(root)
    with pytest.raises(ModelError, match="There is no folder"):
        store.add(tmp_path / "nowhere")


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match="cannot be written"):
        Store(tmp_path / "data").add(tmp_path)


def test_a_name_on_the_shelf_leads_to_its_parts_also_where_nothing_is_kept(tmp_path: Path, mine: Store) -> None:
    mine.add(comfy_wan(tmp_path / "models", experts=2))
    (model,) = mine.shelf().models
    assert layout(model.name) == model.layout
    (tmp_path / "home" / "Longtake" / "models" / "names.json").unlink()
    assert layout(model.name) == model.layout
    with pytest.raises(ModelError, match='no model called "wan9"'):
        layout("wan9")
    model.layout.vae.unlink()
    with pytest.raises(ModelError, match="missing is VAE of"):
        layout(model.name)


def test_a_transformers_file_brings_the_parts_beside_it_else_those_on_the_shelf(tmp_path: Path, mine: Store) -> None:
    root = comfy_wan(tmp_path / "models")
    file = root / "diffusion_models" / "wan2.1_t2v.safetensors"
    beside = layout(file)
    assert (beside.transformers, beside.vae) == ((file,), root / "vae" / "wan_2.1_vae.safetensors")
    alone = tmp_path / "alone" / "wan2.1_t2v.safetensors"
    alone.parent.mkdir()
    shutil.copy(file, alone)
    with pytest.raises(ModelError, match="missing is VAE"):
        layout(alone)
    mine.add(root)
    found = layout(str(alone))
    assert (found.transformers, found.vae) == ((alone,), beside.vae)
    shutil.rmtree(root / "vae")
    with pytest.raises(ModelError, match="missing is VAE"):
        layout(alone)


def test_one_experts_file_finds_the_other_ones_folder_beside_its_own(tmp_path: Path, mine: Store) -> None:
    root = comfy(tmp_path / "models", experts=False)
    mine.add(root)
    files = [tmp_path / "hub" / f"{noise}Noise" / f"wan2.2-{noise}Noise-Q4.gguf" for noise in ("High", "Low")]
    for file in files:
        gguf(file, PUBLISHED[LARGE], Kind.Q4_0)
    assert layout(files[1]).transformers == tuple(files)


def test_a_file_that_is_no_transformer_is_said_to_be_what_it_is(tmp_path: Path, mine: Store) -> None:
    root = comfy_wan(tmp_path / "models")
    with pytest.raises(ModelError, match="a part of a model, its VAE"):
        layout(root / "vae" / "wan_2.1_vae.safetensors")
    safetensors(tmp_path / "i2v.safetensors", {**PUBLISHED[SMALL], "img_emb.proj.0.weight": [1280]})
    with pytest.raises(ModelError, match="image-to-video"):
        layout(tmp_path / "i2v.safetensors")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(ModelError, match="no file of weights"):
        layout(tmp_path / "notes.txt")
    with pytest.raises(ModelError, match="There is no model at"):
        layout(tmp_path / "nowhere" / "wan.safetensors")


def test_single_files_have_an_outline_by_their_headers(tmp_path: Path, mine: Store) -> None:
    mine.add(comfy(tmp_path / "models"))
    found = outline(only(mine).name)
    assert (found.name, found.channels, found.scale, found.experts) == ("Wan 2.2 T2V A14B", 16, 8, 2)
    assert found.defaults == WAN_22
    assert [file.name for file in found.files] == [
        *(f"wan2.2_t2v_{noise}_noise_14B_fp8_scaled.safetensors" for noise in ("high", "low")),
        *("wan_2.1_vae.safetensors", "umt5_xxl_fp8_e4m3fn_scaled.safetensors"),
    ]


def test_a_folder_on_the_shelf_has_the_outline_of_its_path(tmp_path: Path, mine: Store) -> None:
    two, own = tiny_wan(tmp_path / "zoo" / "two", experts=2), original_wan(tmp_path / "zoo" / "own")
    mine.add(tmp_path / "zoo")
    mine.shelf()
    assert outline("two-fp32") == outline(two)
    assert outline("own-fp32") == outline(own)
    assert outline("own-fp32").defaults == WAN_21


def test_a_name_whose_files_have_become_others_is_refused(tmp_path: Path, mine: Store) -> None:
    mine.add(comfy(tmp_path / "models"))
    name = only(mine).name
    safetensors(tmp_path / "models" / "vae" / "wan_2.1_vae.safetensors", PUBLISHED[LARGE_VAE])
    with pytest.raises(ModelError, match="16 channels and its VAE 48"):
        outline(name)
    safetensors(tmp_path / "models" / "vae" / "wan_2.1_vae.safetensors", PUBLISHED[SMALL])
    with pytest.raises(ModelError, match="is a transformer, not a VAE"):
        outline(name)
