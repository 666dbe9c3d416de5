"""Our controls: what they show, what they tell, and that they can be worked without a mouse."""

from fractions import Fraction
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QEnterEvent, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from editor.ui import theme
from editor.ui.toast import LASTING, Toasts
from editor.ui.widgets import (
    Button,
    Chip,
    Choice,
    EmptyState,
    IconButton,
    Label,
    Lamp,
    Menu,
    PointerDialog,
    ProgressLine,
    PromptField,
    Section,
    Segmented,
    Slider,
    TextField,
    TimecodeField,
    Words,
)
from editor.ui.widgets.focus_ring import FocusRing
from editor.ui.widgets.tip import Tip

FILM = Fraction(24)
Control = TypeVar("Control", bound=QWidget)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    QVBoxLayout(window).addStretch(1)
    with qtbot.waitExposed(window):
        window.show()
    return window


def put(window: QWidget, widget: Control) -> Control:
    column = window.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, widget)
    widget.show()
    column.activate()
    return widget


def colour_at(widget: QWidget, x: int, y: int) -> QColor:
    return widget.grab().toImage().pixelColor(x, y)


def enter(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    widget.enterEvent(QEnterEvent(middle, middle, middle))


# Buttons


@pytest.mark.parametrize(("kind", "fill"), [("plain", "raised"), ("primary", "accent"), ("generate", "gen")])
def test_a_button_has_the_colour_of_its_kind_and_another_when_hovered_pressed_or_disabled(
    window: QWidget, kind: str, fill: str
) -> None:
    button = put(window, Button("Open", kind=kind))
    seen = [colour_at(button, 6, 14)]
    assert seen[0] == QColor(getattr(theme.tokens, fill))
    enter(button)
    seen.append(colour_at(button, 6, 14))
    button.setDown(True)
    seen.append(colour_at(button, 6, 14))
    button.setDown(False)
    button.setEnabled(False)
    seen.append(colour_at(button, 6, 14))
    assert len({colour.name() for colour in seen}) == 4


def test_hover_fades_in_unless_the_user_wants_it_still(window: QWidget, qtbot: QtBot) -> None:
    theme.reduce_motion(False)
    button = put(window, Button("Open"))
    enter(button)
    assert button.lit < 1
    qtbot.waitUntil(lambda: button.lit == 1)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_in_a_dialog_is_pressed_by_key_and_the_dialog_does_not_end(
    window: QWidget, qtbot: QtBot, key: Qt.Key
) -> None:
    dialog, ends = PointerDialog(window, "Models"), []
    dialog.finish = lambda: ends.append(key)  # type: ignore[method-assign]
    button = Button("Open")
    dialog.body.addWidget(button)
    dialog.open_centred()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)
    assert ends == []


def test_the_ring_is_there_for_the_keyboard_and_not_for_the_mouse(window: QWidget) -> None:
    button = put(window, Button("Open"))
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not window.findChildren(FocusRing)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    [ring] = window.findChildren(FocusRing)
    assert ring.geometry() == button.geometry().adjusted(-3, -3, 3, 3)
    assert colour_at(ring, ring.width() // 2, 2) == QColor(theme.tokens.accent)


def test_the_ring_moves_with_what_it_surrounds_and_goes_with_the_focus(window: QWidget) -> None:
    holder = put(window, QWidget())
    holder.setFixedHeight(60)
    button = Button("Open", parent=holder)
    button.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    [ring] = window.findChildren(FocusRing)
    holder.move(200, 300)
    assert ring.pos() == QPoint(197, 297)
    button.clearFocus()
    assert not ring.isVisible()


def test_a_button_follows_its_action(window: QWidget) -> None:
    action = QAction("&Loop")
    action.setShortcut(QKeySequence("Ctrl+L"))
    action.setCheckable(True)
    done: list[bool] = []
    action.triggered.connect(lambda checked: done.append(checked))
    button = put(window, IconButton("ph.repeat", "Loop"))
    button.set_action(action)
    button.click()
    assert (done, action.isChecked(), button.isChecked()) == ([True], True, True)
    assert button.tip_words == Words("Loop", "Ctrl+L")
    action.setProperty("reason", "There is nothing to loop yet")
    action.setEnabled(False)
    assert not button.isEnabled()
    assert button.tip_words.reason == "There is nothing to loop yet"


def test_a_checked_icon_button_is_amber_and_violet_where_it_generates(window: QWidget) -> None:
    for generates, fill in ((False, "accent_bg"), (True, "gen_bg")):
        button = put(window, IconButton("ph.sparkle", "Tool", checkable=True, generates=generates))
        button.setChecked(True)
        assert colour_at(button, 4, 14) == QColor(getattr(theme.tokens, fill))


# Tips


def test_a_tip_comes_half_a_second_after_the_pointer_and_goes_with_it(window: QWidget, qtbot: QtBot) -> None:
    button = put(window, IconButton("ph.repeat", "Loop", "Ctrl+L"))
    enter(button)
    assert not window.findChildren(Tip)
    qtbot.waitUntil(lambda: bool(window.findChildren(Tip)), timeout=2000)
    [tip] = window.findChildren(Tip)
    assert tip.words == Words("Loop", "Ctrl+L")
    assert window.rect().contains(tip.box().translated(tip.pos()))
    button.leaveEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not tip.isVisible()


def test_a_disabled_control_says_why_and_is_quiet_again_once_enabled(window: QWidget) -> None:
    button = put(window, Button("Queue"))
    button.set_disabled_reason("The clip is too short: 13 frames are needed")
    assert not button.isEnabled()
    assert button.tip_words == Words("Queue", "", "The clip is too short: 13 frames are needed")
    button.set_disabled_reason(None)
    assert button.isEnabled()
    assert button.tip_words.reason == ""


# Choosing


def test_segments_are_chosen_by_mouse_and_by_arrow_keys(window: QWidget) -> None:
    segments = put(window, Segmented([("s", "Strict"), ("n", "Natural"), ("l", "Loose")], "n", generates=True))
    told: list[str] = []
    segments.chosen.connect(told.append)
    QTest.mouseClick(segments, Qt.MouseButton.LeftButton, pos=segments.part(0).center())
    QTest.keyClick(segments, Qt.Key.Key_Right)
    QTest.keyClick(segments, Qt.Key.Key_Right)
    QTest.keyClick(segments, Qt.Key.Key_Right)
    assert told == ["s", "n", "l"]
    assert segments.value == "l"


def test_setting_a_segment_by_the_program_tells_nobody(window: QWidget) -> None:
    segments = put(window, Segmented([(1, "Draft"), (2, "Final")]))
    segments.chosen.connect(lambda value: pytest.fail(f"told {value}"))
    segments.set_value(2)
    assert segments.value == 2
    with pytest.raises(ValueError, match="not in list"):
        segments.set_value(3)


def test_segments_of_words_alone_are_all_as_wide(window: QWidget) -> None:
    segments = put(window, Segmented([(1, "Draft"), (2, "Final, four steps")]))
    assert abs(segments.part(0).width() - segments.part(1).width()) <= 1


def test_a_choice_opens_a_menu_with_the_present_one_checked(window: QWidget) -> None:
    choice = put(window, Choice([(0, "Fit"), (50, "50 %"), (100, "100 %")], 50))
    told: list[int] = []
    choice.chosen.connect(told.append)
    menu = choice.menu()
    assert [action.isChecked() for action in menu.actions()] == [False, True, False]
    menu.actions()[2].trigger()
    assert (choice.value, choice.words, told) == (100, "100 %", [100])


def test_a_choice_keeps_its_value_when_its_options_change_if_it_is_still_there(window: QWidget) -> None:
    choice = put(window, Choice([("a", "Built-in"), ("b", "Wan")], "b"))
    choice.set_options([("b", "Wan 2.1"), ("c", "Other")])
    assert choice.words == "Wan 2.1"
    choice.set_options([("c", "Other")])
    assert choice.value == "c"


# Amounts


def test_a_slider_is_dragged_stepped_and_double_clicked_back(window: QWidget) -> None:
    slider = put(window, Slider(0, 100, 60, say=lambda value: f"{value:.0f} %", rest=50))
    moved: list[float] = []
    slider.moved.connect(moved.append)
    assert slider.words == "60 %"
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(0, 10))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(0, 10))
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(3, 10))
    assert moved == [61, 51, 0, 50]


def test_a_slider_that_is_let_go_says_it_has_settled(window: QWidget, qtbot: QtBot) -> None:
    slider = put(window, Slider(-10, 10, 0))
    with qtbot.waitSignal(slider.settled) as settled:
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, 10))
    assert settled.args == [10]


def test_progress_is_violet_as_far_as_it_has_come(window: QWidget) -> None:
    line = put(window, ProgressLine(0.5))
    assert colour_at(line, line.width() // 4, 2) == QColor(theme.tokens.gen)
    assert colour_at(line, line.width() * 3 // 4, 2) == QColor(theme.tokens.line2)


def test_a_lamp_never_stands_without_words(window: QWidget) -> None:
    lamp = put(window, Lamp("warn", "Brighter after the cut", "0.6 stop"))
    assert colour_at(lamp, 4, 10) == QColor(theme.tokens.warn)
    assert lamp.accessibleName() == "Brighter after the cut 0.6 stop"


# Typing


def timecode(window: QWidget, **options: Any) -> tuple[TimecodeField, list[int]]:
    field = TimecodeField(FILM, 48, **options)
    put(window, field)
    told: list[int] = []
    field.entered.connect(told.append)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    return field, told


@pytest.mark.parametrize(("typed", "frame"), [("00:00:03:12", 84), ("+12", 60), ("-1.", 24), ("10.", 240), ("312", 84)])
def test_timecode_is_typed_as_editors_type_it(window: QWidget, typed: str, frame: int) -> None:
    field, told = timecode(window)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.frame, told) == (frame, [frame])


def test_entering_the_same_timecode_again_tells_nobody(window: QWidget) -> None:
    field, told = timecode(window)
    QTest.keyClicks(field, "200")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.frame, told) == (48, [])


def test_what_is_no_timecode_is_marked_and_explained_and_escape_takes_it_back(window: QWidget) -> None:
    field, told = timecode(window)
    QTest.keyClicks(field, "soon")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told == []
    assert "soon" in field.error
    assert field.tip_words.text == field.error
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.error) == ("00:00:02:00", "")


def test_arrow_keys_move_a_timecode_by_frames_within_its_limits(window: QWidget) -> None:
    field, told = timecode(window, least=47, most=55)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert told == [47, 55]


def test_a_frame_that_is_shown_does_not_wipe_out_what_is_being_typed(window: QWidget) -> None:
    field, _ = timecode(window)
    QTest.keyClicks(field, "1")
    field.set_frame(96)
    assert field.text() == "1"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "00:00:04:00"


def test_drop_frame_timecode_has_its_semicolon(window: QWidget) -> None:
    field = put(window, TimecodeField(Fraction(30000, 1001), 1800, drop_frame=True))
    assert field.text() == "00:01:00;02"


def test_a_text_field_tells_what_was_entered_once_and_escape_takes_it_back(window: QWidget) -> None:
    field = put(window, TextField("surf", name="Name"))
    told: list[str] = []
    field.entered.connect(told.append)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "wave")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "s")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), told) == ("wave", ["wave"])


def test_a_prompt_takes_lines_and_is_entered_by_control_return(window: QWidget) -> None:
    field = put(window, PromptField("Spray", lines=2))
    told: list[str] = []
    field.entered.connect(told.append)
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "blows back")
    assert told == []
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == ["Spray\nblows back"]


def test_tab_leaves_a_prompt(window: QWidget) -> None:
    button = put(window, Button("Queue"))
    field = put(window, PromptField())
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert button.hasFocus()


# Panels


def test_words_that_do_not_fit_are_elided_and_come_back(window: QWidget) -> None:
    label = put(window, Label("a very long name of a clip", elide=Qt.TextElideMode.ElideMiddle))
    label.resize(60, 20)
    assert "…" in label.text()
    assert label.full_text == "a very long name of a clip"
    label.resize(400, 20)
    assert label.text() == label.full_text


def test_a_section_folds_and_tells_when_it_is_reset(window: QWidget, qtbot: QtBot) -> None:
    section = put(window, Section("Transform", resettable=True))
    section.body.addWidget(Label("Position"))
    section.head.click()
    assert not section.is_open
    assert not section.inner.isVisible()
    section.set_open(True)
    assert section.inner.isVisible()
    [reset] = section.findChildren(IconButton)
    with qtbot.waitSignal(section.reset):
        reset.click()


def test_an_empty_place_says_what_to_do_and_does_it(window: QWidget, qtbot: QtBot) -> None:
    empty = put(window, EmptyState("ph.film-strip", "Drop footage here", "Video, sound or stills", "Import…", "Ctrl+I"))
    with qtbot.waitSignal(empty.pressed):
        empty.button.click()


def test_a_chip_shows_its_count(window: QWidget) -> None:
    chip = put(window, Chip("Generated", "ph.sparkle", "3", generates=True))
    narrow = chip.sizeHint().width()
    chip.set_count("3000")
    assert chip.sizeHint().width() > narrow


# Menus


def test_a_menu_taller_than_the_screen_stays_one_column_and_says_that_there_is_more(window: QWidget) -> None:
    menu = Menu(parent=window)
    menu.add_head("Gap")
    for number in range(60):
        menu.addAction(f"row {number}")
    menu.popup(QPoint(0, 0))
    assert menu.grab().toImage().pixelColor(50, 9).name() == theme.tokens.raised  # where Qt's own arrow would be
    places = [menu.actionGeometry(action) for action in menu.actions()]
    assert len({place.left() for place in places}) == 1
    assert places[-1].top() > menu.height()
    plain = Menu(parent=window)
    plain.addAction("row")
    plain.popup(QPoint(0, 0))
    assert has_caret(menu)
    assert not has_caret(plain)


def test_a_note_at_the_foot_of_a_menu_is_not_read_through_its_caret(window: QWidget) -> None:
    feet = [foot_of_a_long_menu(window, words) for words in (" ", "Every frame will be new.")]
    assert feet[0] == feet[1]


def foot_of_a_long_menu(window: QWidget, words: str) -> QImage:
    """With a note there, as one comes to stand when the menu is scrolled."""
    menu = Menu(parent=window)
    for number in range(60):
        menu.addAction(f"row {number}")
    note = menu.add_note(words)
    menu.popup(QPoint(0, 0))
    (place, _), *_ = menu.ends()
    note.defaultWidget().setGeometry(place)  # type: ignore[attr-defined]
    return menu.grab(place).toImage()


def has_caret(menu: Menu) -> bool:
    """In the middle of the strip along the foot."""
    picture = menu.grab().toImage()
    x, foot = menu.width() // 2, picture.height() - 4
    strip = {picture.pixelColor(x + dx, foot - dy).name() for dx in range(-8, 8) for dy in range(20)}
    return strip != {theme.tokens.raised}


def test_a_menu_shows_head_rows_and_notes_and_runs_what_is_chosen(window: QWidget, qtbot: QtBot) -> None:
    menu = Menu(parent=window)
    menu.add_head("Gap, 47 frames")
    action = menu.addAction("Bridge Gap…")
    action.setProperty("generates", True)
    menu.addSeparator()
    off = menu.addAction("Paste")
    off.setEnabled(False)
    menu.add_note("Every frame will be new.")
    menu.popup(QPoint(0, 0))
    picture = menu.grab().toImage()
    assert picture.pixelColor(menu.width() // 2, 3).name() == theme.tokens.raised
    with qtbot.waitSignal(action.triggered):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert not menu.isVisible()


# Dialogs


def test_a_dialog_stands_above_its_point_and_does_not_cover_it(window: QWidget) -> None:
    dialog = PointerDialog(window, "Generative Extend, after", "surf", "ph.sparkle", width=400)
    dialog.body.addWidget(Label("Length"))
    dialog.open_at(QPoint(450, 600))
    panel = dialog.panel.translated(dialog.pos())
    assert panel.bottom() < 600 <= panel.bottom() + 20
    assert panel.left() <= 450 <= panel.right()
    assert window.rect().contains(panel)


def test_a_dialog_stands_below_where_there_is_no_room_above_and_inside_the_window(window: QWidget) -> None:
    dialog = PointerDialog(window, "Bridge gap", width=400)
    dialog.open_at(QPoint(20, 30))
    panel = dialog.panel.translated(dialog.pos())
    assert panel.top() >= 30
    assert window.rect().contains(panel)


def test_a_dialog_leaves_the_window_usable(window: QWidget, qtbot: QtBot) -> None:
    button = put(window, Button("Play"))
    dialog = PointerDialog(window, "Bridge gap", width=300)
    dialog.open_at(QPoint(450, 650))
    assert window.isEnabled()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_escape_rejects_a_dialog_and_the_close_button_too(window: QWidget, qtbot: QtBot) -> None:
    dialog = PointerDialog(window, "Bridge gap", width=300)
    dialog.open_at(QPoint(450, 600))
    with qtbot.waitSignals([dialog.rejected, dialog.closed]):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.open_at(QPoint(450, 600))
    with qtbot.waitSignal(dialog.rejected):
        dialog.close_button.click()
    dialog.open_at(QPoint(450, 600))
    with qtbot.waitSignal(dialog.accepted):
        dialog.accept()


def test_when_a_dialog_closes_the_keyboard_goes_back_to_where_it_was(window: QWidget, qtbot: QtBot) -> None:
    field = put(window, TextField("surf"))
    put(window, Button("Export"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    for close in ("accept", "reject"):
        dialog = PointerDialog(window, "Bridge gap", width=300)
        dialog.open_at(QPoint(450, 600))
        assert dialog.hasFocus()
        getattr(dialog, close)()
        assert field.hasFocus()


def test_a_dialog_is_dragged_by_its_title_and_stays_in_reach(window: QWidget) -> None:
    dialog = PointerDialog(window, "Bridge gap", width=300)
    dialog.open_at(QPoint(450, 600))
    before = dialog.pos()
    grip = dialog.panel.topLeft() + QPoint(150, 20)
    QTest.mousePress(dialog, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(dialog, grip + QPoint(-40, -30))
    QTest.mouseRelease(dialog, Qt.MouseButton.LeftButton, pos=grip)
    assert dialog.pos() == before + QPoint(-40, -30)
    window.resize(400, 300)
    assert window.rect().contains(dialog.panel.topLeft() + dialog.pos())


# Toasts


def test_a_toast_stands_in_the_corner_and_its_button_does_what_it_says(window: QWidget, qtbot: QtBot) -> None:
    toasts = Toasts(window, above=30)
    done: list[str] = []
    toast = toasts.show("surf, after is ready", "3 takes", button="Review seam", do=lambda: done.append("review"))
    panel = toast.panel.translated(toast.pos())
    assert (panel.right(), panel.bottom()) == (window.width() - 16, window.height() - 46)
    toast.button.click()
    assert (done, toasts.standing) == (["review"], [])


def test_the_newest_toast_is_lowest_and_they_do_not_overlap(window: QWidget) -> None:
    toasts = Toasts(window)
    first, second = toasts.show("one"), toasts.show("two", "A reason that is told in full, though it takes " * 4)
    places = [toast.panel.translated(toast.pos()) for toast in (first, second)]
    assert places[0].bottom() < places[1].top()
    assert places[1].height() > places[0].height()


def test_what_is_told_twice_stands_once_and_of_many_toasts_the_oldest_go(window: QWidget) -> None:
    toasts = Toasts(window)
    for title in ("one", "two", "one", "three", "four", "five", "six"):
        toasts.show(title)
    assert [toast.title for toast in toasts.standing] == ["one", "three", "four", "five", "six"]


def test_toasts_that_come_at_once_stand_apart_also_when_they_have_risen(window: QWidget, qtbot: QtBot) -> None:
    theme.reduce_motion(False)
    toasts = Toasts(window)
    shown = [toasts.show(name) for name in ("one", "two", "three")]
    qtbot.waitUntil(lambda: all(toast.graphicsEffect() is None for toast in shown))
    places = [toast.panel.translated(toast.pos()) for toast in shown]
    assert places[0].bottom() < places[1].top() < places[1].bottom() < places[2].top()


def test_a_toast_goes_after_six_seconds_but_not_under_the_pointer(window: QWidget, qtbot: QtBot) -> None:
    toasts = Toasts(window)
    toast = toasts.show("saved")
    assert LASTING == 6000
    timer = toast.findChild(QTimer)
    assert timer.interval() == LASTING
    enter(toast)
    assert not timer.isActive()
    toast.leaveEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert timer.isActive()
    timer.setInterval(1)
    qtbot.waitUntil(lambda: toasts.standing == [])


def test_a_choice_greys_what_cannot_be_chosen_with_the_reason_and_has_a_row_for_what_is_none_of_them(
    qtbot: QtBot,
) -> None:
    choice = Choice([("one", "One"), ("two", "Two"), ("three", "Three")])
    qtbot.addWidget(choice)
    choice.set_reasons({"two": "It lacks a half"})
    choice.set_further("Others…")
    rows = [each for each in choice.menu().actions() if not each.isSeparator()]
    assert [each.text() for each in rows] == ["One", "Two\tIt lacks a half", "Three", "Others…"]
    assert [each.isEnabled() for each in rows] == [True, False, True, True]
    assert rows[1].toolTip() == "It lacks a half"
    with qtbot.waitSignal(choice.further_wanted):
        rows[-1].trigger()
    for key, value in ((Qt.Key.Key_Down, "three"), (Qt.Key.Key_Down, "three"), (Qt.Key.Key_Up, "one")):
        QTest.keyClick(choice, key)
        assert choice.value == value
