"""Adapters as they are typed: in our words, and in PUSA's."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from engine.errors import RequestError
from engine.requests import Adapter, Expert

TYPED = re.compile(r"(?P<path>.+?)(?:@(?P<strength>-?\d+(?:\.\d*)?|-?\.\d+))?(?::(?P<expert>high|low))?")
EXPERTS = {None: Expert.BOTH, "high": Expert.HIGH, "low": Expert.LOW}
PUSA = (("lora_path", "lora_alpha", Expert.BOTH), ("high_lora_path", "high_lora_alpha", Expert.HIGH),
        ("low_lora_path", "low_lora_alpha", Expert.LOW))  # fmt: skip


def add_adapters(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("adapters", "Of a loaded model, merged into its weights in this order.")
    group.add_argument(
        "--adapter",
        action="append",
        default=[],
        metavar="FILE[@STRENGTH][:high|low]",
        help="as often as there are adapters; strength: left out, what its kind is used with; high or low: for that "
        "expert alone, where a model has two",
    )
    text = "LightX2V's published adapter, found beside the model or in the folders you added: 4 steps, guidance 1"
    group.add_argument("--lightx2v", action="store_true", help=text)
    for path, strength, expert in PUSA:
        whom = "" if expert is Expert.BOTH else f", for the {expert} expert"
        group.add_argument(f"--{path}", metavar="FILE[,FILE]", help=f"adapters as PUSA has them{whom}")
        group.add_argument(f"--{strength}", metavar="X[,X]", help="their strength")


def adapters_of(options: argparse.Namespace) -> tuple[Adapter, ...]:
    """Raises RequestError."""
    pusa = (each for names in PUSA for each in _pusa(options, *names))
    return (*pusa, *map(adapter, options.adapter))


def adapter(text: str) -> Adapter:
    """lora.safetensors@0.8:high; what is a file's name as it stands is taken as one."""
    if Path(text).exists():
        return Adapter(Path(text))
    match = TYPED.fullmatch(text)
    if match is None:
        raise RequestError("An adapter has no name.", do="Write it as FILE, FILE@0.8 or FILE@0.8:high.")
    strength = match["strength"]
    return Adapter(Path(match["path"]), None if strength is None else float(strength), EXPERTS[match["expert"]])


def _pusa(options: argparse.Namespace, path: str, strength: str, expert: Expert) -> Iterator[Adapter]:
    """Of comma-separated files and strengths: one for each, or one for all."""
    typed, by = getattr(options, path), getattr(options, strength)
    files = [] if not typed else typed.split(",")
    strengths = [None] if not by else [_number(strength, part) for part in by.split(",")]
    if len(strengths) not in (1, len(files)) or (by and not files):
        raise RequestError(
            f"--{strength} has {len(strengths)} values for {len(files)} adapters.", do="Give one for all, or one each."
        )
    strengths = strengths * len(files) if len(strengths) == 1 else strengths
    yield from (Adapter(Path(file.strip()), by, expert) for file, by in zip(files, strengths, strict=True))


def _number(option: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise RequestError(f"{text[:40]!r} is no strength.", do=f"Write --{option} as 1.4.") from error
