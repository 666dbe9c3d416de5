"""The cache of encoded prompts: what was encoded once is read, what is damaged is made anew, old ones leave."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.generation.loaded.words.text_cache import TextCache
from engine.generation.tensor_cache import cache_folder


class Encoder:
    """Counts how often it is asked."""

    def __init__(self, value: float = 1.0, dtype: torch.dtype = torch.float32) -> None:
        self.tensor, self.asked = torch.full((1, 6, 4), value, dtype=dtype), 0

    def __call__(self) -> Tensor:
        self.asked += 1
        return self.tensor


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_prompt_is_encoded_once_also_by_the_next_run(tmp_path: Path, dtype: torch.dtype) -> None:
    encoder = Encoder(0.3, dtype)
    first = TextCache(tmp_path / "text").cached("a wave", encoder)
    again = TextCache(tmp_path / "text").cached("a wave", encoder)
    assert encoder.asked == 1
    assert again.dtype == dtype
    assert torch.equal(first, again)


def test_another_prompt_is_another_embedding(tmp_path: Path) -> None:
    cache = TextCache(tmp_path)
    assert cache.cached("a wave", Encoder(1.0))[0, 0, 0] == 1
    assert cache.cached("a field", Encoder(2.0))[0, 0, 0] == 2
    assert cache.cached("a wave", Encoder(3.0))[0, 0, 0] == 1


@pytest.mark.parametrize("damage", ["cut off", "one bit changed", "empty", "another's"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = TextCache(tmp_path)
    cache.cached("a wave", Encoder(1.0))
    [path] = files(tmp_path)
    whole = bytearray(path.read_bytes())
    if damage == "another's":
        cache.cached("a field", Encoder(7.0))
        [other] = [each for each in files(tmp_path) if each != path]
        whole = bytearray(other.read_bytes())
    whole[-2] ^= damage == "one bit changed"
    path.write_bytes(whole[: {"cut off": -3, "empty": 0}.get(damage, len(whole))])
    encoder = Encoder(5.0)
    assert cache.cached("a wave", encoder)[0, 0, 0] == 5
    assert cache.cached("a wave", encoder)[0, 0, 0] == 5
    assert encoder.asked == 1


def test_what_was_not_asked_for_longest_leaves_first(tmp_path: Path) -> None:
    TextCache(tmp_path).cached("0", Encoder())
    size = files(tmp_path)[0].stat().st_size
    cache = TextCache(tmp_path, most=3 * size)
    for number in range(1, 3):
        cache.cached(str(number), Encoder())
    for age, path in enumerate(files(tmp_path)):
        os.utime(path, (1000 + age, 1000 + age))
    cache.cached("0", Encoder())  # is the youngest again
    cache.cached("3", Encoder())
    assert len(files(tmp_path)) == 3
    kept = {key: Encoder() for key in ("0", "3")}
    for key, encoder in kept.items():
        cache.cached(key, encoder)
    assert [encoder.asked for encoder in kept.values()] == [0, 0]


def test_where_nothing_can_be_written_it_is_encoded_every_time(tmp_path: Path) -> None:
    (tmp_path / "text").touch()
    encoder = Encoder()
    for _ in range(2):
        assert torch.equal(TextCache(tmp_path / "text").cached("a wave", encoder), encoder.tensor)
    assert encoder.asked == 2


def test_an_encoder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> Tensor:
        raise MemoryError

    with pytest.raises(MemoryError):
        TextCache(tmp_path).cached("a wave", fail)
    assert files(tmp_path) == []


def test_what_a_killed_run_had_begun_goes_and_what_another_one_writes_stays(tmp_path: Path) -> None:
    old, fresh = tmp_path / "old.part", tmp_path / "fresh.part"
    old.touch()
    fresh.touch()
    os.utime(old, (1000, 1000))
    TextCache(tmp_path).cached("a wave", Encoder())
    assert not old.exists()
    assert fresh.exists()


def fill(folder: Path) -> None:
    """With room for about half of them, so that files leave and come again all the time."""
    cache = TextCache(folder, most=1000)
    for number in range(60):
        value = number % 7
        assert torch.equal(cache.cached(str(value), Encoder(value)), Encoder(value).tensor)


def test_several_at_once_never_read_each_others_halves(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for filling in [pool.submit(fill, tmp_path) for _ in range(4)]:
            filling.result()
    assert {path.suffix for path in files(tmp_path)} == {".safetensors"}
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 1000


def test_the_default_place_is_the_users_own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "Longtake")
    assert cache_folder("text") == tmp_path / "Longtake" / "text"
    TextCache().cached("a wave", Encoder())
    assert len(files(tmp_path / "Longtake" / "text")) == 1
