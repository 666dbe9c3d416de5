"""The per-frame transformer against diffusers' own."""

from typing import Any

import pytest
import torch
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from engine.errors import Cancelled
from engine.generation.loaded.network.transformer import VTATransformer
from engine.progress import Report
from tests.engine.generation.conftest import SMALL

FRAMES, HEIGHT, WIDTH = 5, 16, 24
TOKENS_PER_FRAME = (HEIGHT // 2) * (WIDTH // 2)


class LargestTensor(TorchDispatchMode):
    """Notes how many numbers the largest tensor made under it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = 0

    def __torch_dispatch__(self, func: Any, _types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        sizes = [
            leaf.untyped_storage().nbytes() // leaf.itemsize for leaf in tree_leaves(made) if isinstance(leaf, Tensor)
        ]
        self.numbers = max(self.numbers, *sizes, 0)
        return made


def stock(transformer: VTATransformer) -> WanTransformer3DModel:
    twin = WanTransformer3DModel(**SMALL)
    twin.load_state_dict(transformer.state_dict())
    return twin


def inputs(batch: int = 2, words: int = 7) -> tuple[Tensor, Tensor, Tensor]:
    """Latents, a timestep for each frame, and text."""
    generator = torch.Generator().manual_seed(1)
    latents = torch.randn(batch, 36, FRAMES, HEIGHT, WIDTH, generator=generator)
    timesteps = 1000 * torch.rand(batch, FRAMES, generator=generator)
    return latents, timesteps, torch.randn(batch, words, 24, generator=generator)


def per_token(twin: WanTransformer3DModel, latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
    return twin(latents, timesteps.repeat_interleave(TOKENS_PER_FRAME, 1), text, return_dict=False)[0]


def largest_error(ours: Tensor, theirs: Tensor) -> float:
    return ((ours - theirs).abs().max() / theirs.abs().max()).item()


@pytest.mark.parametrize("shape", [(2,), (2, FRAMES)])
def test_equal_timesteps_are_the_base_model_again(transformer: VTATransformer, shape: tuple[int, ...]) -> None:
    latents, _, text = inputs()
    theirs = stock(transformer)(latents, torch.tensor([640.0, 640.0]), text, return_dict=False)[0]
    error = largest_error(transformer(latents, torch.full(shape, 640.0), text), theirs)
    print(f"against diffusers' scalar path: {error:.1e}")
    assert error < 1e-5


@pytest.mark.parametrize("words", [1, 512])
def test_each_frame_keeps_its_own_timestep_whatever_the_text_is_long(transformer: VTATransformer, words: int) -> None:
    latents, timesteps, text = inputs(batch=3, words=words)
    theirs = per_token(stock(transformer), latents, timesteps, text)
    assert largest_error(transformer(latents, timesteps, text), theirs) < 1e-6


def test_clips_of_a_batch_do_not_see_each_other(transformer: VTATransformer) -> None:
    latents, timesteps, text = inputs(batch=2)
    alone = transformer(latents[1:], timesteps[1:], text[1:])
    assert largest_error(transformer(latents, timesteps, text)[1:], alone) < 1e-5


def test_gradients_are_those_of_the_per_token_path(transformer: VTATransformer) -> None:
    twin = stock(transformer)
    latents, timesteps, text = inputs()
    transformer(latents, timesteps, text).square().mean().backward()
    per_token(twin, latents, timesteps, text).square().mean().backward()
    theirs = dict(twin.named_parameters())
    for name, parameter in transformer.named_parameters():
        torch.testing.assert_close(parameter.grad, theirs[name].grad, rtol=1e-4, atol=1e-7, msg=name)


def test_checkpointing_leaves_the_gradients_as_they_are(transformer: VTATransformer) -> None:
    latents, timesteps, text = inputs()
    transformer(latents, timesteps, text).square().mean().backward()
    plain = {
        name: parameter.grad.clone() for name, parameter in transformer.named_parameters() if parameter.grad is not None
    }
    transformer.zero_grad()
    transformer.enable_gradient_checkpointing()
    transformer(latents, timesteps, text).square().mean().backward()
    assert len(plain) == len(list(transformer.parameters()))
    for name, parameter in transformer.named_parameters():
        torch.testing.assert_close(parameter.grad, plain[name], msg=name)


def test_nothing_of_size_tokens_by_six_by_width_is_made(transformer: VTATransformer) -> None:
    latents, timesteps, text = inputs(batch=1)
    forbidden = FRAMES * TOKENS_PER_FRAME * 6 * 64
    with torch.no_grad(), LargestTensor() as ours:
        transformer(latents, timesteps, text)
    with torch.no_grad(), LargestTensor() as theirs:
        per_token(stock(transformer), latents, timesteps, text)
    assert ours.numbers < forbidden / 2
    assert theirs.numbers >= forbidden  # the probe does see it where it is made


def test_stopping_takes_effect_before_the_next_block_and_the_model_stays_usable(transformer: VTATransformer) -> None:
    latents, timesteps, text = inputs()
    before = transformer(latents, timesteps, text)
    report, ran = Report(), []
    for number, block in enumerate(transformer.blocks):
        block.register_forward_hook(lambda *_, number=number: ran.append(number))
    transformer.blocks[0].register_forward_hook(lambda *_: report.stop())

    with pytest.raises(Cancelled):
        transformer(latents, timesteps, text, report.check)
    assert ran == [0]
    assert torch.equal(transformer(latents, timesteps, text), before)


def test_a_saved_transformer_comes_back_with_its_own_configuration(transformer: VTATransformer, tmp_path: Any) -> None:
    transformer.save_pretrained(tmp_path)
    again = VTATransformer.from_pretrained(tmp_path)
    assert dict(again.config)["num_layers"] == 3
    latents, timesteps, text = inputs()
    assert torch.equal(again(latents, timesteps, text), transformer.eval()(latents, timesteps, text))
