"""Which kind of adapter a file is, told by its layout."""

import zipfile
from enum import Enum
from pathlib import Path

from engine.errors import ModelError
from engine.models.weight_files import DAMAGED, read_shapes

PUSA_STRENGTH = 1.4  # its Wan2.1 and low-noise adapters
PUSA_HIGH_NOISE_STRENGTH = 1.5
PUSA_RANK = 512
PICKLES = {".pt", ".pth"}
LARGEST_NAMES = 64 << 20  # bytes of a pickle beside its tensors: the published one has less than one


class Kind(Enum):
    """What it makes of a model."""

    PUSA = "PUSA"  # frames may be as free as they like
    LIGHTX2V = "LightX2V"  # four steps are enough
    OTHER = "another adapter"


def adapter_kind(path: Path) -> Kind:
    """PUSA's have factors A and B of rank 512 and no alpha, or the names its training gave them; LightX2V's are down
    and up. Raises ModelError where the file cannot be read."""
    if path.suffix in PICKLES:
        return Kind.PUSA if b"lora_A.default" in _pickled_names(path) else Kind.OTHER
    shapes = read_shapes(path)
    if any(".lora_down." in key for key in shapes):
        return Kind.LIGHTX2V
    if any(key.endswith(".alpha") for key in shapes):
        return Kind.OTHER
    ranks = {shape[0] for key, shape in shapes.items() if ".lora_A." in key and shape}
    named = any(".lora_A.default." in key for key in shapes)
    return Kind.PUSA if named or ranks == {PUSA_RANK} else Kind.OTHER


def usual_strength(kind: Kind, high_noise: bool) -> float:
    if kind is not Kind.PUSA:
        return 1.0
    return PUSA_HIGH_NOISE_STRENGTH if high_noise else PUSA_STRENGTH


def _pickled_names(path: Path) -> bytes:
    """The pickle itself, which is looked at as text and never run."""
    if not path.is_file():
        raise ModelError(f"There is no file {path}.", do="Check the name, or download the adapter.")
    try:
        with zipfile.ZipFile(path) as opened:
            found = [entry for entry in opened.infolist() if entry.filename.endswith("data.pkl")]
            return b"".join(opened.open(entry).read(LARGEST_NAMES) for entry in found)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ModelError(f"{path.name} is damaged, or no adapter: {error}.", do=DAMAGED) from error
