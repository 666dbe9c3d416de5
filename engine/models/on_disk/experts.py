"""Which of two experts a file is for, and which other file goes with it: by its name, the one thing content does not
tell."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from engine.errors import ModelError
from engine.models.contents.found import Found
from engine.models.files.weight_files import read_settings
from engine.models.folder_layouts import INDEX
from engine.requests import Expert

NOISE = re.compile(r"(high|low)[_ -]?noise")
WORD = re.compile(r"(?<![a-z])(high|low)(?![a-z])")
BETWEEN = re.compile(r"[\s_.-]+")
TWO = re.compile(r"a14b|2[._]2|wan22")  # of Wan 2.2, which has two experts
SIZE = (40, 5120)  # of a published expert: blocks, width
DIFFUSERS = {"transformer": Expert.HIGH, "transformer_2": Expert.LOW}
SAID_TO_BE = "said"  # so that those of any name may go together
SAID = {"high": Expert.HIGH, "low": Expert.LOW}


def named_expert(path: Path) -> Expert:
    """By the file's name, else its folder's: "high_noise", "LowNoise", "..._HIGH_..."."""
    for name in (path.name, path.parent.name):
        told = NOISE.search(name.lower()) or WORD.search(name.lower())
        if told:
            return SAID[told[1]]
    return Expert.BOTH


def paired(transformers: Sequence[Found]) -> list[tuple[Found, ...]]:
    """Those of two experts together, the high-noise one first; every other one alone.

    Two go together that are of one size, stored alike, and named alike but for the expert, or said to be the two.
    """
    alike: dict[object, dict[Expert, Found]] = defaultdict(dict)
    for each in transformers:
        alike[_likeness(each)].setdefault(expert_of(each), each)
    groups: list[tuple[Found, ...]] = []
    for each in transformers:
        there = alike[_likeness(each)]
        pair = there.get(Expert.HIGH), there.get(Expert.LOW)
        if pair[0] is None or pair[1] is None or each not in pair:
            groups.append((each,))
        elif each is pair[0]:
            groups.append((pair[0], pair[1]))
    return groups


def lacks_expert(alone: Found) -> Expert | None:
    """Which one is missing beside a transformer that has no other; None where it needs none."""
    expert, name = expert_of(alone), f"{alone.path.parent.name} {alone.path.name}".lower()
    is_named = NOISE.search(name) or (TWO.search(name) and (alone.blocks, alone.width) == SIZE)
    if expert is Expert.BOTH or not (alone.said or is_named or boundary_beside(alone.path)):
        return None
    return Expert.LOW if expert is Expert.HIGH else Expert.HIGH


def boundary_beside(path: Path) -> float | None:
    """What a diffusers folder says of where its second expert begins; None where `path` lies in no such folder."""
    index = path.parent / INDEX
    try:
        told = read_settings(index).get("boundary_ratio") if index.is_file() else None
    except ModelError:
        return None
    return told if isinstance(told, float) and 0 < told < 1 else None


def expert_of(found: Found) -> Expert:
    """As the user says, else as its name does."""
    if found.said:
        return Expert(found.said)
    if found.path.is_dir() and found.path.name in DIFFUSERS:
        return DIFFUSERS[found.path.name]
    return named_expert(found.path)


def _likeness(found: Found) -> tuple[object, ...]:
    """The same of both experts, and of nothing else."""
    size = found.blocks, found.width, found.channels, found.text, found.stored
    if found.said:
        return (*size, SAID_TO_BE)
    if found.path.is_dir() and found.path.name in DIFFUSERS:
        return (*size, found.path.parent)
    names = [_without_expert(part) for part in found.path.parts[-2:]]
    return (*size, found.path.parent.parent, *names)


def _without_expert(name: str) -> str:
    """What parts its words tells nothing: published pairs are named "..._HIGH_fp8" and "...-LOW_fp8"."""
    return BETWEEN.sub("-", WORD.sub("", NOISE.sub("", name.lower())))


def of_both(name: str) -> str:
    """What is said of two experts' files by the name of one: "wan_high_noise_14B" becomes "wan_14B"."""
    told = next((found for each in (NOISE, WORD) if (found := each.search(name.lower()))), None)
    if told is None:
        return name
    before, after = name[: told.start()].rstrip("_- ."), name[told.end() :].lstrip("_- .")
    return "_".join(part for part in (before, after) if part) or name
