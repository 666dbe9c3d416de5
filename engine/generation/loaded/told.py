"""Where a loaded model makes something else of a request than one may think, for the user."""

from engine.generation.loaded.adapters.scales import stated_scale
from engine.generation.loaded.words.tokens import told_of_length
from engine.models.adapters import Kind, adapter_kind
from engine.models.files.headers import read_any_header
from engine.requests import Adapter, Request

UNSAID = "{} does not say its alpha: its changes are taken as they are. If they are too strong, lower its strength."


def told_of_reading(request: Request) -> tuple[str, ...]:
    """Of its prompts and its adapters. Raises ModelError."""
    unsaid = [each.path.name for each in request.sampling.adapters if _lacks_scale(each)]
    return (*told_of_length(request.text, request.model), *map(UNSAID.format, dict.fromkeys(unsaid)))


def _lacks_scale(adapter: Adapter) -> bool:
    """PUSA's are made to be taken as they are, and LightX2V's have alphas."""
    if adapter_kind(adapter.path) is not Kind.OTHER:
        return False
    keys = read_any_header(adapter.path).pieces
    says = any(key.endswith(".alpha") for key in keys) or not any(".lora_A." in key for key in keys)
    return not says and stated_scale(adapter.path, keys) is None
