"""Questions the window asks: which file, which name, and what to do with what is not saved or in use."""

from enum import Enum, auto
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from editor.ui.window.tasks import answered
from editor.words import tr

PROJECTS = tr("Longtake projects (*.otio)")
EVERYTHING = tr("All files (*)")

Answer = TypeVar("Answer")
Role = QMessageBox.ButtonRole


class Unsaved(Enum):
    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Recovery(Enum):
    RECOVER = auto()
    LATER = auto()
    DISCARD = auto()


class InUse(Enum):
    COPY = auto()
    ANYWAY = auto()
    CANCEL = auto()


async def files_to_open(parent: QWidget, title: str, patterns: str, folder: str, many: bool) -> list[Path]:
    """The chosen files; none where the dialog was cancelled."""
    dialog = QFileDialog(parent, title, folder, f"{patterns};;{EVERYTHING}")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    done = await answered(dialog)
    return [Path(name) for name in dialog.selectedFiles()] if done == QDialog.DialogCode.Accepted else []


async def folder_to_open(parent: QWidget, title: str, folder: str) -> Path | None:
    dialog = QFileDialog(parent, title, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    done = await answered(dialog)
    return Path(dialog.selectedFiles()[0]) if done == QDialog.DialogCode.Accepted else None


async def file_to_save(parent: QWidget, title: str, patterns: str, proposed: Path) -> Path | None:
    dialog = QFileDialog(parent, title, str(proposed.parent), patterns)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix[1:])
    dialog.selectFile(proposed.name)
    done = await answered(dialog)
    return Path(dialog.selectedFiles()[0]) if done == QDialog.DialogCode.Accepted else None


async def text_asked(parent: QWidget, title: str, label: str, text: str) -> str | None:
    """A line of text; None where the dialog was cancelled."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    done = await answered(dialog)
    return dialog.textValue().strip() if done == QDialog.DialogCode.Accepted else None


async def about_unsaved(parent: QWidget, name: str, besides: str = "") -> Unsaved:
    """As editors ask before they close something. besides: what else there is to know."""
    words = tr("Otherwise what was done since the last save is lost. {besides}", besides=besides).strip()
    buttons = (
        (tr("Save"), Role.AcceptRole, Unsaved.SAVE),
        (tr("Don't Save"), Role.DestructiveRole, Unsaved.DISCARD),
        (tr("Cancel"), Role.RejectRole, Unsaved.CANCEL),
    )
    return await _asked(parent, tr("Save changes?"), tr("Save the changes to {name}?", name=name), words, buttons)


async def about_recovery(parent: QWidget, name: str, words: str) -> Recovery:
    buttons = (
        (tr("Recover"), Role.AcceptRole, Recovery.RECOVER),
        (tr("Discard"), Role.DestructiveRole, Recovery.DISCARD),
        (tr("Not Now"), Role.RejectRole, Recovery.LATER),
    )
    return await _asked(parent, tr("Recover"), tr("Recover {name}?", name=name), words, buttons)


async def about_use(parent: QWidget, what: str, words: str, may_steal: bool) -> InUse:
    """may_steal: whoever has it may be long gone, which cannot be told from here."""
    copy, cancel = (tr("Open a Copy"), Role.AcceptRole, InUse.COPY), (tr("Cancel"), Role.RejectRole, InUse.CANCEL)
    anyway = (tr("Open Anyway"), Role.DestructiveRole, InUse.ANYWAY)
    return await _asked(parent, tr("In use"), what, words, (copy, anyway, cancel) if may_steal else (copy, cancel))


async def confirmed(parent: QWidget, title: str, text: str, words: str, yes: str, no: str = tr("Cancel")) -> bool:
    return await _asked(parent, title, text, words, ((yes, Role.AcceptRole, True), (no, Role.RejectRole, False)))


async def _asked(
    parent: QWidget, title: str, text: str, words: str, buttons: tuple[tuple[str, QMessageBox.ButtonRole, Answer], ...]
) -> Answer:
    """The first is the default, the last what Escape means."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
    box.setInformativeText(words)
    made = [box.addButton(label, role) for label, role, _ in buttons]
    box.setDefaultButton(made[0])
    box.setEscapeButton(made[-1])
    await answered(box)
    chosen = [answer for button, (_, _, answer) in zip(made, buttons, strict=True) if button is box.clickedButton()]
    return chosen[0] if chosen else buttons[-1][2]
