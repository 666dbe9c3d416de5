"""Proxies in the window: asked for in the pool, seen to come, switched off for good."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from editor.timeline.model import MediaId
from editor.ui.window.main_window import MainWindow
from editor.ui.window.pool_menu import pool_rows
from tests.editor.ui.window.stage import Stage
from tests.editor.ui.window.test_interpreting import media

SURF_FILE = MediaId("surf")


def offered(window: MainWindow) -> list[str]:
    """About proxies, for what is selected in the pool."""
    return [row.label for row in pool_rows(window) if "Prox" in row.label]


def ask(window: MainWindow, label: str) -> None:
    (run,) = (row.run for row in pool_rows(window) if row.label == label)
    assert run is not None
    run()


def tip(window: MainWindow) -> str:
    model = window.pool.model
    row = model.row_of(SURF_FILE)
    assert row is not None
    return str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_proxies_are_asked_for_stopped_and_deleted_in_the_pool(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    Path(media(window).path).write_bytes(b"surf")
    window.pool.view.select((SURF_FILE,))
    for label in ("Make Proxies", "Stop Making Proxies", "Make Proxies"):
        qtbot.waitUntil(lambda label=label: offered(window) == [label])
        ask(window, label)
        if label == "Make Proxies":
            qtbot.waitUntil(lambda: tip(window).endswith("Proxy 50 %"))
    service = window.session.service
    service.proxies[-1].set_result(tmp_path / "proxy.mov")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: offered(window) == ["Delete Proxies"])
    assert tip(window).endswith("Proxy ready")
    ask(window, "Delete Proxies")
    assert offered(window) == ["Make Proxies"]


def test_the_switches_are_remembered_at_the_next_start(stage: Stage, window: MainWindow) -> None:
    for name in ("use-proxies", "automatic-proxies"):
        assert window.actions_by_id[name].isChecked()
        window.actions_by_id[name].trigger()
        assert not window.actions_by_id[name].isChecked()
    later = stage.open()
    assert (later.session.proxies.used, later.session.proxies.automatic) == (False, False)
