"""Projects of older versions open; those of newer ones say so."""

from typing import Any

import pytest

from editor.timeline.otio.errors import ProjectError, WrongField
from editor.timeline.upgrades import STEPS, VERSION, upgrade


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {"title": data["name"]}


def _counted(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"letters": len(data["title"])}


def test_an_older_project_goes_through_every_step_in_turn() -> None:
    steps = {1: _renamed, 2: _counted}
    assert upgrade({"name": "Night"}, 1, steps, 3) == {"title": "Night", "letters": 5}
    assert upgrade({"title": "Night"}, 2, steps, 3) == {"title": "Night", "letters": 5}


def test_there_is_a_step_from_every_older_version() -> None:
    assert set(STEPS) == set(range(1, VERSION))


def test_todays_project_is_left_alone() -> None:
    data = {"name": "Night"}
    assert upgrade(data, VERSION) is data


def test_a_newer_project_is_refused_and_the_way_out_named() -> None:
    with pytest.raises(ProjectError, match="newer Longtake") as caught:
        upgrade({}, VERSION + 1)
    assert "update" in caught.value.do


@pytest.mark.parametrize("version", [None, 0, -1, True, "1", 1.0])
def test_what_is_no_version_is_refused(version: Any) -> None:
    with pytest.raises(WrongField, match="should be a version"):
        upgrade({}, version)
