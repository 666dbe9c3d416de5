"""What is told of a run before it, as the adapters' files have it."""

from fractions import Fraction
from pathlib import Path

from engine.generation.loaded.told import told_of_reading
from engine.requests import Adapter, GenerateRequest, Outputs, Sampling, Text
from tests.engine.models.files import adapter


def test_an_adapter_that_does_not_say_how_strong_it_was_made_is_told(tmp_path: Path) -> None:
    small = {"width": 8, "blocks": 1}
    files = [
        adapter(tmp_path / "style.safetensors", ("lora_A", "lora_B"), 4, **small),
        adapter(tmp_path / "with_alphas.safetensors", ("lora_A", "lora_B"), 4, alpha=True, **small),
        adapter(tmp_path / "pusa.safetensors", ("lora_A", "lora_B"), 4, **small),
        adapter(tmp_path / "by_kohya.safetensors", ("lora_down", "lora_up"), 4, **small),
    ]
    sampling = Sampling(adapters=tuple(map(Adapter, (*files, files[0]))))
    request = GenerateRequest(outputs=Outputs(tmp_path), text=Text("a"), sampling=sampling, duration=Fraction(1))
    (note,) = told_of_reading(request)
    assert note.startswith("style.safetensors does not say its alpha")
