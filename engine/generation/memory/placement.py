"""Where a model's weights lie while it works, and in which form: what a memory plan decides and loading follows."""

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """Of what networks compute in."""

    FULL = "fp32"
    HALF = "bf16"


class Held(StrEnum):
    """Where the weights of blocks wait that are not resident, in the form their file has them."""

    DEVICE = "device"  # where it computes: made plain one block at a time
    MEMORY = "memory"  # of the computer
    DISK = "disk"  # read through the file itself


@dataclass(frozen=True, slots=True)
class Placement:
    """device: as torch names it. resident: how many of the transformer's first blocks are plain numbers on the device;
    None = all of them. The others are brought into two buffers there in turn, each while the one before it works.

    tile: pixels across that the VAE takes at once; None = whole pictures. vae: its device; None = `device`. encoder:
    the device that reads the prompt, before anything else is loaded. encoder_resident: False = its blocks are brought
    one after another, too. keeps_text: what attention makes of the text is made once a run and kept on the device.
    devices: how many of the device's kind share the transformer's work, each with all of its weights; `device` is the
    first.
    """

    device: str
    precision: Precision
    resident: int | None = None
    held: Held = Held.MEMORY
    tile: int | None = None
    encoder: str = "cpu"
    encoder_resident: bool = True
    keeps_text: bool = True
    devices: int = 1
    vae: str | None = None
