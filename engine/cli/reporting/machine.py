"""The machine and the program, as facts that identify neither its owner nor its network."""

import importlib.metadata
import platform
import shutil
import subprocess
from contextlib import suppress
from typing import Any

from engine.demo import hardware
from engine.version import version

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "av", "numpy", "opencv-python-headless", "PySide6")
DRIVER = ("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")
PATIENCE = 10  # seconds for a driver's own tool


def versions() -> dict[str, str]:
    """Of the program, Python and what it computes with; what is not installed is left out."""
    found = {"longtake": version(), "python": platform.python_version()}
    for name in LIBRARIES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def machine_facts() -> dict[str, Any]:
    """System, processor, memory and graphics cards; memory in bytes, rates in multiplications and bytes a second."""
    from engine.generation.memory.machine import machine  # late: it brings torch

    here = machine()
    return {
        "system": _system(),
        "processor": hardware(),
        "ram": here.ram,
        "ram_free": here.ram_free,
        "devices": [
            {
                "name": each.title,
                "memory": each.total,
                "free": each.free,
                "rate": each.rate,
                "transfer": None if each.shares_memory else each.transfer,
            }
            for each in here.devices
        ],
        "graphics": _graphics(),
    }


def _system() -> str:
    """Debian GNU/Linux 12 (bookworm), Linux 6.1.0, x86_64"""
    kernel = f"{platform.system()} {platform.release()}"
    with suppress(OSError):
        return f"{platform.freedesktop_os_release().get('PRETTY_NAME', 'Linux')}, {kernel}, {platform.machine()}"
    return f"{kernel} ({platform.version()}), {platform.machine()}"


def _graphics() -> dict[str, Any]:
    """What torch was built for and sees, and the driver; None where there is none."""
    import torch

    is_there = torch.cuda.is_available()
    numbers = range(torch.cuda.device_count() if is_there else 0)
    return {
        "cuda": torch.version.cuda,
        "rocm": torch.version.hip,
        "metal": torch.backends.mps.is_available(),
        "driver": _driver(),
        "capabilities": [".".join(map(str, torch.cuda.get_device_capability(number))) for number in numbers],
    }


def _driver() -> str | None:
    if shutil.which(DRIVER[0]) is None:
        return None
    with suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(DRIVER, capture_output=True, text=True, timeout=PATIENCE, check=True).stdout
        return told.splitlines()[0].strip() if told else None
    return None
