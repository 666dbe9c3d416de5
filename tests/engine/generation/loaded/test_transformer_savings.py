"""What is left out of a step or done once a run changes no number that is used."""

import weakref
from collections.abc import Callable
from typing import ClassVar

import pytest
import torch
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from torch import Tensor, nn

from engine.generation.loaded.experts import Experts
from engine.generation.loaded.network.text_keys import Reading
from engine.generation.loaded.network.transformer import FEED_FORWARD_PARTS, VTATransformer, predictor
from engine.generation.memory import footprint
from engine.generation.sampling.conditioning import noised
from engine.generation.sampling.guidance import Predict, guided
from engine.generation.sampling.sampler import Velocity, sample, whole_timesteps
from engine.generation.sampling.schedule import sigma_matrix
from engine.progress import Report
from tests.engine.generation.conftest import SMALL
from tests.engine.generation.loaded.test_transformer import LargestTensor

FRAMES, KNOWN, HEIGHT, WIDTH = 9, 4, 8, 12
TOKENS_PER_FRAME = (HEIGHT // 2) * (WIDTH // 2)
SHAPE = (1, 16, FRAMES, HEIGHT, WIDTH)
NOISE = torch.tensor([0.0] * KNOWN + [1.0] * (FRAMES - KNOWN))
SETTINGS = SMALL | {"in_channels": 16}


@pytest.fixture
def network() -> VTATransformer:
    """As `transformer`, but for as many channels in as out, so that it can sample."""
    torch.manual_seed(0)
    return VTATransformer(**SETTINGS).eval().requires_grad_(False)


def prompts(seed: int = 3, rows: int = 1) -> Tensor:
    return torch.randn(rows, 7, 24, generator=torch.Generator().manual_seed(seed))


def complete(network: VTATransformer) -> Predict:
    """Every frame through every block, and nothing kept between steps."""
    return lambda latents, timesteps, text: network(latents, timesteps[None], text)


def per_token(network: VTATransformer) -> Predict:
    """diffusers' own, a timestep for every token."""
    twin = WanTransformer3DModel(**SETTINGS)
    twin.load_state_dict(network.state_dict())

    @torch.no_grad()
    def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        return twin(latents, timesteps.repeat_interleave(TOKENS_PER_FRAME)[None], text, return_dict=False)[0]

    return predict


def sampled(
    predict: Predict, text: Tensor, guidance: float = 3.0, cut: bool = True, seen: list[Tensor] | None = None
) -> Tensor:
    """Three steps, of which four of nine latents are known. seen: takes what each step points to."""
    generator = torch.Generator().manual_seed(4)
    latents, noise = (torch.randn(SHAPE, generator=generator) for _ in range(2))
    velocity: Velocity = guided(predict, text, prompts(5), guidance)
    sigmas = sigma_matrix(3, NOISE)
    begun = noised(latents, noise, sigmas[0])
    looked = None if seen is None else lambda _, estimate: seen.append(estimate)
    return sample(begun, sigmas, whole_timesteps(velocity) if cut else velocity, Report(), looked)


@pytest.mark.parametrize("cut", [True, False])
@pytest.mark.parametrize("rows", [1, FRAMES], ids=["one prompt", "a prompt for each frame"])
def test_what_is_sampled_is_the_same_to_the_last_bit(network: VTATransformer, rows: int, cut: bool) -> None:
    text = prompts(rows=3)[torch.tensor([0, 0, 0, 1, 1, 1, 1, 2, 2])] if rows > 1 else prompts()
    seen: tuple[list[Tensor], list[Tensor]] = ([], [])
    ours = sampled(predictor(network, Report().check), text, cut=cut, seen=seen[0])
    assert torch.equal(ours, sampled(complete(network), text, cut=cut, seen=seen[1]))
    assert torch.equal(*map(torch.stack, seen)), "what each step points to, too"
    if rows == 1:
        theirs = sampled(per_token(network), text, cut=cut)
        error = ((ours - theirs).abs().max() / theirs.abs().max()).item()
        print(f"against diffusers' per-token path, after three steps: {error:.1e}")
        assert error < 1e-6


def test_the_inner_numbers_of_the_feed_forward_never_stand_for_all_frames_at_once() -> None:
    settings = SETTINGS | {"ffn_dim": 1024}
    ours, theirs = VTATransformer(**settings), WanTransformer3DModel(**settings)
    latents, timesteps = torch.randn(SHAPE), torch.tensor([640.0])
    with torch.no_grad(), LargestTensor() as frugal:
        ours(latents, timesteps, prompts())
    with torch.no_grad(), LargestTensor() as whole:
        theirs(latents, timesteps, prompts())
    inner = FRAMES * TOKENS_PER_FRAME * 1024
    assert frugal.numbers < inner / 2
    assert whole.numbers == inner, "the probe does see it where it is made"


def test_memory_plans_know_in_how_many_parts_the_feed_forward_works() -> None:
    assert footprint.FEED_FORWARD_PARTS == FEED_FORWARD_PARTS


def test_only_frames_that_move_go_through_the_last_block_and_the_head(network: VTATransformer) -> None:
    seen: list[int] = []
    for part in (network.blocks[0], network.blocks[-1], network.proj_out):
        part.register_forward_pre_hook(lambda _, given: seen.append(len(given[0])))
    sampled(predictor(network, Report().check), prompts(), guidance=1.0)
    assert seen == [FRAMES, FRAMES - KNOWN, FRAMES - KNOWN] * 3


@pytest.mark.parametrize("moving", [[0], [1, 4, 8], list(range(FRAMES))])
def test_whichever_frames_move_have_the_velocity_they_had(network: VTATransformer, moving: list[int]) -> None:
    """Of two clips at once."""
    generator = torch.Generator().manual_seed(6)
    latents = torch.randn(2, *SHAPE[1:], generator=generator)
    timesteps = torch.zeros(2, FRAMES)
    timesteps[:, moving] = 1000 * torch.rand(2, len(moving), generator=generator)
    whole = network(latents, timesteps, prompts(rows=2))
    part = network(latents, timesteps, prompts(rows=2), moving=torch.tensor(moving))
    assert torch.equal(part[:, :, moving], whole[:, :, moving])
    still = [frame for frame in range(FRAMES) if frame not in moving]
    assert not part[:, :, still].any()


def test_a_frame_that_hardly_moves_still_does(network: VTATransformer) -> None:
    """Its timestep of 0.4 is cut to 0 for the network."""
    sigmas = torch.tensor([[0.0, 0.0004, 1.0], [0.0, 0.0, 0.0]])
    latents = torch.randn(1, 16, 3, HEIGHT, WIDTH)
    velocity = whole_timesteps(guided(predictor(network, Report().check), prompts(), prompts(), 1.0))
    final = sample(latents, sigmas, velocity, Report())
    told = network(latents, torch.tensor([[0.0, 0.0, 1000.0]]), prompts())
    assert torch.equal(final, latents - told * sigmas[0][:, None, None])
    assert torch.equal(final[:, :, 0], latents[:, :, 0])
    assert not torch.equal(final[:, :, 1], latents[:, :, 1])


def test_a_step_in_which_nothing_moves_runs_no_block(network: VTATransformer) -> None:
    ran: list[nn.Module] = []
    network.blocks[0].register_forward_hook(lambda block, *_: ran.append(block))
    latents = torch.randn(SHAPE)
    assert not predictor(network, Report().check)(latents, torch.zeros(FRAMES), prompts()).any()
    assert ran == []


def reads(network: VTATransformer) -> Callable[[], list[int]]:
    """How often each of these was used since: the text's embedding, its keys in the first and in the last block."""
    parts = network.condition_embedder.text_embedder, network.blocks[0].attn2.to_k, network.blocks[-1].attn2.to_k
    counts = [0, 0, 0]
    for index, part in enumerate(parts):

        def count(*_: object, index: int = index) -> None:
            counts[index] += 1

        part.register_forward_hook(count)
    return lambda: counts


@pytest.mark.parametrize(("keeps", "times"), [(True, 2), (False, 6)])
def test_text_is_read_once_a_run_for_each_prompt_where_it_is_kept(
    network: VTATransformer, keeps: bool, times: int
) -> None:
    """Three steps with guidance."""
    counts = reads(network)
    sampled(predictor(network, Report().check, keeps), prompts())
    assert counts() == [2, times, times]


class Remembered(VTATransformer):
    """Notes what was made of each text, for as long as anybody holds on to it."""

    made: ClassVar[list[weakref.ref[Reading]]] = []

    def reading(self, text: Tensor, keeps: bool) -> Reading:
        made = super().reading(text, keeps)
        self.made.append(weakref.ref(made))
        return made


def test_each_expert_reads_the_text_itself_and_only_one_reading_is_held() -> None:
    Remembered.made.clear()
    torch.manual_seed(1)
    both = [Remembered(**SETTINGS).eval() for _ in range(2)]
    experts = Experts([lambda: both[0], lambda: both[1]])
    predict, text, latents = experts.predictor(Report().check, 0.5), prompts(), torch.randn(SHAPE)
    for free, number, held in ((900, 0, [0]), (800, 0, [0]), (400, 1, [1]), (300, 1, [1])):
        ours = predict(latents, NOISE * free, text)
        assert [index for index, made in enumerate(Remembered.made) if made() is not None] == held
        whole = both[number](latents, (NOISE * free)[None], text, moving=torch.arange(KNOWN, FRAMES))
        Remembered.made.pop()  # of the line above
        assert torch.equal(ours, whole)


class Borrowed:
    """A supply whose blocks hold no number outside of their turn."""

    def __init__(self, network: VTATransformer) -> None:
        self._network = network
        self._kept = [{name: each.clone() for name, each in block.state_dict().items()} for block in network.blocks]
        for number in range(len(network.blocks)):
            self.done(number)

    def bring(self, block: int) -> None:
        self._network.blocks[block].load_state_dict(self._kept[block])

    def done(self, block: int) -> None:
        for parameter in self._network.blocks[block].parameters():
            parameter.data.fill_(torch.nan)


@pytest.mark.parametrize("keeps", [True, False])
def test_blocks_whose_weights_are_only_lent_make_the_same(network: VTATransformer, keeps: bool) -> None:
    resident = sampled(predictor(network, Report().check), prompts())
    network.supply = Borrowed(network)
    assert torch.equal(sampled(predictor(network, Report().check, keeps), prompts()), resident)
