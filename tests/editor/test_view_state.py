"""Tool and switches: each tells of its changes, and only of these."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from editor.view_state import Tool, ViewState


@pytest.mark.parametrize(
    ("name", "other", "change"),
    [
        ("tool", Tool.RAZOR, lambda view: view.set_tool(Tool.RAZOR)),
        ("snapping", False, lambda view: view.set_snapping(False)),
        ("linked", False, lambda view: view.set_linked(False)),
        ("inserting", True, lambda view: view.set_inserting(True)),
    ],
)
def test_a_change_is_told_once_by_name(
    name: str, other: object, change: Callable[[ViewState], None], qtbot: QtBot
) -> None:
    view = ViewState()
    told: list[str] = []
    view.changed.connect(told.append)
    assert getattr(view, name) != other
    change(view)
    change(view)
    assert getattr(view, name) == other
    assert told == [name]
