"""The folders a user has models in, used in place, and what is found there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs

from engine.errors import ModelError
from engine.models.contents.found import Found
from engine.models.contents.kept_headers import KeptHeaders, read_json, write_json
from engine.models.folder_layouts import Layout
from engine.models.on_disk.adapters_found import known_adapters
from engine.models.on_disk.assembling import assembled
from engine.models.on_disk.choices import Choice as Choice
from engine.models.on_disk.choices import choices as choices
from engine.models.on_disk.discovery import Search, Tell
from engine.models.on_disk.experts import named_expert
from engine.models.on_disk.names import Names, parts_of
from engine.models.on_disk.shelf import Known as Known
from engine.models.on_disk.shelf import KnownAdapter as KnownAdapter
from engine.models.on_disk.shelf import Shelf as Shelf
from engine.models.on_disk.shelf import Unusable as Unusable
from engine.requests import Expert

ADD = "Add the folder they are in: models add FOLDER, or Window > Models."
LIST = "See which there are: models list, or Window > Models."
MOVED = "It may have been moved, or its disk is not plugged in."
# Folders of other programs' trees in which transformers lie: the parts that go with one lie beside these.
SIDE_FOLDERS = {"diffusion_models", "unet", "checkpoints"}


def store_folder() -> Path:
    """Where this program keeps which folders hold models, on this system."""
    return platformdirs.user_data_path("Longtake", appauthor=False) / "models"


def is_path(model: str | Path) -> bool:
    """Whether a request means a file or folder by it; else it is a name on the shelf."""
    path = Path(model)
    return path.exists() or path.is_absolute() or len(path.parts) > 1


class Store:
    """Any number of processes may use one at once."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: left out, the user's own data folder."""
        self._folder = store_folder() if folder is None else folder
        self._names = Names(self._folder / "names.json")

    @property
    def folders(self) -> tuple[Path, ...]:
        """As they were added; single files, too. One that is not there now (an unplugged disk) stays among them."""
        told = read_json(self._folder / "folders.json").get("folders")
        return tuple(Path(each) for each in told if isinstance(each, str)) if isinstance(told, list) else ()

    def add(self, path: Path) -> None:
        """Nothing is copied. Raises ModelError where there is no such folder or file."""
        place = path.expanduser().absolute()
        if not place.exists():
            raise ModelError(f"There is no folder {place}.", do="Check the path.")
        if place not in self.folders:
            self._keep((*self.folders, place))

    def remove(self, path: Path) -> None:
        """Its files stay where they are. Raises ModelError where it was never added."""
        place = path.expanduser().absolute()
        if place not in self.folders:
            added = ", ".join(map(str, self.folders)) or "none"
            raise ModelError(f"{place} was never added.", do=f"These were: {added}.")
        self._keep(tuple(each for each in self.folders if each != place))
        self._names.forget(place)

    def say(self, path: Path, expert: Expert | None) -> None:
        """Which of two experts a file or folder is for, whatever its name says; None: its name says it again.

        Raises ModelError.
        """
        place = path.expanduser().absolute()
        if not place.exists():
            raise ModelError(f"There is no file {place}.", do="Check the path.")
        said = {each: told for each, told in self._said().items() if each != str(place)}
        self._keep(self.folders, said | ({str(place): expert.value} if expert else {}))

    def shelf(self, tell: Tell | None = None) -> Shelf:
        """What is there now. tell: called for every folder; what it raises ends the search."""
        search, gone = Search(tell), tuple(each for each in self.folders if not each.exists())
        found = self._found(search, self.folders, kept=gone)
        models = self._names.named(assembled(found), gone)
        strange = [Unusable(each.path, each.why) for each in found if each.why]
        away = [Unusable(each, "It is not there now. Plug in its disk, or remove it here.") for each in gone]
        return Shelf(models, known_adapters(found, models), (*away, *search.unusable, *strange))

    def layout(self, model: str | Path) -> Layout:
        """Of a transformer's file, with the parts beside it, else on the shelf; or of a name on the shelf.

        Raises ModelError, saying what is missing or what it is instead.
        """
        if is_path(model):
            return self._layout_round(Path(model).absolute())
        return self._names.layout(str(model)) or self._layout_of(str(model))

    def knows(self, name: str) -> bool:
        """Whether a model of that name was found before and is there now."""
        return self._names.layout(name) is not None

    def _layout_of(self, name: str) -> Layout:
        models = {each.name: each for each in self.shelf().models}
        if name not in models:
            raise ModelError(f'There is no model called "{name}" in the folders you added. {MOVED}', do=LIST)
        return _whole(models[name].title, models[name].layout, models[name].missing)

    def _layout_round(self, path: Path) -> Layout:
        before = _ROUND.get(path)
        if before and all(part.exists() for part in parts_of(before)):
            return before
        if not path.exists():
            raise ModelError(f"There is no model at {path}. {MOVED}", do='Check the path, or use "built-in".')
        found = self._found(Search(), (_tree_of(path), *self.folders), kept=self.folders)
        one = next((each for each in assembled(found) if path in (part.path for part in each.transformers)), None)
        if one is None:
            raise _no_model(path, found)
        _ROUND[path] = _whole(path.name, one.layout, one.missing)
        return _ROUND[path]

    def _found(self, search: Search, folders: Sequence[Path], kept: Iterable[Path]) -> list[Found]:
        """kept: folders of which what is known is kept, though they are not looked into."""
        headers = KeptHeaders(self._folder / "headers.json")
        there = (each for each in folders if each.exists())
        found = [headers.inspected(path) for folder in there for path in search.candidates(folder)]
        headers.keep(tuple(kept))
        said = self._said()
        return [replace(each, said=said.get(str(each.path), "")) for each in found]

    def _said(self) -> dict[str, str]:
        told = read_json(self._folder / "folders.json").get("experts")
        return {path: each for path, each in told.items() if each in list(Expert)} if isinstance(told, dict) else {}

    def _keep(self, folders: Sequence[Path], said: Mapping[str, str] | None = None) -> None:
        told = {"folders": [str(each) for each in folders], "experts": self._said() if said is None else said}
        try:
            write_json(self._folder / "folders.json", told)
        except OSError as error:
            what = f"{self._folder} cannot be written: {error.strerror}."
            raise ModelError(what, kept="Nothing was changed.", do="Make room there, or allow it.") from error


_ROUND: dict[Path, Layout] = {}  # by a transformer's file: its search is long, and one run asks several times


def _tree_of(path: Path) -> Path:
    """Where the parts that go with a transformer's file are looked for first."""
    sides = [folder for folder in path.parents if folder.name in SIDE_FOLDERS]
    if sides:
        return sides[-1].parent
    is_of_one_expert = named_expert(Path(path.parent.name)) is not Expert.BOTH  # the other's lies beside it
    return path.parent.parent if is_of_one_expert else path.parent


def _whole(name: str, found: Layout, missing: Sequence[str]) -> Layout:
    if missing:
        raise ModelError(f"{name} is not whole: missing is {', and '.join(missing)}.", do=ADD)
    return found


def _no_model(path: Path, found: Sequence[Found]) -> ModelError:
    """What it is instead."""
    it = next((each for each in found if each.path == path), None)
    if it is None or it.why:
        return ModelError(f"{path.name} cannot be used. {it.why if it else 'It is no file of weights.'}", do=LIST)
    return ModelError(f"{path.name} is a part of a model, its {it.kind}: a model is named by its transformer.", do=LIST)
