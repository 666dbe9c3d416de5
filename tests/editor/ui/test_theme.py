"""The theme: every colour of the design, one family of type, icons in the colours of the moment."""

import subprocess
import sys
from dataclasses import asdict, fields

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from editor.ui import icons, theme
from editor.ui.theme.colours import THEMES

DESIGNED = {  # as the design has them, dark and light
    "bg": ("#18181a", "#e9e9ec"),
    "well": ("#111113", "#d6d6da"),
    "panel": ("#1f1f22", "#f6f6f8"),
    "raised": ("#2a2a2e", "#ffffff"),
    "hover": ("#333338", "#e4e4e8"),
    "field": ("#161618", "#ffffff"),
    "line": ("#303035", "#d5d5da"),
    "line2": ("#3b3b41", "#c3c3ca"),
    "text": ("#e6e6e8", "#1d1d20"),
    "dim": ("#a0a0a8", "#55555d"),
    "faint": ("#94949d", "#62626b"),
    "accent": ("#f2b84b", "#c47d00"),
    "gen": ("#a98cf5", "#7a52d6"),
    "ok": ("#4dc98a", "#1d8f57"),
    "warn": ("#ff9a5a", "#b3530b"),
    "bad": ("#ff6b6b", "#c62f38"),
    "generated_bar": ("#4a3b78", "#c9b5f5"),
    "sound_wave": ("#4f9a8f", "#2f8377"),
}
ROLES = ("text", "value", "primary", "title", "timecode", "prompt", "small", "clip", "scale")


def luminance(value: str) -> float:
    """Of sRGB, as WCAG 2 defines it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in QColor(value).getRgbF()]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", DESIGNED)
def test_colours_are_those_of_the_design(name: str) -> None:
    assert (getattr(theme.DARK, name), getattr(theme.LIGHT, name)) == DESIGNED[name]


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
def test_every_colour_is_one(tokens: theme.Tokens) -> None:
    wrong = [name for name, value in asdict(tokens).items() if name != "name" and not QColor.isValidColorName(value)]
    assert wrong == []


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("text", "panel"), ("dim", "panel"), ("faint", "raised"), ("on_accent", "accent"), ("on_gen", "gen"),
     ("gen_text", "gen_bg"), ("accent_text", "panel"), ("generated_text", "generated_bar")],
)  # fmt: skip
def test_words_can_be_read_on_their_ground(tokens: theme.Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


def test_switching_the_theme_is_told_and_changes_palette_and_tokens(
    qapp: QApplication, qtbot: QtBot, light: None
) -> None:
    assert theme.tokens is theme.LIGHT
    assert qapp.palette().window().color() == QColor(theme.LIGHT.panel)
    with qtbot.waitSignal(theme.changed):
        theme.apply(qapp, "dark")
    assert qapp.palette().window().color() == QColor(theme.DARK.panel)
    assert theme.colour("accent") == QColor("#f2b84b")


def test_an_unknown_theme_or_colour_is_an_error_at_once(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        theme.apply(qapp, "sepia")
    with pytest.raises(AttributeError):
        theme.colour("purple")


def test_the_style_sheet_reaches_qt_s_own_widgets(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(80, 28)
    picture = field.grab().toImage()
    assert picture.pixelColor(60, 14) == QColor(theme.tokens.field)


@pytest.mark.parametrize("role", ROLES)
def test_all_type_is_the_bundled_inter(role: str) -> None:
    assert QFontInfo(theme.font(role)).family() == "Longtake Inter"


@pytest.mark.parametrize("role", ["value", "timecode", "small"])
def test_digits_are_all_as_wide(role: str) -> None:
    metrics = QFontMetrics(theme.font(role))
    assert len({metrics.horizontalAdvance(digit * 20) for digit in "0123456789"}) == 1


def test_weights_are_told_apart() -> None:
    widths = [QFontMetrics(theme.font(role)).horizontalAdvance("Compare takes" * 5) for role in ("text", "primary")]
    assert widths[0] < widths[1]


def test_motion_is_none_where_the_user_wants_it_still() -> None:
    theme.reduce_motion(False)
    assert theme.motion(160) == 160
    theme.reduce_motion(True)
    assert theme.motion(160) == 0


def painted(image: QImage) -> set[str]:
    """The colours of the pixels that are fully covered."""
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(*spot).name() for spot in spots if image.pixelColor(*spot).alpha() == 255}


def test_an_icon_is_painted_in_the_colour_of_the_theme_that_stands(qapp: QApplication, light: None) -> None:
    icon = icons.icon("ph.play-fill", "accent")
    assert painted(icon.pixmap(QSize(32, 32)).toImage()) == {theme.LIGHT.accent}
    theme.apply(qapp, "dark")
    assert painted(icon.pixmap(QSize(32, 32)).toImage()) == {theme.DARK.accent}


def test_a_disabled_icon_is_grey() -> None:
    picture = icons.icon("ph.play-fill", "gen").pixmap(QSize(32, 32), QIcon.Mode.Disabled).toImage()
    assert painted(picture) == {theme.tokens.disabled}


def test_icons_are_as_fine_as_the_screen() -> None:
    picture = icons.icon("ph.sparkle").pixmap(QSize(16, 16), 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (32, 2.0)


def test_mark_in_and_out_are_the_halves_of_one_bracket() -> None:
    whole, left, right = (
        icons.outline(f"ph.{name}").boundingRect() for name in ("brackets-square", "mark-in", "mark-out")
    )
    assert left.width() < whole.width() / 2 > right.width()
    assert left.height() == right.height() == pytest.approx(whole.height())


def test_an_icon_that_does_not_exist_is_told_when_it_is_asked_for() -> None:
    with pytest.raises(KeyError):
        icons.icon("ph.flux-capacitor")


def test_a_copy_of_an_icon_may_be_changed(qapp: QApplication) -> None:
    copy = QIcon(icons.icon("ph.x"))
    copy.addPixmap(QPixmap(16, 16))
    assert not copy.pixmap(16).isNull()


def test_the_look_costs_no_slow_imports() -> None:
    """The window's first paint waits for these."""
    code = (
        "import sys, editor.ui.theme, editor.ui.icons, editor.ui.widgets; "
        "print([name for name in ('qtawesome', 'numpy', 'cv2', 'av', 'torch') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"


def test_both_themes_have_the_same_names() -> None:
    assert {field.name for field in fields(theme.DARK)} == set(asdict(theme.LIGHT))


def test_a_theme_that_is_none_of_ours_is_the_dark_one() -> None:
    assert [theme.known(name) for name in ("light", "dark", "purple", "")] == ["light", "dark", "dark", "dark"]
