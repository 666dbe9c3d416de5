"""Folders of the media pool: the project's own, and no file moves."""

from dataclasses import replace

import pytest

from editor.timeline.edits import pool_folders
from editor.timeline.errors import EditError
from editor.timeline.model import MediaId, Timeline
from tests.editor.timeline.drawing import film, scene


def pool(**folders: str) -> Timeline:
    """Media by name, each in its folder."""
    media = tuple(replace(film(name), folder=folder) for name, folder in folders.items())
    return replace(scene(V1="A10"), media=(*scene(V1="A10").media, *media))


def places(timeline: Timeline) -> dict[str, str]:
    return {media.name: media.folder for media in timeline.media if media.name != "A"}


def test_a_folder_is_there_with_nothing_in_it_and_within_another() -> None:
    timeline = pool_folders.add_folder(pool(), "Rushes")
    timeline = pool_folders.add_folder(timeline, " Day 1 ", "Rushes")
    assert pool_folders.all_folders(timeline) == ("Rushes", "Rushes/Day 1")


def test_folders_that_only_media_speaks_of_are_there_too() -> None:
    assert pool_folders.all_folders(pool(surf="Rushes/Day 1")) == ("Rushes", "Rushes/Day 1")


@pytest.mark.parametrize("name", ["", "  ", "a/b", "RUSHES"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(EditError, match="folder") as caught:
        pool_folders.add_folder(pool(surf="Rushes"), name)
    assert caught.value.do


def test_a_renamed_folder_takes_what_is_in_it_along() -> None:
    timeline = pool(surf="Rushes", bird="Rushes/Day 1", plane="Rushes 2")
    renamed = pool_folders.rename_folder(timeline, "Rushes", "Footage")
    assert places(renamed) == {"surf": "Footage", "bird": "Footage/Day 1", "plane": "Rushes 2"}
    assert pool_folders.rename_folder(timeline, "Rushes", "Rushes") is timeline


def test_what_was_in_a_folder_goes_to_the_one_around_it() -> None:
    timeline = pool_folders.add_folder(pool(surf="Rushes/Day 1", bird="Rushes/Day 1/A"), "Empty", "Rushes/Day 1")
    removed = pool_folders.remove_folder(timeline, "Rushes/Day 1")
    assert places(removed) == {"surf": "Rushes", "bird": "Rushes"}
    assert pool_folders.all_folders(removed) == ("Rushes",)


def test_moving_media_where_it_is_changes_nothing() -> None:
    timeline = pool(surf="Rushes", bird="")
    assert pool_folders.move_media(timeline, [MediaId("surf")], "Rushes") is timeline
    assert places(pool_folders.move_media(timeline, [MediaId("bird")], "Rushes"))["bird"] == "Rushes"


def test_only_what_nothing_uses_is_removed() -> None:
    assert [media.name for media in pool_folders.remove_unused(pool(surf="")).media] == ["A"]
    used = scene(V1="A10")
    assert pool_folders.remove_unused(used) is used
