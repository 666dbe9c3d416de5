"""What models are called, by which a request names them: kept, so that a name goes on meaning the same files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.models.contents.kept_headers import read_json, write_json
from engine.models.folder_layouts import Layout
from engine.models.on_disk.assembling import MISSING, Assembled, known, title_of, usual_name
from engine.models.on_disk.shelf import Known

Transformers = tuple[str, ...]  # their paths


class Names:
    """path: of the file that keeps them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def layout(self, name: str) -> Layout | None:
        """As it was when the model was found last; None where anything of it is not there now."""
        told = self._kept().get(name)
        found = None if told is None else _layout(told)
        return found if found and all(map(_is_there, parts_of(found))) else None

    def named(self, found: Sequence[Assembled], gone: Iterable[Path]) -> tuple[Known, ...]:
        """Those that had a name keep it, also while their folder is `gone`."""
        before = self._kept()
        away = {name: told for name, told in before.items() if _is_within(told, gone)}
        had = {_transformers(told): name for name, told in before.items()}
        names = [had.get(_paths(each)) for each in found]
        taken = {*away, *filter(None, names)}
        for index, each in enumerate(found):
            names[index] = names[index] or _new(usual_name(each), taken)
            taken.add(str(names[index]))
        called = zip(found, names, _places(found), strict=True)
        models = tuple(known(each, str(name), place) for each, name, place in called)
        self._keep(away | {each.name: _told(each.layout) for each in models})
        return models

    def forget(self, folder: Path) -> None:
        self._keep({name: told for name, told in self._kept().items() if not _is_within(told, [folder])})

    def _kept(self) -> dict[str, Any]:
        models = read_json(self._path).get("models")
        return models if isinstance(models, dict) else {}

    def _keep(self, models: dict[str, Any]) -> None:
        with suppress(OSError):  # a disk that takes nothing: they are found again
            write_json(self._path, {"models": models})


def parts_of(layout: Layout) -> tuple[Path, ...]:
    return (*layout.transformers, layout.vae, layout.text_encoder, layout.tokenizer)


def _is_there(path: Path) -> bool:
    return path != MISSING and path.exists()


def _new(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


def _places(found: Sequence[Assembled]) -> list[str]:
    """Where each is, for those of which others have the very title."""
    titles = [(title_of(each.transformers, each.entry), each.transformers[0].stored) for each in found]
    count = Counter(titles)
    return [
        each.transformers[0].path.name if count[title] > 1 else "" for each, title in zip(found, titles, strict=True)
    ]


def _told(layout: Layout) -> dict[str, Any]:
    return {
        "transformers": [str(path) for path in layout.transformers],
        "vae": str(layout.vae),
        "text_encoder": str(layout.text_encoder),
        "tokenizer": str(layout.tokenizer),
    }


def _layout(told: Any) -> Layout | None:
    """None where somebody else has written it."""
    try:
        rest = (Path(told[name]) for name in ("vae", "text_encoder", "tokenizer"))
        return Layout(tuple(map(Path, told["transformers"])), *rest)
    except (KeyError, TypeError):
        return None


def _paths(found: Assembled) -> Transformers:
    return tuple(str(each.path) for each in found.transformers)


def _transformers(told: Any) -> Transformers:
    layout = _layout(told)
    return () if layout is None else tuple(map(str, layout.transformers))


def _is_within(told: Any, folders: Iterable[Path]) -> bool:
    paths = _transformers(told)
    return any(Path(path).is_relative_to(folder) for path in paths for folder in folders)
