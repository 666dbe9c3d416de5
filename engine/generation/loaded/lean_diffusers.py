"""diffusers imported without the half of it that is for its pipelines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PIPELINES_NEED = "transformers"


@contextmanager
def lean_import() -> Iterator[None]:
    """For the block around an import from diffusers: transformers seems not to be installed.

    It would be imported too, which costs every start of the engine more than a second, and nothing here runs a
    pipeline. Where diffusers was imported otherwise before, it has found transformers and needs to find it again.
    """
    modules: dict[str, Any] = sys.modules
    if "diffusers" in modules and _found_before():
        yield
        return
    there = modules.get(PIPELINES_NEED)
    modules[PIPELINES_NEED] = None  # what Python itself takes for a module that cannot be imported
    try:
        yield
    finally:
        del modules[PIPELINES_NEED]
        if there is not None:
            modules[PIPELINES_NEED] = there


def _found_before() -> bool:
    from diffusers.utils.import_utils import is_transformers_available

    return bool(is_transformers_available())
