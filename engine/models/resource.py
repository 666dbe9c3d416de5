"""resources/models.toml as it was written, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[2] / "resources" / "models.toml"


@cache
def resource() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
