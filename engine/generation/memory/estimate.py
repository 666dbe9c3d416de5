"""What a placement takes: bytes of the device and of the computer at their highest, and seconds."""

from dataclasses import dataclass

from engine.generation.memory import footprint
from engine.generation.memory.machine import CPU, Device, Machine
from engine.generation.memory.needs import VAE_WIDTHS, Needs, Network
from engine.generation.memory.placement import Held, Placement, Precision

ITEM = {Precision.FULL: 4, Precision.HALF: 2}  # bytes a number
VAE_ITEM = 4  # it works in single precision everywhere
RAM_BASE = 1.2e9  # bytes of this program with its libraries
COPIED = 0.3e9  # bytes that one tensor takes on its way from the file
GIVING_BACK = 0.04  # of the peak, that an allocator holds and cannot give out
MEMORY_RATE = 60.0  # bytes that are moved in the time of a thousand multiplications: numbers are made plain
# Multiplications and additions a pixel of a frame, on Wan's own widths; on a GPU in single precision.
DECODING, ENCODING = {8: 6.5e6, 16: 4.5e6}, {8: 3.5e6, 16: 2.0e6}
VAE_SHARE = 0.3  # of the device's rate that single precision has
KNOWN = 4  # latents that are encoded for a window
SPOKEN = 64  # words of a prompt, of 512
TOGETHER = 0.85  # of the sum of several GPUs' rates: between layers they exchange what they have
# Times as long as a block takes whose weights are there: to bring others beside it costs a little, hidden or not.
BESIDE = {Held.DEVICE: 1.0, Held.MEMORY: 1.05, Held.DISK: 1.1}


@dataclass(frozen=True, slots=True)
class Estimate:
    """peak: bytes of the placement's device; ram: of the computer's memory, the peak apart unless they are one.

    loading: seconds until the first step. step: of one. total: of a run.
    """

    peak: int
    ram: int
    loading: float
    step: float
    total: float


def estimate(needs: Needs, machine: Machine, placed: Placement) -> Estimate:
    device = next(each for each in machine.devices if each.name == placed.device)
    peak = int(max(_phases(needs, placed)) * (1 + GIVING_BACK))
    ram = int(_ram(needs, placed) + (peak if device.shares_memory else 0))
    loading, step = _loading(needs, machine, placed, device), _step(needs, machine, placed, device)
    window = needs.window
    pictures = _pictures(needs, placed, device if placed.vae is None else machine.devices[-1])
    total = loading + window.windows * (window.steps * step + pictures)
    return Estimate(peak, ram, loading, step, total)


def reading(needs: Needs, placed: Placement) -> tuple[float, float]:
    """Bytes of the placement's device and of the computer's memory while the prompts are read."""
    item = ITEM[placed.precision]
    ram = 0.0 if placed.device == CPU else _encoder(needs.encoder, placed, CPU, item)
    return _encoder(needs.encoder, placed, placed.device, item), ram


def _phases(needs: Needs, placed: Placement) -> tuple[float, ...]:
    """Bytes of the device while words are read, pictures encoded, steps made, and pictures decoded."""
    item, window, network = ITEM[placed.precision], needs.window, needs.transformer
    held = _weights(needs, placed, item)
    encoding, decoding = _vae(needs, placed) if placed.vae is None else (0, 0)
    kept = needs.vae.numbers * VAE_ITEM if placed.vae is None else 0
    text = footprint.text_bytes(network, window.prompts, item) if placed.keeps_text else 0
    return (
        reading(needs, placed)[0],
        held + kept + encoding,
        held + kept + text + footprint.forward_bytes(network, window, needs.vae.scale, item),
        held + kept + text + decoding,
    )


def _vae(needs: Needs, placed: Placement) -> tuple[int, int]:
    """Bytes that it works in while it encodes, and while it decodes."""
    size = needs.window.height, needs.window.width, placed.tile
    return footprint.encode_bytes(needs.vae, *size), footprint.decode_bytes(needs.vae, *size)


def _weights(needs: Needs, placed: Placement, item: int) -> float:
    """Bytes of the transformer's on the device."""
    network = needs.transformer
    rest, plain = network.rest.numbers * item, network.block.numbers * item
    if placed.resident is None:
        return rest + network.blocks * plain
    stored = (network.blocks - placed.resident) * network.block.stored if placed.held is Held.DEVICE else 0
    making = footprint.making_bytes(network, item, _merges(needs, placed))
    return rest + (placed.resident + 2) * plain + stored + making


def _merges(needs: Needs, placed: Placement) -> bool:
    """Whether adapters are added each time a block is made plain: what waits in memory as plain numbers has them."""
    in_memory = needs.transformer.is_exact and placed.held is Held.MEMORY
    return bool(needs.adapters) and placed.resident is not None and not in_memory


def _encoder(encoder: Network, placed: Placement, device: str, item: int) -> float:
    """Bytes of `device` while the prompts are read."""
    if placed.encoder != device:
        return 0.0
    blocks = encoder.blocks if placed.encoder_resident else min(2, encoder.blocks)
    return (encoder.rest.numbers + blocks * encoder.block.numbers) * item + footprint.words_bytes(encoder, item)


def _ram(needs: Needs, placed: Placement) -> float:
    """Bytes of the computer's memory, without the device's own where they are one."""
    network = needs.transformer
    brought = 0 if placed.resident is None else network.blocks - placed.resident
    plain = network.block.numbers * ITEM[placed.precision] if network.is_exact else network.block.stored
    waiting = brought * min(plain, network.block.stored) if placed.held is Held.MEMORY else 0
    factors = needs.adapters if _merges(needs, placed) else 0
    each = RAM_BASE + COPIED + waiting  # of the processes, one for each device
    vae = 0 if placed.vae is None else needs.vae.numbers * VAE_ITEM + max(_vae(needs, placed))
    working = placed.devices * each + factors + vae + footprint.frames_bytes(needs.window)
    return max(RAM_BASE + reading(needs, placed)[1], working)


def _loading(needs: Needs, machine: Machine, placed: Placement, device: Device) -> float:
    """Seconds: all is read from the disk, and the prompts are read."""
    encoder = needs.encoder
    where = device if placed.encoder == device.name else machine.devices[-1]
    spoken = 2 * encoder.numbers * SPOKEN * needs.window.prompts / where.rate
    stored = encoder.stored + needs.experts * needs.transformer.stored + needs.adapters + needs.vae.numbers * VAE_ITEM
    streamed = 0.0 if placed.encoder_resident else encoder.stored / machine.disk * (needs.window.prompts - 1)
    return stored / machine.disk + spoken + streamed


def _step(needs: Needs, machine: Machine, placed: Placement, device: Device) -> float:
    """Seconds. What is brought comes while the block before it works."""
    network, window = needs.transformer, needs.window
    shared = placed.devices * (1.0 if placed.devices == 1 else TOGETHER)
    work = forward_work(needs) / network.blocks / device.rate / shared
    brought = 0 if placed.resident is None else network.blocks - placed.resident
    speed = {Held.DEVICE: float("inf"), Held.MEMORY: device.transfer, Held.DISK: min(machine.disk, device.transfer)}
    arrival = network.block.stored / speed[placed.held]
    making = 0.0 if network.is_exact and not _merges(needs, placed) else _making(needs, placed, device)
    words = 0.0 if placed.keeps_text else 4 * footprint.WORDS * network.width**2 / device.rate
    blocks = (network.blocks - brought) * work + brought * (max(work, arrival) * BESIDE[placed.held] + making)
    return window.passes * (blocks + network.blocks * words)


def _making(needs: Needs, placed: Placement, device: Device) -> float:
    """Seconds of making a block plain: its bytes are moved, and the factors of adapters travel and are multiplied."""
    network = needs.transformer
    factors = needs.adapters / network.blocks if _merges(needs, placed) else 0.0
    moved = (network.block.stored + 8 * network.block.numbers) * 1e3 / MEMORY_RATE / device.rate
    return moved + factors / device.transfer + 2 * factors / 2 * network.width / device.rate


def forward_work(needs: Needs) -> float:
    """Multiplications and additions of one pass: weights by tokens, and attention of tokens to tokens and words."""
    network, count = needs.transformer, footprint.tokens(needs.window, needs.vae.scale)
    attention = 4.0 * network.blocks * network.width * count * (count + footprint.WORDS)
    return 2.0 * network.blocks * network.block.numbers * count + attention


def _pictures(needs: Needs, placed: Placement, device: Device) -> float:
    """Seconds of a window's encoding and decoding. device: the VAE's."""
    window, vae = needs.window, needs.vae
    wide = vae.widths[1] / VAE_WIDTHS[vae.scale][1]
    frame = window.height * window.width * wide**2
    decoding = DECODING[vae.scale] * frame * (4 * window.latents - 3)
    encoding = ENCODING[vae.scale] * frame * (4 * KNOWN - 3)
    share = 1.0 if device.name == CPU else VAE_SHARE
    tiles = footprint.tiled(vae, window.height, window.width, placed.tile)
    return (decoding + encoding) / (device.rate * share) * tiles
