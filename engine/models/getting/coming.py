"""What would be fetched and what came of it: values that go from the downloader's process to whoever asked."""

from dataclasses import dataclass
from pathlib import Path

from engine.models.getting.plan import GetPlan, Item


@dataclass(frozen=True, slots=True)
class ComingFile:
    """left: bytes to come; 0 = it is here, or `elsewhere` in a folder of the user's. checked: against what its bytes
    will be held."""

    repository: str
    revision: str
    file: str
    path: Path
    size: int
    left: int
    licence: str
    sum: str
    checked: str
    elsewhere: Path | None


@dataclass(frozen=True, slots=True)
class Coming:
    """total, left: bytes of all files."""

    preset: str
    title: str
    form: str
    folder: Path
    total: int
    left: int
    files: tuple[ComingFile, ...]


@dataclass(frozen=True, slots=True)
class Got:
    """fetched: files that came. there: files that needed no fetching, here or in another folder of the user's."""

    preset: str
    folder: Path
    fetched: tuple[Path, ...]
    there: tuple[Path, ...]


def coming(plan: GetPlan) -> Coming:
    files = tuple(map(_file, plan.items))
    return Coming(plan.preset.id, plan.preset.title, plan.form, plan.folder, plan.total, plan.left, files)


def _file(item: Item) -> ComingFile:
    remote = item.remote
    return ComingFile(
        repository=remote.repository,
        revision=remote.commit,
        file=remote.path,
        path=item.path,
        size=remote.size,
        left=item.left,
        licence=item.wanted.entry.licence,
        sum=str(remote.sum),
        checked=item.checked,
        elsewhere=item.elsewhere,
    )
