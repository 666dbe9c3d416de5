"""Every icon that is named anywhere in the editor exists."""

import re
from pathlib import Path

import pytest

import editor
from editor.ui import icons

SOURCES = sorted(Path(editor.__file__).parent.rglob("*.py"))
NAMES = sorted({name for path in SOURCES for name in re.findall(r'"(ph\.[a-z-]+)"', path.read_text("utf-8"))})


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("name", NAMES)
def test_an_icon_that_is_named_can_be_painted(name: str) -> None:
    assert not icons.outline(name).isEmpty()


def test_the_names_were_found() -> None:
    assert len(NAMES) > 40
