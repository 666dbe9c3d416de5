"""Models out of the parts that were found: which VAE, text encoder and tokenizer go with a transformer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from engine.models.catalogue import Entry, catalogue
from engine.models.contents.found import XXL_WIDTH, Found, Part
from engine.models.folder_layouts import WAN_EXPERTS, Layout, folder_name
from engine.models.on_disk.experts import DIFFUSERS, lacks_expert, of_both, paired
from engine.models.on_disk.shelf import Known

# Bits of a number as a word of `stored` says them: what is nearest to a transformer's goes with it.
BITS = re.compile(r"32|16|Q?8|Q?[2-6]")
OF_A_CACHE = 4  # folders from a part up to Hugging Face's of the whole model
WHOSE = re.compile(r"qwen|(?<![a-z])wan")
SPARE_ROWS = 384  # that an encoder may have beyond its tokenizer's words: umT5's has 84, or with its extra ones none
MISSING = Path()


@dataclass(frozen=True, slots=True)
class Assembled:
    """A model: its transformers and what goes with them, None for what is missing. entry: of the catalogue."""

    transformers: tuple[Found, ...]
    vae: Found | None
    encoder: Found | None
    tokenizer: Path | None
    entry: Entry | None

    @property
    def layout(self) -> Layout:
        vae, encoder = (MISSING if each is None else each.path for each in (self.vae, self.encoder))
        return Layout(tuple(each.path for each in self.transformers), vae, encoder, self.tokenizer or MISSING)

    @property
    def missing(self) -> tuple[str, ...]:
        first = self.transformers[0]
        lacks = lacks_expert(first) if len(self.transformers) == 1 else None
        told = {
            f"the {lacks} expert, of the same form": lacks is not None,
            _wanted(f"VAE of {first.channels} channels", "vae", first.channels): self.vae is None,
            _wanted(f"text encoder {first.text} wide", "umt5-xxl", first.text): self.encoder is None,
            _wanted("tokenizer", "umt5-xxl-tokenizer", first.text): self.tokenizer is None and self.encoder is not None,
        }
        return tuple(words for words, holds in told.items() if holds)


def assembled(parts: Iterable[Found]) -> list[Assembled]:
    """Of what can be used of `parts`."""
    usable = [each for each in parts if not each.why]
    kinds = {kind: [each for each in usable if each.kind is kind] for kind in Part}
    return [_assembled(group, kinds) for group in paired(kinds[Part.TRANSFORMER])]


def _assembled(group: tuple[Found, ...], kinds: Mapping[Part, Sequence[Found]]) -> Assembled:
    first = group[0]
    vaes = [each for each in kinds[Part.VAE] if each.channels == first.channels and not _is_qwens(each.path)]
    encoders = [each for each in kinds[Part.TEXT_ENCODER] if each.text == first.text]
    encoder = _nearest(encoders, first)
    tokenizer = _tokenizer_for(encoder, kinds[Part.TOKENIZER], encoders)
    entry = entry_of(group, 2 if len(group) == 2 or lacks_expert(first) else 1)
    return Assembled(group, _nearest(vaes, first), encoder, tokenizer, entry)


def _is_qwens(vae: Path) -> bool:
    """Qwen-Image's VAE has all tensors of Wan 2.1's, which it was trained on from: names alone tell, the nearest."""
    names = (each.name.lower() for each in (vae, *list(vae.parents)[:OF_A_CACHE]))
    return "qwen" in next(filter(WHOSE.search, names), "")


def _tokenizer_for(encoder: Found | None, tokenizers: Sequence[Found], encoders: Sequence[Found]) -> Path | None:
    """Its own; else a file of its own; else that of another encoder of as many words."""
    if encoder is None:
        return None
    if encoder.carries_words:
        return encoder.path
    fitting = [each for each in tokenizers if 0 <= encoder.words - each.words <= SPARE_ROWS]
    carrying = [each for each in encoders if each.carries_words and each.words == encoder.words]
    found = _nearest(fitting or carrying, encoder)
    return None if found is None else found.path


def _nearest(parts: Sequence[Found], to: Found) -> Found | None:
    """In the folder tree first; then the widest, as there are VAEs with less in them; then in how it is stored."""

    def distance(each: Found) -> tuple[int, int, int, str]:
        shared = _shared(_place(each.path), _place(to.path))
        return -shared, -each.width, abs(bits(each.stored) - bits(to.stored)), str(each.path)

    return min(parts, key=distance, default=None)


def _shared(one: Path, other: Path) -> int:
    """How many folders are above both."""
    pairs = zip(one.parts, other.parts, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _place(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def bits(stored: str) -> int:
    """Of a number: 16 of "bf16", 8 of "fp8 scaled" and "GGUF Q8_0", 4 of "GGUF Q4_K"."""
    found = BITS.search(stored)
    return int(found[0].lstrip("Q")) if found else 16


def _wanted(words: str, part: str, size: int) -> str:
    """With where it is published, where the catalogue knows one of that size."""
    known = next((each for each in catalogue().parts.values() if _is_wanted(each, part, size)), None)
    return words if known is None else f"{known.title} ({known.where})"


def _is_wanted(entry: Entry, part: str, size: int) -> bool:
    if part == "vae":
        return entry.channels == size
    return entry.id == part and size == XXL_WIDTH


def known(found: Assembled, name: str, place: str = "") -> Known:
    """name: what a request says for it. place: told in its title where another one has the same."""
    stored = found.transformers[0].stored
    parts = (*found.transformers, found.vae, found.encoder)
    return Known(
        name=name,
        title=f"{title_of(found.transformers, found.entry)} ({stored}{place and f', {place}'})",
        entry=found.entry.id if found.entry else "",
        layout=found.layout,
        stored=stored,
        bytes=sum(each.bytes for each in parts if each),
        missing=found.missing,
    )


def usual_name(found: Assembled) -> str:
    """wan2.2-t2v-a14b-fp8-scaled"""
    own = found.entry.id if found.entry else title_of(found.transformers, None)
    return re.sub(r"[^a-z0-9.]+", "-", f"{own}-{found.transformers[0].stored}".lower()).strip("-")


def title_of(transformers: Sequence[Found], entry: Entry | None) -> str:
    """Of what the catalogue does not know, the name of its folder, or of its file."""
    if entry:
        return entry.title
    path = transformers[0].path
    if path.is_dir():
        return folder_name(home_of(path))
    return of_both(path.stem) if len(transformers) == 2 else path.stem


def home_of(path: Path) -> Path:
    """The folder of the model that a transformer belongs to."""
    return path.parent if path.is_file() or path.name in (*DIFFUSERS, *WAN_EXPERTS) else path


def entry_of(transformers: Sequence[Found], experts: int) -> Entry | None:
    first = transformers[0]
    return catalogue().base_of(first.blocks, first.width, first.channels, experts)
