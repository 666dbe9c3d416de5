"""The menus of the mouse: what each offers, and that it does it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from editor.actions import marking
from editor.timeline import edits
from editor.timeline.model import Clip, Gap, ItemId, MediaId, Transition
from editor.ui.widgets import Menu
from editor.ui.window.main_window import MainWindow
from editor.ui.window.menu_filling import add_rows
from editor.ui.window.menus import BAR
from editor.ui.window.pool_menu import pool_rows
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, dialogs, settled
from tests.hands import row


def opened(window: MainWindow, kind: str, item_id: str | None) -> Menu:
    window.menus.open(kind, item_id, 0, QPoint(0, 0))
    assert window.menus.shown is not None
    return window.menus.shown


def labels(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if action.text()]


def names(window: MainWindow) -> list[str]:
    return [item.name for item in window.session.document.timeline.tracks[0].items if isinstance(item, Clip)]


def test_the_menu_bar_has_the_menus_of_the_design(window: MainWindow) -> None:
    assert [action.text() for action in window.top.menus.actions()] == list(BAR)


def test_no_menu_begins_or_ends_with_a_line_or_has_two_in_a_row(window: MainWindow) -> None:
    menus = [menu for menu in window.top.menus.findChildren(QMenu) if menu.actions()]
    menus += [opened(window, kind, item_id) for kind, item_id in (("clip", SURF), ("clip", SURF_SOUND), ("gap", GAP))]
    for menu in menus:
        lines = [action.isSeparator() for action in menu.actions()]
        assert not lines[0]
        assert not lines[-1]
        assert not any(first and second for first, second in pairwise(lines))


def test_a_clip_can_be_extended_bridged_and_cut(window: MainWindow) -> None:
    window.session.document.select([SURF])
    menu = opened(window, "clip", SURF)
    assert labels(menu)[:2] == ["Generative Extend", "Bridge to Next Clip…"]
    row(menu, "Delete").trigger()
    assert names(window) == ["bird"]


def test_a_clips_menu_is_short_and_what_is_made_comes_first(window: MainWindow) -> None:
    menu = opened(window, "clip", SURF)
    assert labels(menu) == [
        "Generative Extend", "Bridge to Next Clip…", "Smooth Cut to Next Clip…", "Regenerate",
        "Cut", "Copy", "Paste", "Split at Playhead", "Enable", "Link and Group",
        "Speed", "Show on Clips", "Name and Label", "Media", "Delete", "Ripple Delete",
    ]  # fmt: skip
    inner = [each for action in menu.actions() if isinstance(each := action.menu(), QMenu)]
    assert not [action.text() for each in inner for action in each.actions() if action.menu() is not None]


def test_sound_is_not_generated(window: MainWindow) -> None:
    assert labels(opened(window, "clip", SURF_SOUND))[0] == "Cut"


def test_a_gap_says_how_long_it_is_and_can_be_closed_or_bridged(window: MainWindow) -> None:
    menu = opened(window, "gap", GAP)
    assert "Bridge Gap…" in labels(menu)
    row(menu, "Close Gap").trigger()
    assert not any(isinstance(item, Gap) for item in window.session.document.timeline.tracks[0].items)


def test_bridging_from_the_menu_opens_the_dialog(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        row(opened(window, "gap", GAP), "Bridge Gap…").trigger()
        assert window.desk.dialog is not None

    run(story())


def test_all_gaps_of_a_track_can_be_closed_from_its_header(window: MainWindow) -> None:
    row(opened(window, "track", "v1"), "Close All Gaps").trigger()
    assert len(window.session.document.timeline.tracks[0].items) == 2


def joined(window: MainWindow) -> Transition:
    """surf and bird meet under a dissolve."""
    document = window.session.document
    document.apply("Close Gap", edits.trim(document.timeline, SURF, edits.Edge.END, -24))
    document.apply("Close Gap", edits.close_all_gaps(document.timeline, document.timeline.tracks[0].id))
    document.apply("Dissolve", edits.add_transition(document.timeline, SURF, BIRD, 12, ItemId("dissolve")))
    found = document.timeline.item(ItemId("dissolve"))
    assert isinstance(found, Transition)
    return found


def test_a_cut_offers_both_sides_and_a_dissolve(window: MainWindow) -> None:
    dissolve = joined(window)
    document = window.session.document
    document.apply("Delete", edits.remove_transition(document.timeline, dissolve.id))
    menu = opened(window, "cut", SURF)
    assert {"Extend Clip Before the Cut…", "Extend Clip After the Cut…"} <= set(labels(menu))
    window.session.playback.seek(96)
    row(menu, "Apply Default Transition").trigger()
    assert any(isinstance(item, Transition) for item in document.timeline.tracks[0].items)


def test_a_dissolve_can_be_deleted(window: MainWindow) -> None:
    dissolve = joined(window)
    row(opened(window, "transition", dissolve.id), "Delete Transition").trigger()
    assert not window.session.document.timeline.has(dissolve.id)


def test_a_marker_is_edited_in_its_dialog_and_deleted(window: MainWindow) -> None:
    marking.add_marker(window.session)
    (marker,) = window.session.document.timeline.markers
    row(opened(window, "marker", marker.id), "Edit Marker…").trigger()
    dialog = window.markers.dialog
    assert dialog is not None
    dialog.name.setText("Landing")
    dialog.colour.set_value("moss")
    dialog.done.click()
    (edited,) = window.session.document.timeline.markers
    assert (edited.name, edited.colour) == ("Landing", "moss")
    row(opened(window, "marker", marker.id), "Delete Marker").trigger()
    assert window.session.document.timeline.markers == ()


def test_m_on_a_marker_opens_it(window: MainWindow) -> None:
    window.actions_by_id["marker"].trigger()
    window.actions_by_id["marker"].trigger()
    assert len(window.session.document.timeline.markers) == 1
    assert [dialog for dialog in dialogs(window) if dialog is window.markers.dialog]


def test_a_track_is_renamed_added_and_deleted(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        row(opened(window, "track", "v2"), "Rename Track…").trigger()
        await hands.until(lambda: dialogs(window), "the question")
        dialogs(window)[0].setTextValue("Titles")  # type: ignore[attr-defined]
        dialogs(window)[0].accept()  # type: ignore[attr-defined]
        await settled(window)
        assert window.session.document.timeline.tracks[1].name == "Titles"
        row(opened(window, "track", "v2"), "Add Audio Track").trigger()
        assert len(window.session.document.timeline.tracks) == 4
        row(opened(window, "track", "v2"), "Delete Track").trigger()
        assert [track.name for track in window.session.document.timeline.tracks][:1] == ["Picture"]
        assert len(window.session.document.timeline.tracks) == 3

    run(story())


def test_who_gives_no_name_keeps_the_old_one(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.session.document.select([SURF])
        window.actions_by_id["rename"].trigger()
        await hands.give_up()
        await settled(window)
        assert names(window) == ["surf", "bird"]

    run(story())


def test_several_clips_are_not_renamed_at_once(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        window.session.document.select([SURF, BIRD])
        window.actions_by_id["rename"].trigger()
        await settled(window)
        assert window.toasts.standing[0].title == "Several clips are selected."

    run(story())


def test_empty_lanes_offer_to_paste_and_to_add_tracks(window: MainWindow) -> None:
    assert labels(opened(window, "empty", None)) == [
        "Paste", "Paste Insert", "Add Video Track", "Add Audio Track", "Zoom to Fit",
    ]  # fmt: skip


def test_the_pools_menu_is_about_what_is_selected_there(window: MainWindow) -> None:
    assert [each.label for each in pool_rows(window)] == ["Import…", "New Folder…", "Remove Unused"]
    window.pool.view.select((MediaId("surf"),))
    menu = Menu("", window)
    add_rows(menu, pool_rows(window), window.perform)
    row(menu, "Add to Timeline").trigger()
    assert names(window) == ["surf", "bird", "surf"]
    row(menu, "Open in Source Monitor").trigger()
    assert window.session.source.media is not None
    row(menu, "Remove From Pool").trigger()
    assert window.toasts.standing, "it is in use, and that is told"


def test_unused_media_can_be_removed_from_the_pool(window: MainWindow) -> None:
    document = window.session.document
    document.apply("Import", edits.add_media(document.timeline, replace(document.timeline.media[0], id=MediaId("new"))))
    window.pool.view.select((MediaId("new"),))
    window.pool.deleted.emit(["new"])
    assert [media.id for media in document.timeline.media] == ["surf", "bird"]


@pytest.mark.parametrize("kind", ["clip", "gap", "cut", "track", "empty"])
def test_every_disabled_row_of_a_menu_says_why(kind: str, window: MainWindow) -> None:
    window.session.document.select(())
    ids = {"clip": SURF, "gap": GAP, "cut": SURF, "track": "v1", "empty": None}
    menus: list[QMenu] = [opened(window, kind, ids[kind])]
    for menu in menus:
        menus += [inner for action in menu.actions() if isinstance(inner := action.menu(), QMenu)]
        for action in menu.actions():
            if not action.isEnabled() and action.text():
                assert action.toolTip() not in ("", action.text()), action.text()
