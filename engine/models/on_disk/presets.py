"""Models joined with adapters that make more of them: the presets of the catalogue, and whatever else fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.models.adapters import Kind
from engine.models.catalogue import Entry, Preset, catalogue
from engine.models.defaults import WAN_21, with_lightx2v, with_pusa
from engine.models.on_disk.adapters_found import is_for_pictures
from engine.models.on_disk.assembling import bits, home_of
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf
from engine.requests import Adapter, Expert

# In the order in which they are merged, with what follows from them for any model.
TOGETHER = {
    (Kind.LIGHTX2V, Kind.PUSA): with_lightx2v(WAN_21),
    (Kind.PUSA,): with_pusa(WAN_21),
    (Kind.LIGHTX2V,): with_lightx2v(WAN_21),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """model, adapters: what a request says for it. missing: what it lacks, in words; empty = it can be chosen."""

    id: str
    title: str
    model: str
    adapters: tuple[Adapter, ...] = ()
    about: str = ""
    missing: tuple[str, ...] = ()


def presets(shelf: Shelf) -> Iterator[Choice]:
    """The catalogue's, of each base that is here; then what else can be joined of what is here."""
    yield from _published(shelf)
    for model in shelf.models:
        yield from _others(model, shelf)


def _published(shelf: Shelf) -> Iterator[Choice]:
    """The base that is most precise has the preset's own id."""
    for preset in catalogue().presets.values():
        bases = [model for model in shelf.models if model.entry == preset.base]
        bases.sort(key=lambda model: (not model.is_ready, -bits(model.stored)))
        forms = [base.stored for base in bases]
        for number, base in enumerate(bases if preset.adapters else ()):
            form = base.stored if forms.count(base.stored) == 1 else f"{base.stored}, {base.name}"
            own = f"{preset.id}:{base.name}" if number else preset.id
            yield replace(_joined(preset, base, shelf), id=own, title=f"{preset.title} ({form})")


def _joined(preset: Preset, base: Known, shelf: Shelf) -> Choice:
    there = {each.entry: each for each in shelf.adapters}  # the last by name: the newest version
    entries = [catalogue().adapters[each] for each in preset.adapters]
    lacks = [_wanted(each, base, shelf) for each in entries if each.id not in there]
    return Choice(
        id=preset.id,
        title=preset.title,
        model=base.name,
        adapters=tuple(asked(there[each.id]) for each in entries if each.id in there),
        about=about(base),
        missing=(*base.missing, *lacks),
    )


def _wanted(entry: Entry, base: Known, shelf: Shelf) -> str:
    """With where it is published, or which file may be it, whose name does not say for which expert it is."""
    told = f"from {' or '.join(entry.repositories)}"
    alike = [each for each in shelf.adapters if each.kind is entry.kind and base.name in each.fits]
    unsaid = next((each for each in alike if each.expert is Expert.BOTH), None)
    if unsaid and entry.expert is not Expert.BOTH:
        told += f"; if {unsaid.path.name} is it, say so: models expert, or Window > Models"
    return f"{entry.title} ({told})"


def _others(model: Known, shelf: Shelf) -> Iterator[Choice]:
    """With PUSA's or LightX2V's adapters that fit it, where the catalogue has no such preset."""
    had = {_kinds(preset) for preset in catalogue().presets.values() if preset.base == model.entry}
    for kinds, defaults in TOGETHER.items():
        found = [for_all(kind, model, shelf.adapters) for kind in kinds]
        if kinds not in had and all(found):
            names = [kind.value for kind in reversed(kinds)]
            title = f"{' + '.join([model.title, *names])}, {defaults.steps} steps, guidance {defaults.guidance:g}"
            adapters = tuple(asked(each) for group in found for each in group)
            yield Choice(
                f"{model.name}:{'-'.join(names).lower()}", title, model.name, adapters, about(model), model.missing
            )


def _kinds(preset: Preset) -> tuple[Kind | None, ...]:
    return tuple(dict.fromkeys(catalogue().adapters[name].kind for name in preset.adapters))


def for_all(kind: Kind, model: Known, adapters: Sequence[KnownAdapter]) -> tuple[KnownAdapter, ...]:
    """One for each of a model's transformers; empty where one has none."""
    experts = (Expert.HIGH, Expert.LOW) if len(model.layout.transformers) == 2 else (Expert.BOTH,)
    fitting = (each for each in adapters if each.kind is kind and model.name in each.fits)
    there = {each.expert: each for each in fitting if not is_for_pictures(each.path)}
    return tuple(there[expert] for expert in experts) if set(experts) <= set(there) else ()


def asked(adapter: KnownAdapter) -> Adapter:
    return Adapter(adapter.path, expert=adapter.expert)


def about(model: Known) -> str:
    return f"{size_in_words(model.bytes)} in {home_of(model.layout.transformers[0])}."


def size_in_words(count: int) -> str:
    """Of so many bytes: 28.6 GB, 240 MB."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
