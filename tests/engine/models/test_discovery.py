"""Which files of a folder tree may be part of a model."""

import json
import os
import time
from pathlib import Path

import pytest

from engine.models.on_disk import discovery
from engine.models.on_disk.discovery import Search
from tests.engine.models.files import safetensors
from tests.engine.tiny_wan import hub_cache, original_wan, tiny_wan


def found(folder: Path, search: Search | None = None) -> list[str]:
    return [str(path.relative_to(folder)) for path in (search or Search()).candidates(folder)]


def test_a_network_with_its_configuration_or_its_shards_is_one_folder(tmp_path: Path) -> None:
    tiny_wan(tmp_path / "tiny")
    original_wan(tmp_path / "own")
    for name in ("one", "two"):
        safetensors(tmp_path / "shards" / f"{name}.safetensors", {f"{name}.weight": [2]})
    index = {"weight_map": {f"{name}.weight": f"{name}.safetensors" for name in ("one", "two")}}
    (tmp_path / "shards" / "model.safetensors.index.json").write_text(json.dumps(index))
    assert found(tmp_path) == [
        *("own", "own/Wan2.1_VAE.pth", "own/models_t5_umt5-xxl-enc-bf16.pth", "own/google/umt5-xxl/tokenizer.json"),
        "shards",
        *("tiny/text_encoder", "tiny/tokenizer/tokenizer.json", "tiny/transformer", "tiny/vae"),
    ]


@pytest.mark.parametrize("told", ["{", "[1]", '{"architectures": 5}', '{"architectures": [5], "_class_name": {}}'])
def test_a_configuration_that_says_nothing_leaves_single_files(tmp_path: Path, told: str) -> None:
    (tmp_path / "config.json").write_text(told)
    (tmp_path / "a.safetensors").write_bytes(b"x")
    assert found(tmp_path) == ["a.safetensors"]


def test_single_files_are_found_at_any_depth_and_others_are_passed_by(tmp_path: Path) -> None:
    for name in ("a/b/c/d.safetensors", "loras/x.pt", "unet/y.gguf", "notes.txt", "out/z.png", ".git/w.safetensors"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert found(tmp_path) == ["a/b/c/d.safetensors", "loras/x.pt", "unet/y.gguf"]


def test_one_file_may_be_looked_into_alone(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"x")
    assert list(Search().candidates(tmp_path / "a.safetensors")) == [tmp_path / "a.safetensors"]


def test_hugging_faces_cache_is_read_through_its_links_and_each_file_once(tmp_path: Path) -> None:
    hub_cache(tmp_path)
    there = found(tmp_path)
    assert [path.rpartition("/")[2] for path in there] == ["text_encoder", "tokenizer.json", "transformer", "vae"]
    assert all("/snapshots/" in path for path in there)


def test_links_that_run_round_and_lead_to_nothing_are_survived(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    (tmp_path / "gone.safetensors").symlink_to(tmp_path / "nowhere")
    elsewhere = tmp_path.parent / f"{tmp_path.name} elsewhere"
    (elsewhere / "loras").mkdir(parents=True)
    (elsewhere / "loras" / "x.safetensors").write_bytes(b"x")
    (tmp_path / "loras").symlink_to(elsewhere / "loras")
    assert found(tmp_path) == ["loras/x.safetensors"]


def test_a_folder_that_may_not_be_looked_into_is_told_and_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.safetensors").write_bytes(name.encode())
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    search = Search()
    assert found(tmp_path, search) == ["open/x.safetensors"]
    assert [(each.path, each.why) for each in search.unusable] == [
        (tmp_path / "closed", "It cannot be looked into: Permission denied.")
    ]


def test_a_tree_without_end_is_left_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MOST_FILES", 10)
    for number in range(30):
        (tmp_path / f"{number:02}").mkdir()
        (tmp_path / f"{number:02}" / "x.safetensors").write_bytes(b"x")
    search = Search()
    assert len(found(tmp_path, search)) < 30
    assert "more than 10 files" in search.unusable[0].why


def test_the_search_tells_where_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    seen: list[str] = []

    def stop(folder: str, files: int) -> None:
        seen.append(Path(folder).name)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(tmp_path, Search(stop))
    assert seen == [tmp_path.name, "a"]


def test_many_files_are_gone_through_in_seconds(tmp_path: Path) -> None:
    for number in range(500):
        folder = tmp_path / f"{number // 50}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.safetensors").write_bytes(b"x")
    started = time.perf_counter()
    assert len(found(tmp_path)) == 500
    assert time.perf_counter() - started < 5
