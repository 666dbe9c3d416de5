"""The theme as one style sheet, for Qt's own widgets; ours paint themselves."""

from dataclasses import asdict
from string import Template

from editor.ui.theme.colours import Tokens

_SHEET = Template("""
QMainWindow, QDialog { background: $bg; }
QMainWindow::separator { background: $bg; width: 1px; height: 1px; }
QLabel { color: $text; background: transparent; }
QLabel[tone="dim"], QLabel[role="dim"] { color: $dim; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent_text"] { color: $accent_text; }
QLabel[tone="gen_text"] { color: $gen_text; }
QLabel[tone="bad"] { color: $bad; }
QLabel:disabled { color: $disabled; }
QWidget#topBar { background: $panel; }
QWidget[surface="bg"] { background: $bg; }
QWidget[surface="panel"] { background: $panel; }
QWidget[surface="well"] { background: $well; }
QSplitter::handle { background: $bg; }
QSplitter::handle:hover { background: $line2; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px;
    selection-background-color: $accent_bg_hover; selection-color: $text;
}
QLineEdit { padding: 0 7px; min-height: 26px; max-height: 26px; }
QPlainTextEdit, QTextEdit { padding: 4px 8px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover { border-color: $line2; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"], QLineEdit[wrong="true"]:focus { border-color: $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $bg; color: $disabled; border-color: $line; }
QLineEdit[look="timecode"] {
    background: transparent; border: 1px solid transparent; color: $accent_text; padding: 0 1px;
}
QLineEdit[look="timecode"]:hover { border-color: $line2; }
QLineEdit[look="timecode"]:focus { background: $field; border-color: $accent; }
QLineEdit[look="timecode"]:disabled { color: $disabled; border-color: transparent; }
QLineEdit[look="search"] { padding-left: 29px; }
QAbstractItemView { background: $panel; color: $text; border: 0; outline: 0; }
QAbstractItemView::item:hover { background: $hover; }
QAbstractItemView::item:selected { background: $accent_bg; color: $text; }
QHeaderView::section { background: $panel; color: $dim; border: 0; border-bottom: 1px solid $line; padding: 6px 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; }
QScrollBar::handle:vertical { margin: 2px 2px; min-height: 32px; }
QScrollBar::handle:horizontal { margin: 3px 2px; min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $scroll_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMenuBar { background: $panel; color: $text; border: 0; spacing: 0; }
QMenuBar::item { background: transparent; padding: 6px 9px; border-radius: 6px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $line; }
QMenuBar::item:disabled { color: $disabled; }
QMenu { background: $raised; color: $text; border: 1px solid $window_ring; border-radius: 8px; padding: 6px;
    menu-scrollable: 1; }
QMenu::scroller { height: 18px; }
QMenu::item { padding: 5px 12px 5px 34px; min-height: 16px; border-radius: 4px; margin: 0 1px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { background: $line2; height: 1px; margin: 6px 10px; }
QMenu::icon { left: 10px; }
QMenu::indicator { left: 10px; width: 16px; height: 16px; }
QTabBar { background: $panel; border: 0; }
QTabBar::tab { background: transparent; color: $dim; padding: 10px 2px 9px 2px; margin: 0 8px; border: 0;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:disabled { color: $disabled; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QToolTip { background: $raised; color: $text; border: 1px solid $window_ring; padding: 5px 8px; }
QPushButton { background: $raised; color: $text; border: 1px solid $ring; border-radius: 6px; padding: 5px 11px;
    min-height: 16px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:default { background: $accent; color: $on_accent; font-weight: 600; }
QPushButton:default:hover { background: $accent_hover; }
QPushButton:disabled { background: $raised_off; color: $disabled; }
QCheckBox, QRadioButton { color: $text; spacing: 8px; }
QCheckBox::indicator:unchecked { width: 12px; height: 12px; background: $field; border: 1px solid $dim;
    border-radius: 3px; }
QCheckBox::indicator:unchecked:hover { border-color: $text; }
QCheckBox::indicator:unchecked:disabled { border-color: $line2; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QProgressBar { background: $line2; border: 0; border-radius: 2px; max-height: 4px; color: transparent; }
QProgressBar::chunk { background: $gen; border-radius: 2px; }
QStatusBar { background: $panel; color: $dim; border: 0; }
""")


def stylesheet(tokens: Tokens) -> str:
    return _SHEET.substitute(asdict(tokens))
