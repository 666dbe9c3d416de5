"""Prompts of real model folders, whose encoder is tiny and random."""

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import ModelError
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.files.loading import load_transformer, usual_place
from engine.generation.loaded.words import text as text_module
from engine.generation.loaded.words.text import Words, empty_encoder, load_encoder, prompts_at
from engine.generation.loaded.words.text_cache import TextCache
from engine.generation.loaded.words.tokens import WORDS, cleaned, load_tokenizer
from engine.progress import Report
from engine.requests import LaterText, Text
from tests.engine.tiny_wan import WORDS as WIDTH
from tests.engine.tiny_wan import tiny_wan

HERE = usual_place()
TOKENIZER = Path("tokenizer", "tokenizer.json")
ONCE = (Fraction(0),)
SEQUENCE = Text("a cat", "fog", (LaterText(Fraction(1), "a dog"), LaterText(Fraction(2), "a bird")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_wan(tmp_path_factory.mktemp("wan"))


@pytest.fixture
def words(folder: Path, tmp_path: Path) -> Words:
    return Words(folder, HERE, TextCache(tmp_path / "cache"))


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every encoder that is loaded, by its folder."""
    seen: list[Path] = []
    load: Callable[..., torch.nn.Module] = load_encoder

    def counted(path: Path, where: object) -> torch.nn.Module:
        seen.append(path)
        return load(path, where)

    monkeypatch.setattr(text_module, "load_encoder", counted)
    return seen


def test_prompts_are_mended_unescaped_twice_and_folded() -> None:
    assert cleaned("  a cafÃ© \n by &amp;quot;the sea&amp;quot;\t") == 'a café by "the sea"'


def test_a_later_prompt_holds_from_its_time_on_and_the_first_one_before() -> None:
    times = [Fraction(-1, 2), Fraction(0), Fraction(7, 8), Fraction(1), Fraction(3, 2), Fraction(2), Fraction(9)]
    assert prompts_at(SEQUENCE, times) == ("a cat", "a cat", "a cat", "a dog", "a dog", "a bird", "a bird")


def test_a_prompt_is_512_words_whatever_its_length_and_zero_past_its_own(words: Words, folder: Path) -> None:
    positive, negative = words(Text("a cat", "fog " * 300), ONCE)
    count = len(load_tokenizer(folder / TOKENIZER)("a cat"))
    assert positive.shape == negative.shape == (1, WORDS, WIDTH)
    assert positive[0, :count].abs().sum(dim=1).min() > 0
    assert positive[0, count:].abs().max() == 0
    assert negative[0].abs().sum(dim=1).min() > 0, "cut at 512"


def test_encoding_the_real_words_alone_is_what_encoding_them_padded_gives(words: Words, folder: Path) -> None:
    ids = load_tokenizer(folder / TOKENIZER)("a cat")
    padded, mask = torch.zeros(1, 40, dtype=torch.long), torch.zeros(1, 40, dtype=torch.long)
    padded[0, : len(ids)], mask[0, : len(ids)] = torch.tensor(ids), 1
    with torch.no_grad():
        theirs = load_encoder(folder / "text_encoder", HERE)(input_ids=padded, attention_mask=mask).last_hidden_state
    ours, _ = words(Text("a cat"), ONCE)
    torch.testing.assert_close(ours[0, : len(ids)], theirs[0, : len(ids)])


def test_the_encoder_never_loads_twice_for_a_prompt(folder: Path, tmp_path: Path, loads: list[Path]) -> None:
    def spoken_by_a_new_process() -> torch.Tensor:
        return torch.cat(Words(folder, HERE, TextCache(tmp_path))(Text("a cat", "fog"), ONCE))

    first = spoken_by_a_new_process()
    assert len(loads) == 1, "once for both prompts"
    assert torch.equal(spoken_by_a_new_process(), first)
    assert len(loads) == 1
    Words(folder, HERE, TextCache(tmp_path))(Text("a  cat ", "no fog"), ONCE)
    assert len(loads) == 2, "the negative one is new"


def test_a_cache_that_cannot_be_written_costs_one_load_a_prompt(
    folder: Path, tmp_path: Path, loads: list[Path]
) -> None:
    (tmp_path / "file").touch()
    words = Words(folder, HERE, TextCache(tmp_path / "file"))
    for _ in range(3):
        words(Text("a cat"), ONCE)
    assert len(loads) == 1


def test_another_encoder_reads_a_prompt_anew(folder: Path, tmp_path: Path, loads: list[Path]) -> None:
    cache = TextCache(tmp_path / "cache")
    Words(folder, HERE, cache)(Text("a cat"), ONCE)
    other = tiny_wan(tmp_path / "other", seed=1)
    Words(other, HERE, cache)(Text("a cat"), ONCE)
    assert loads == [folder / "text_encoder", other / "text_encoder"]


def test_the_encoder_is_let_go_of_as_soon_as_all_is_encoded(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[bool] = []
    release = text_module._Encoder.release

    def watched(encoder: text_module._Encoder) -> None:
        release(encoder)
        released.append(encoder._network is None)

    monkeypatch.setattr(text_module._Encoder, "release", watched)
    words(SEQUENCE, ONCE)
    assert released == [True]


def test_one_prompt_is_one_row_and_several_are_a_row_for_each_latent(words: Words) -> None:
    times = [Fraction(0), Fraction(1), Fraction(2)]
    assert words(Text("a cat"), times)[0].shape[0] == 1
    assert words(SEQUENCE, [Fraction(-1), Fraction(0), Fraction(1, 2)])[0].shape[0] == 1, "none of the later ones yet"
    positive, negative = words(SEQUENCE, times)
    assert (positive.shape[0], negative.shape[0]) == (3, 1)
    for row, prompt in zip(positive, ("a cat", "a dog", "a bird"), strict=True):
        assert torch.equal(row, words(Text(prompt), ONCE)[0][0])


def test_each_frame_attends_to_the_prompt_of_its_own_time(words: Words, folder: Path) -> None:
    """In a transformer of one block, words reach a frame by its own attention alone."""
    predict = Experts([lambda: load_transformer(folder / "transformer")]).predictor(Report().check, 0.0)
    latents, timesteps = torch.randn(1, 16, 3, 4, 6), torch.tensor([300.0, 700.0, 1000.0])
    rows, _ = words(SEQUENCE, [Fraction(0), Fraction(1), Fraction(2)])
    mixed = predict(latents, timesteps, rows)
    alone = [predict(latents, timesteps, row[None]) for row in rows]
    for frame in range(3):
        torch.testing.assert_close(mixed[:, :, frame], alone[frame][:, :, frame])
    assert (mixed[:, :, 1] - alone[0][:, :, 1]).abs().max() > 1e-3
    torch.testing.assert_close(predict(latents, timesteps, rows[:1].expand(3, -1, -1)), alone[0])


def test_a_damaged_tokenizer_or_encoder_is_told(folder: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(folder, tmp_path / "wan")
    (broken / TOKENIZER).write_text("{")
    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read"):
        load_tokenizer(broken / TOKENIZER)
    shutil.copy(folder / "vae" / "diffusion_pytorch_model.safetensors", broken / "text_encoder" / "model.safetensors")
    with pytest.raises(ModelError, match=r"not whole: shared\.weight is missing"):
        load_encoder(broken / "text_encoder", HERE)
    shutil.copy(folder / "text_encoder" / "model.safetensors", broken / "text_encoder" / "model.safetensors")
    (broken / "text_encoder" / "config.json").write_text('{"layer_norm_epsilon": "wide"}')
    with pytest.raises(ModelError, match="fits no text encoder"):
        load_encoder(broken / "text_encoder", HERE)


def test_a_strangers_settings_cannot_choose_the_code_that_runs() -> None:
    def attention(encoder: Any) -> str:
        return str(encoder.config._attn_implementation)

    settings: dict[str, Any] = {"d_model": 8, "num_layers": 1, "num_heads": 2, "d_kv": 4, "d_ff": 8, "vocab_size": 8}
    plain, told = (empty_encoder(settings | more, Path("a")) for more in ({}, {"attn_implementation": "a/b"}))
    assert attention(told) == attention(plain) != "a/b"
