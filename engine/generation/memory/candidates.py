"""Which placements of a model there are on a machine, the best first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product, takewhile

from engine.generation.memory.estimate import GIVING_BACK, RAM_BASE, Estimate, estimate, reading
from engine.generation.memory.footprint import HEAD, tokens
from engine.generation.memory.machine import CPU, Device, Machine
from engine.generation.memory.needs import Needs
from engine.generation.memory.placement import Held, Placement, Precision
from engine.generation.memory.remembered import UNSEEN, Seen
from engine.generation.memory.words import refused, told
from engine.generation.sampling.latents import frames_held
from engine.requests import Room

SPARE, SPARE_BYTES = 0.02, 0.1e9  # of what is free, left to others
TILES = (None, 512, 384, 256)  # pixels
SEAMS = 1.1  # times as long: what the smallest tiles, which share least with each other, are avoided for
SMALL = 480 * 272  # pixels of a picture that is tried where nothing larger fits
FEW = 16  # placements: beyond them, others are slower by as much as reading a model anew takes
NEARLY = 1.05  # times as long: no plan knows it better
PARTS = 8  # of the blocks: as finely is decided how many are resident, so that a plan stays the same from run to run


@dataclass(frozen=True, slots=True)
class Placed:
    """loading, step: seconds that are expected for reading the model, and for one step of its window. size: bytes that
    are read before the first, but for the prompts' encoder."""

    placement: Placement
    room: Room
    loading: float
    step: float
    size: int


def placements(needs: Needs, machine: Machine, seen: Seen = UNSEEN) -> tuple[Placed, ...]:
    """The quickest of those that fit, the best first. seen: how far plans of this model were right.

    Of nearly equally quick ones the first is one whose weights stay where they are: it needs no memory beside the
    device's, and nobody else's traffic slows it.
    """
    fitting = _fitting(needs, machine, seen.peak)[:FEW]
    advice = _advice(needs, machine, fitting[0][0]) if fitting else ""
    corrected = ((each, corrected_by(seen, taken)) for each, taken in fitting)
    return tuple(_placed(needs, machine, *pair, advice) for pair in corrected)


def _fitting(needs: Needs, machine: Machine, ratio: float = 1.0) -> list[tuple[Placement, Estimate]]:
    tried = ((each, estimate(needs, machine, each)) for each in _candidates(needs, machine))
    fitting = [(each, taken) for each, taken in tried if fits(taken, machine, _device(machine, each), ratio)]
    costs = {each: taken.total * (SEAMS if each.tile == TILES[-1] else 1.0) for each, taken in fitting}
    enough = NEARLY * min(costs.values(), default=0.0)
    return sorted(fitting, key=lambda pair: (costs[pair[0]] > enough, _travels(pair[0]), costs[pair[0]]))


def _travels(placed: Placement) -> bool:
    """Whether weights are brought to the device again and again."""
    return placed.resident is not None and placed.held is not Held.DEVICE


def no_room(needs: Needs, machine: Machine) -> Room:
    """Of a run that fits nowhere: what the smallest placement would take, and what to change."""
    device = machine.devices[0]
    tried = (estimate(needs, machine, each) for each in _candidates(needs, machine) if each.device == device.name)
    least = min(tried, key=lambda taken: (max(taken.peak / device.free, taken.ram / machine.ram_free), taken.ram))
    helps = [words for words, other in smaller(needs).items() if _fitting(other, machine)]
    words = refused(machine, device, least, helps)
    return Room(words, device.title, least.peak, device.free, least.ram, None, fits=False)


def fits(taken: Estimate, machine: Machine, device: Device, ratio: float = 1.0) -> bool:
    room, ram = (free * (1 - SPARE) - SPARE_BYTES for free in (device.free, machine.ram_free))
    room = room if device.allowed is None else min(room, device.allowed)
    return taken.peak * ratio <= room and taken.ram <= ram


def smaller(needs: Needs) -> dict[str, Needs]:
    """What could be asked for instead, in words."""
    window = needs.window
    half, small = (window.latents + 1) // 2, window.height * window.width > SMALL
    shrink = (SMALL / (window.height * window.width)) ** 0.5
    high, wide = (int(length * shrink) // 32 * 32 for length in (window.height, window.width))
    fewer = replace(window, latents=half)
    tried = {f"no more than {frames_held(half - 1).stop} frames at once": fewer} if half < window.latents else {}
    if small:
        tried[f"a picture of {wide}x{high}"] = replace(window, height=high, width=wide)
    asked = {words: replace(needs, window=other) for words, other in tried.items()}
    if needs.transformer.is_exact:
        asked["an fp8 file of the model"] = in_eight_bits(needs)
    return asked


def in_eight_bits(needs: Needs) -> Needs:
    network = needs.transformer
    block = replace(network.block, stored=network.block.numbers)
    return replace(needs, transformer=replace(network, block=block, form="fp8", is_exact=False))


def _candidates(needs: Needs, machine: Machine) -> Iterator[Placement]:
    for device in machine.devices:
        precision = Precision.FULL if device.name == CPU else Precision.HALF
        for count in _together(needs, machine, device):
            alone = Placement(device.name, precision, devices=count)
            encoder, whole = _encoder(needs, machine, alone)
            vaes = (None,) if device.shares_memory else (None, CPU)
            for (resident, held), tile, vae, keeps in product(_ways(needs, device), TILES, vaes, (True, False)):
                yield Placement(device.name, precision, resident, held, tile, encoder, whole, keeps, count, vae)


def _together(needs: Needs, machine: Machine, device: Device) -> tuple[int, ...]:
    """How many GPUs may compute together: one, or it and those after it that are alike, where tokens and heads fall to
    them evenly."""
    others = machine.devices[machine.devices.index(device) :]
    count, window = sum(1 for _ in takewhile(lambda each: each.title == device.title, others)), needs.window
    per_frame = tokens(window, needs.vae.scale) // window.latents
    even = per_frame % count == 0 and needs.transformer.width // HEAD % count == 0
    return (1, count) if count > 1 and even else (1,)


def _ways(needs: Needs, device: Device) -> list[tuple[int | None, Held]]:
    """How blocks may lie: all plain; as stored, on the device; some plain and the others elsewhere."""
    network = needs.transformer
    some = sorted({network.blocks * part // PARTS for part in range(PARTS)})
    streamed = [(resident, held) for held in (Held.MEMORY, Held.DISK) for resident in some]
    stored = [] if network.is_exact or device.shares_memory else [(0, Held.DEVICE)]
    return [(None, Held.MEMORY), *stored, *streamed]


def _encoder(needs: Needs, machine: Machine, placed: Placement) -> tuple[str, bool]:
    """Where the prompts are read, and whether with all blocks there: the quickest way that fits, for it is over before
    anything else is loaded; else the smallest."""
    ways = [(name, whole) for name in dict.fromkeys((placed.device, CPU)) for whole in (True, False)]
    for encoder, whole in ways:
        peak, ram = reading(needs, replace(placed, encoder=encoder, encoder_resident=whole))
        taken = Estimate(int(peak * (1 + GIVING_BACK)), int(RAM_BASE + ram), 0.0, 0.0, 0.0)
        if fits(taken, machine, _device(machine, placed)):
            return encoder, whole
    return ways[-1]


def corrected_by(seen: Seen, taken: Estimate) -> Estimate:
    return replace(taken, peak=int(taken.peak * seen.peak), total=taken.total * seen.pace)


def _placed(needs: Needs, machine: Machine, placed: Placement, taken: Estimate, advice: str) -> Placed:
    device = _device(machine, placed)
    words = told(needs, device, placed, taken, advice)
    room = Room(words, device.title, taken.peak, device.free, taken.ram, taken.total, fits=True)
    return Placed(placed, room, taken.loading, taken.step, _read_first(needs, placed))


def _read_first(needs: Needs, placed: Placement) -> int:
    """Bytes that are read before the first step, but for the prompts' encoder."""
    network = needs.transformer
    later = network.blocks - placed.resident if placed.resident is not None and placed.held is Held.DISK else 0
    return network.stored - later * network.block.stored + needs.vae.numbers * 4


def _advice(needs: Needs, machine: Machine, placed: Placement) -> str:
    first = machine.devices[0]
    if placed.device == CPU and first.name != CPU:
        alone = replace(machine, devices=machine.devices[:-1])
        helps = [words for words, other in smaller(needs).items() if _fitting(other, alone)]
        return f"the {first.title} has too little memory" + (f": try {' or '.join(helps)}" if helps else "")
    return "an fp8 or GGUF file of it would stay on the GPU" if _would_stay(needs, machine, placed) else ""


def _would_stay(needs: Needs, machine: Machine, placed: Placement) -> bool:
    """Whether a file in 8 bits would lie on the GPU whole, where this one does not."""
    if placed.resident is None or not needs.transformer.is_exact or placed.device == CPU:
        return False
    stored = replace(placed, resident=0, held=Held.DEVICE, tile=TILES[-1])
    return fits(estimate(in_eight_bits(needs), machine, stored), machine, _device(machine, placed))


def _device(machine: Machine, placed: Placement) -> Device:
    """Of several that compute together, the one with least room."""
    first = next(number for number, each in enumerate(machine.devices) if each.name == placed.device)
    return min(machine.devices[first : first + placed.devices], key=lambda each: each.allowed or each.free)
