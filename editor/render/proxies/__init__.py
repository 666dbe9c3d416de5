"""Proxies: small copies of heavy films that the preview reads in their place; the export never does."""

from editor.render.proxies.making import Proxies
from editor.render.proxies.state import Progress, State

__all__ = ["Progress", "Proxies", "State"]
