"""What is shipped of published models holds together."""

import copy
from math import prod

import pytest

from engine.models.adapters import Kind
from engine.models.catalogue import catalogue, read_catalogue
from engine.models.defaults import with_lightx2v, with_pusa
from engine.models.resource import resource
from tests.engine.models.files import ENCODER, FIVE, LARGE, LARGE_VAE, PUBLISHED, SMALL, VAE


def test_what_is_counted_is_what_the_published_files_hold() -> None:
    bases, parts = catalogue().bases, catalogue().parts
    counted = {
        LARGE: bases["wan2.1-t2v-14b"],
        SMALL: bases["wan2.1-t2v-1.3b"],
        FIVE: bases["wan2.2-ti2v-5b"],
        ENCODER: parts["umt5-xxl"],
        VAE: parts["wan2.1-vae"],
        LARGE_VAE: parts["wan2.2-vae"],
    }
    for name, entry in counted.items():
        assert entry.parameters == sum(map(prod, PUBLISHED[name].values()))
    assert bases["wan2.2-t2v-a14b"].parameters == 2 * bases["wan2.1-t2v-14b"].parameters
    sizes = {file.name: file.bytes for entry in parts.values() for file in entry.files if file.bytes}
    assert sizes == {
        ENCODER: 2 * parts["umt5-xxl"].parameters,
        VAE: 4 * parts["wan2.1-vae"].parameters,
        LARGE_VAE: 4 * parts["wan2.2-vae"].parameters,
    }


def test_a_base_is_known_by_its_size() -> None:
    for entry in catalogue().bases.values():
        if entry.blocks:
            assert catalogue().base_of(entry.blocks, entry.width, entry.channels, entry.experts) is entry
    assert catalogue().base_of(2, 96, 16, 1) is None


def test_a_preset_says_the_steps_and_guidance_that_follow_from_its_adapters() -> None:
    for preset in catalogue().presets.values():
        found = catalogue().bases[preset.base].defaults
        assert found is not None
        kinds = {catalogue().adapters[name].kind for name in preset.adapters}
        found = with_pusa(found) if Kind.PUSA in kinds else found
        found = with_lightx2v(found) if Kind.LIGHTX2V in kinds else found
        assert (found.steps, found.guidance) == (preset.steps, preset.guidance)
        assert f"{preset.steps} steps, guidance {preset.guidance:g}" in preset.title


@pytest.mark.parametrize(
    ("kind", "name", "value", "words"),
    [
        ("presets", "wan2.1-pusa", {"base": "wan9"}, "stands on wan9"),
        ("presets", "wan2.1-pusa", {"adapters": ["x"]}, "joins x"),
        ("bases", "wan2.1-t2v-14b", {"parts": ["y"]}, "needs y"),
        ("bases", "wan2.1-t2v-14b", {"sampling": "z"}, "no sampling"),
        ("adapters", "pusa-2.1", {"kind": "PUSA-2"}, "PUSA-2"),
    ],
)
def test_a_catalogue_that_does_not_hold_together_is_refused(
    kind: str, name: str, value: dict[str, object], words: str
) -> None:
    told = copy.deepcopy(resource())
    told[kind][name] |= value
    with pytest.raises(ValueError, match=words):
        read_catalogue(told)
