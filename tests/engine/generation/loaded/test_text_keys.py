"""Prompts as cross-attention reads them."""

import torch

from engine.generation.loaded.network.text_keys import Reading, different
from engine.generation.loaded.network.transformer import VTATransformer

A, B = torch.randn(2, 5, 24, generator=torch.Generator().manual_seed(0))


def test_neighbours_with_the_same_prompt_share_it() -> None:
    prompts, rows = different(torch.stack([A, A, B, B, B, A]))
    assert torch.equal(prompts, torch.stack([A, B, A]))
    assert rows.tolist() == [0, 0, 1, 1, 1, 2]
    prompts, rows = different(A[None])
    assert torch.equal(prompts[0], A)
    assert rows.tolist() == [0]


def test_every_row_has_the_keys_and_values_that_its_prompt_has_alone(transformer: VTATransformer) -> None:
    attention = transformer.blocks[0].attn2
    keys, values = transformer.reading(torch.stack([A, A, B]), keeps=False).of(0, attention).each()
    assert keys.shape == values.shape == (3, 5, 2, 32)
    for row, prompt in enumerate((A, A, B)):
        alone = transformer.reading(prompt[None], keeps=False).of(0, attention).each()
        torch.testing.assert_close((keys[row], values[row]), (alone[0][0], alone[1][0]))


def test_keys_are_made_again_only_where_they_are_not_kept(transformer: VTATransformer) -> None:
    def again(reading: Reading) -> bool:
        first, second = transformer.blocks[0].attn2, transformer.blocks[1].attn2
        made = reading.of(0, first)
        assert not torch.equal(reading.of(1, second).keys, made.keys), "each block has its own"
        return reading.of(0, first) is not made

    assert not again(transformer.reading(A[None], keeps=True))
    assert again(transformer.reading(A[None], keeps=False))
