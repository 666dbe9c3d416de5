"""Older projects as today's: one step per version of the format, each from one version to the next."""

from collections.abc import Callable, Mapping
from typing import Any

from editor.timeline.model import DISSOLVE, Clip, Item, Task, Timeline, Transition
from editor.timeline.otio.errors import ProjectError, WrongField
from editor.words import tr

VERSION = 3  # one more where an older Longtake could not make sense of the file
MINOR = 7  # one more where it could, without what is new

Step = Callable[[dict[str, Any]], dict[str, Any]]

# From the version that is the key to the next: the whole file's objects before and after.
STEPS: Mapping[int, Step] = {version: lambda data: data for version in (1, 2)}  # what was said then means the same now


def needed_for(timeline: Timeline) -> int:
    """The oldest version that makes sense of it: clips made of words and pictures alone came with the second, speeds,
    fades and looks with the third."""
    return max((_needed_for(item) for track in timeline.tracks for item in track.items), default=1)


def _needed_for(item: Item) -> int:
    if isinstance(item, Transition):
        return 1 if item.kind == DISSOLVE else 3
    if not isinstance(item, Clip):
        return 1
    if item.timing or item.look or item.level or item.fade_in or item.fade_out:
        return 3
    return 2 if item.generation is not None and item.generation.task is Task.NEW else 1


def upgrade(data: dict[str, Any], version: Any, steps: Mapping[int, Step] = STEPS, to: int = VERSION) -> dict[str, Any]:
    """The same project in today's form. Raises ProjectError where it comes from a newer Longtake, WrongField."""
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise WrongField(tr("should be a version"), "metadata", "longtake", "version")
    if version > to:
        raise ProjectError(
            tr(
                "The project was saved by a newer Longtake (format {version}; this one knows {to}).",
                version=version,
                to=to,
            ),
            kept=tr("The file was not changed."),
            do=tr("Open it with the newer version, or update this one."),
        )
    for step in range(version, to):
        data = steps[step](data)
    return data
