"""The built-in model: a small VTA transformer that makes motion, while the footage keeps its own pixels."""

from engine.generation.pocket.model import PocketModel

__all__ = ["PocketModel"]
