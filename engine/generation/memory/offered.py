"""What a published preset would need that is not here: by the sizes its makers tell, before anything is fetched."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.generation.memory.needs import VAE, VAE_WIDTHS, Needs, Network, Weights, Window
from engine.models.adapters import Kind
from engine.models.catalogue import Entry, Preset, catalogue
from engine.models.defaults import SAMPLING, Defaults
from engine.models.folder import Outline
from engine.models.folder_layouts import LARGE_CHANNELS
from engine.models.getting.offers import preset_and_form
from engine.models.getting.wanted import BYTES, wanted_for
from engine.requests import GenerateRequest, Outputs, Request, Sampling, Text

FFN = {1536: 8960, 3072: 14336, 5120: 13824, 4096: 10240}  # by a network's width; Wan's and umT5's configurations
TABLE = 256_384 * 4096  # numbers of umT5's words
FORMS = {"fp8": "fp8", "q4": "Q4_K", "16-bit": "bf16"}  # as needs calls it
# Bytes of one expert's adapter: of rank 512 and, at most, 256, in all layers of a 14B.
ADAPTERS = {Kind.PUSA: 4_900_000_000, Kind.LIGHTX2V: 2_450_000_000}


def offered_outline(name: str) -> Outline:
    """name: as an offer is asked for."""
    preset, _ = preset_and_form(name)
    base = _base(preset)
    settled = replace(Defaults(**SAMPLING[base.sampling]), steps=preset.steps, guidance=preset.guidance)
    return Outline(base.title, base.channels, _scale(base), settled, base.experts, files=())


def offered_request(name: str) -> Request:
    """One as good as any."""
    preset, _ = preset_and_form(name)
    sampling = Sampling(steps=preset.steps, guidance=preset.guidance)
    return GenerateRequest(
        outputs=Outputs(Path()), text=Text("a film"), sampling=sampling, model=name, duration=Fraction(1)
    )


def offered_needs(name: str, window: Window) -> Needs:
    preset, form = preset_and_form(name)
    base, wanted = _base(preset), {each.entry.id: each for each in wanted_for(preset, form)}
    entries = [catalogue().adapters[each] for each in preset.adapters]
    adapters = {each.kind: ADAPTERS[each.kind] for each in entries if each.kind in ADAPTERS}
    encoder, vae = (catalogue().parts[each] for each in base.parts[:2])
    size = (wanted[base.id].about_bytes or 0) / base.parameters
    return Needs(
        transformer=_network(base, base.parameters // base.experts, 0.0, form, size),
        experts=base.experts,
        adapters=sum(adapters.values()),
        encoder=_network(encoder, encoder.parameters, TABLE / encoder.parameters, wanted[encoder.id].form),
        vae=VAE(vae.parameters, _scale(base), VAE_WIDTHS[_scale(base)]),
        window=window,
    )


def _base(preset: Preset) -> Entry:
    return catalogue().bases[preset.base]


def _scale(base: Entry) -> int:
    return 16 if base.channels == LARGE_CHANNELS else 8


def _network(entry: Entry, numbers: int, outside: float, form: str, size: float = 0) -> Network:
    """numbers: of it all. outside: the share of them that lies in no block. size: bytes of a number, 0 = as usual."""
    stored, size = FORMS[form], size or BYTES[form]
    rest = int(numbers * outside)
    block = (numbers - rest) // entry.blocks
    held, beside = Weights(block, int(block * size)), Weights(rest, int(rest * size))
    return Network(entry.blocks, held, beside, entry.width, FFN[entry.width], stored, is_exact=stored == "bf16")
