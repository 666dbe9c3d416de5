"""Which kind of adapter a file is."""

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path

from engine.errors import ModelError
from engine.models.files.headers import Header, Piece, read_any_header
from engine.models.resource import resource

PUSA_STRENGTH: float = resource()["strength"]["pusa"]
PUSA_HIGH_NOISE_STRENGTH: float = resource()["strength"]["pusa_high_noise"]
PUSA_RANK = 512
STRONGEST = 10.0  # and below 0 as far: what can be asked for
# Where content does not tell, these do; in a file's own words, its name, or its folder's.
HINTS = {
    "PUSA": re.compile(r"pusa"),
    "LightX2V": re.compile(
        r"lightx2v|wan[\d._-]*lightning|step_?distill|cfg_?distill|(?<!\d)[48][_-]?steps?(?![a-z0-9])"
    ),
}
TRAINERS_OWN = "ss_"  # settings and captions of a training in a file's metadata: they hint at nothing
DOWN = re.compile(r"\.lora_(A|down)\.")  # the first of the two factors of a change, [rank, width]
REMEMBERED = 256  # files


class Kind(Enum):
    """What it makes of a model."""

    PUSA = "PUSA"  # frames may be as free as they like
    LIGHTX2V = "LightX2V"  # four steps are enough
    OTHER = "another adapter"


def adapter_kind(path: Path) -> Kind:
    """PUSA's have factors A and B of rank 512 and no alpha. LightX2V's are called down and up, and carry changes of
    norms and biases (.diff, .diff_b) that a style's adapter has not. Without those changes, and for PUSA's of another
    form, content does not tell: then a word in the file's name, the names of its two nearest folders or its metadata
    does, the nearest first: "lightx2v" or "pusa" among others, or the name that the catalogue knows it by. What none
    of this tells is another adapter. Steps and guidance, which follow from the kind, can be said for every run.

    Raises ModelError where the file cannot be read.
    """
    if not path.is_file():
        raise ModelError(f"There is no file {path}.", do="Check the name, or download the adapter.")
    found = path.stat()
    return _kind(path.absolute(), found.st_size, found.st_mtime_ns)


@lru_cache(REMEMBERED)
def _kind(path: Path, size: int, written: int) -> Kind:
    """size, written: then it is looked into anew."""
    header = read_any_header(path)
    return kind_of(header.pieces, hints_of(header, path))


def kind_of(pieces: Mapping[str, Piece], said: Iterable[str] = ()) -> Kind:
    """said: words that hint at what it is, where its tensors alone do not, the surest first."""
    ranks = {piece.shape[0] for key, piece in pieces.items() if DOWN.search(key) and piece.shape}
    ends = {key.rpartition(".")[2] for key in pieces}
    hinted = next((kind for words in said if (kind := _hinted(words.lower())) is not None), Kind.OTHER)
    if any(".lora_down." in key for key in pieces):
        return Kind.LIGHTX2V if hinted is Kind.OTHER and ends & {"diff", "diff_b"} else hinted
    return Kind.PUSA if ranks == {PUSA_RANK} and "alpha" not in ends else hinted


def usual_strength(kind: Kind, high_noise: bool) -> float:
    if kind is not Kind.PUSA:
        return 1.0
    return PUSA_HIGH_NOISE_STRENGTH if high_noise else PUSA_STRENGTH


def hints_of(header: Header, path: Path) -> tuple[str, ...]:
    """The file's name and its two nearest folders', as published files lie in a folder of their model's name; then what
    it says of itself."""
    said = (text for key, text in header.metadata.items() if not key.startswith(TRAINERS_OWN))
    return (path.name, *(folder.name for folder in list(path.parents)[:2]), *said)


def _hinted(words: str) -> Kind | None:
    published = {
        file["name"].lower(): each["kind"] for each in resource()["adapters"].values() for file in each["files"]
    }
    told = (kind for kind, pattern in HINTS.items() if pattern.search(words))
    found = published.get(words) or next(told, None)
    return None if found is None else Kind(found)
