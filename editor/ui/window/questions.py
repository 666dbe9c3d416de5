"""Questions the window asks: which file, and what to do with changes that are not saved."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from editor.ui.window.tasks import answered

PROJECTS = "Longtake projects (*.otio)"
EVERYTHING = "All files (*)"


class Unsaved(Enum):
    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


async def files_to_open(parent: QWidget, title: str, patterns: str, folder: str, many: bool) -> list[Path]:
    """The chosen files; none where the dialog was cancelled."""
    dialog = QFileDialog(parent, title, folder, f"{patterns};;{EVERYTHING}")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
    done = await answered(dialog)
    return [Path(name) for name in dialog.selectedFiles()] if done == QDialog.DialogCode.Accepted else []


async def file_to_save(parent: QWidget, title: str, patterns: str, proposed: Path) -> Path | None:
    dialog = QFileDialog(parent, title, str(proposed.parent), patterns)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix[1:])
    dialog.selectFile(proposed.name)
    done = await answered(dialog)
    return Path(dialog.selectedFiles()[0]) if done == QDialog.DialogCode.Accepted else None


async def about_unsaved(parent: QWidget, name: str) -> Unsaved:
    """As editors ask before they close something."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Save changes?", f"Save the changes to {name}?", parent=parent)
    box.setInformativeText("Otherwise what was done since the last save is lost.")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Don't Save", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    await answered(box)
    chosen = box.clickedButton()
    return Unsaved.SAVE if chosen is save else Unsaved.DISCARD if chosen is discard else Unsaved.CANCEL


async def confirmed(parent: QWidget, title: str, text: str, details: str, yes: str, no: str = "Cancel") -> bool:
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
    box.setInformativeText(details)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(accept)
    await answered(box)
    return box.clickedButton() is accept


async def text_asked(parent: QWidget, title: str, label: str, text: str) -> str | None:
    """A line of text; None where the dialog was cancelled."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    done = await answered(dialog)
    return dialog.textValue().strip() if done == QDialog.DialogCode.Accepted else None
