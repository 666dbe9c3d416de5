"""A plan for the machine in one line, and what to change where there is none."""

from collections.abc import Sequence

from engine.generation.memory.estimate import Estimate
from engine.generation.memory.machine import CPU, Device, Machine, size
from engine.generation.memory.needs import Needs
from engine.generation.memory.placement import Held, Placement

NEVER = 48 * 3600.0  # seconds from which on a run is told in days


def told(needs: Needs, device: Device, placed: Placement, taken: Estimate, advice: str) -> str:
    """12.0 GB GPU, 9.1 GB free: blocks streamed from memory (26 of 40), ...; peak 8.7 GB, about 6 min

    advice: what would be better, if there is such a thing.
    """
    together = [f"{placed.devices} of them together"] if placed.devices > 1 else []
    parts = [*together, _blocks(needs, placed), *_extras(placed)]
    peak = f"peak {size(taken.peak)}" + ("" if device.name == CPU else f", {size(taken.ram)} of RAM")
    return f"{have(device)}: {', '.join(parts)}; {peak}, about {lasting(taken.total)}{advice and f'; {advice}'}"


def have(device: Device) -> str:
    title = device.title if "GB" in device.title else f"{device.title}, {size(device.total)}"
    return f"{title}, {size(device.free)} free"


def refused(machine: Machine, device: Device, least: Estimate, helps: Sequence[str]) -> str:
    """helps: what would make it fit."""
    lacks = []
    if least.peak > device.free:
        lacks.append(f"at least {size(least.peak)} of {'RAM' if device.name == CPU else 'GPU memory'}")
    if least.ram > machine.ram_free and device.name != CPU:
        lacks.append(f"at least {size(least.ram)} of RAM, of which {size(machine.ram_free)} are free")
    need = " and ".join(lacks) or "a little more than that"
    advice = f": try {' or '.join(helps)}" if helps else ", whatever the picture's size: choose a smaller model or file"
    return f"{have(device)}: does not fit; it needs {need}{advice}"


def lasting(seconds: float) -> str:
    """40 s, 6 min, 3 h, 4 days"""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h" if seconds < NEVER else f"{round(seconds / 86400)} days"


def _blocks(needs: Needs, placed: Placement) -> str:
    network = needs.transformer
    one = ", one expert at a time" if needs.experts > 1 else ""
    where = "in RAM" if placed.device == CPU else "on the GPU"
    brought = 0 if placed.resident is None else network.blocks - placed.resident
    if not brought:
        return f"all blocks {where} in {placed.precision}{one}"
    if placed.held is Held.DEVICE:
        return f"all blocks {where} in {network.form}{one}"
    how = "streamed" if placed.device != CPU else "made plain"
    source = {Held.MEMORY: "memory", Held.DISK: "the disk"}[placed.held]
    return f"blocks {how} from {source} ({brought} of {network.blocks}, {network.form}){one}"


def _extras(placed: Placement) -> list[str]:
    told = []
    if placed.tile is not None or placed.vae is not None:
        ways = ("in tiles" * (placed.tile is not None), "on the CPU" * (placed.vae is not None))
        told.append(" ".join(("VAE", *filter(None, ways))))
    if placed.device != CPU and placed.encoder == CPU:
        told.append("text encoder on the CPU")
    if not placed.encoder_resident:
        told.append("text encoder block by block")
    if not placed.keeps_text:
        told.append("text read anew at every step")
    return told
