"""What is still to be fetched for a preset, where it goes, and whether there is room for it."""

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.errors import ModelError, NoSpace
from engine.models.catalogue import Preset
from engine.models.getting.faults import Cut
from engine.models.getting.hub import LATER, Remote
from engine.models.getting.origin import CHECKED, noted
from engine.models.getting.part import sound_bytes
from engine.models.getting.places import target
from engine.models.getting.sums import SHA256, Sum
from engine.models.getting.wanted import Wanted
from engine.models.on_disk.discovery import Search
from engine.models.on_disk.presets import size_in_words

MARGIN = 1.1  # free space for every byte that comes
TRIES, REST = 4, 2.0  # of asking the hub what it has; seconds between two
OURS = "against the sum this program knows"


class Catalogue(Protocol):
    def files(self, repository: str, revision: str) -> tuple[Remote, ...]: ...


@dataclass(frozen=True, slots=True)
class Item:
    """path: where it goes. here: bytes of it that are there. elsewhere: a file of its name and size in a folder that
    the user has added. checked: what its bytes are held against."""

    wanted: Wanted
    remote: Remote
    path: Path
    here: int
    checked: str
    elsewhere: Path | None = None

    @property
    def left(self) -> int:
        return 0 if self.elsewhere else self.remote.size - self.here


@dataclass(frozen=True, slots=True)
class GetPlan:
    preset: Preset
    form: str
    folder: Path
    items: tuple[Item, ...]

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(each.remote.size for each in self.items)

    @property
    def left(self) -> int:
        """Bytes that are still to come."""
        return sum(each.left for each in self.items)


def plan_for(
    preset: Preset, wanted: tuple[Wanted, ...], folder: Path, hub: Catalogue, folders: Iterable[Path] = ()
) -> GetPlan:
    """The hub is asked what it has. folders: in which the same files may lie already. Raises LongtakeError types."""
    listed = {key: _listing(hub, *key) for key in {(each.repository, each.revision) for each in wanted}}
    there = _by_name(folders)
    items = [_item(each, path, listed[each.repository, each.revision], folder, there) for each, path in _files(wanted)]
    return GetPlan(preset, wanted[0].form, folder, tuple({item.path: item for item in items}.values()))


def check_room(plan: GetPlan) -> None:
    """Raises NoSpace."""
    place = next(each for each in (plan.folder, *plan.folder.parents) if each.exists())
    need, free = int(plan.left * MARGIN), shutil.disk_usage(place).free
    if need > free:
        what = (
            f"{plan.preset.title} needs {size_in_words(need)} of disk in {plan.folder}; {size_in_words(free)} are free."
        )
        raise NoSpace(what, kept="Nothing was fetched.", do="Make room there, or choose a folder on another disk.")


def _files(wanted: Iterable[Wanted]) -> Iterator[tuple[Wanted, str]]:
    return ((each, path) for each in wanted for path in each.files)


def _item(
    wanted: Wanted, path: str, listing: tuple[Remote, ...], folder: Path, there: dict[tuple[str, int], Path]
) -> Item:
    remote, checked = _found(wanted, path, listing)
    place = target(folder, remote.repository, remote.path)
    origin = noted(place)
    is_whole = origin is not None and origin.sum == str(remote.sum)
    here = remote.size if is_whole else sound_bytes(place, remote)
    other = None if here else there.get((place.name, remote.size))
    return Item(wanted, remote, place, here, checked, None if other == place else other)


def _found(wanted: Wanted, path: str, listing: tuple[Remote, ...]) -> tuple[Remote, str]:
    """By its path; else, where its folder was renamed, by its name if there is but one. Raises ModelError."""
    name = path.rpartition("/")[2]
    alike = [each for each in listing if each.path == path] or [each for each in listing if _is_called(each, name)]
    if len(alike) != 1:
        raise ModelError(f"{wanted.repository} has no {path} any more.", do=LATER)
    told = wanted.sha256.get(path)
    if told is None:
        return alike[0], CHECKED
    known = Sum(SHA256, told)
    if alike[0].sum.kind == SHA256 and alike[0].sum != known:
        what = f"{path} of {wanted.repository} is not what it was: {alike[0].sum} instead of {known}."
        raise ModelError(what, kept="Nothing was fetched.", do=LATER)
    one = alike[0]
    return Remote(one.repository, one.commit, one.path, one.size, known), OURS


def _is_called(remote: Remote, name: str) -> bool:
    return remote.path.rpartition("/")[2] == name


def _listing(hub: Catalogue, repository: str, revision: str) -> tuple[Remote, ...]:
    for number in range(TRIES):
        try:
            return hub.files(repository, revision)
        except Cut as cut:
            why, after = str(cut), max(cut.after, REST)
            if number + 1 < TRIES:
                time.sleep(after)
    raise ModelError(f"{why[:1].upper()}{why[1:]}.", do="Check the network, or HF_ENDPOINT and HTTPS_PROXY if set.")


def _by_name(folders: Iterable[Path]) -> dict[tuple[str, int], Path]:
    """Files in them by name and size."""
    search = Search()
    found = (path for folder in folders if folder.exists() for path in search.candidates(folder) if path.is_file())
    return {(path.name, path.stat().st_size): path for path in found}
