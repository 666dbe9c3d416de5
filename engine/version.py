"""Which Longtake this is."""

import importlib.metadata
import tomllib
from pathlib import Path


def version() -> str:
    """The installed version, or the checkout's own where nothing is installed."""
    try:
        return importlib.metadata.version("longtake")
    except importlib.metadata.PackageNotFoundError:
        project = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
