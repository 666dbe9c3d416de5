"""What a take's file says of its model is told in a line."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions.take_file import in_words
from engine.media.file_mark import FileMark
from engine.media.origin import Origin
from engine.requests import Adapter, Context, ExtendRequest, Finish, Outputs, Sampling, Source

REQUEST = ExtendRequest(Source(Path("/shots/surf.mp4")), Fraction(2), Outputs(Path()))


def mark(name: str, size: int) -> FileMark:
    return FileMark(Path(name), size, f"{size}" * 64)


@pytest.mark.parametrize(
    ("weights", "files", "told"),
    [
        (mark("pocket.safetensors", 2), (), "pocket.safetensors, SHA-256 222222222222"),
        (None, (mark("vae.safetensors", 1), mark("transformer.safetensors", 9)), "transformer.safetensors, SHA-256 "
         "999999999999, and 1 more"),
        (None, (), "None: measured motion"),
    ],
)  # fmt: skip
def test_the_weights_are_named_with_their_hash(
    weights: FileMark | None, files: tuple[FileMark, ...], told: str
) -> None:
    origin = Origin(REQUEST, 0, 5, "A model", weights, (), "0.1.0", files=files)
    assert dict(in_words(origin))["Weights"] == told


def test_adapters_are_named_with_their_strength_where_there_are_some() -> None:
    asked = replace(REQUEST, sampling=Sampling(adapters=(Adapter(Path("/loras/style.safetensors"), 0.8),)))
    told = [dict(in_words(Origin(request, 0, 5, "A model", None, (), "0.1.0"))) for request in (REQUEST, asked)]
    assert [each.get("Adapters") for each in told] == [None, "style at 0.8"]


def test_what_else_was_asked_for_is_told_where_it_was_not_left_to_the_model() -> None:
    asked = replace(REQUEST, context=Context(13, (0.0, 0.3)), sampling=Sampling(steps=4), finish=Finish(colour=0.5))
    told, plain = (dict(in_words(Origin(each, 0, 5, "A model", None, (), "0.1.0"))) for each in (asked, REQUEST))
    assert told["Keep ↔ Free"] == "13 known frames, 0, 30 % free"
    assert (told["Steps"], told["Match"]) == ("4", "50 %")
    assert "Steps" not in plain
