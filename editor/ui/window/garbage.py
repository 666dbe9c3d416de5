"""Python's garbage collected in the window's thread alone.

Widgets lie in cycles. A collection begins in whichever thread makes the next object, and there it would take Qt's
objects apart, which crashes.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # milliseconds
MUCH = 10_000  # objects made and not freed since the last collection
OLD_EVERY = 10  # collections after which what is older is looked through, too, as Python itself does


class Garbage(QObject):
    """Collects while its parent lives; Python's own collections, which any thread may begin, are off from now on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._collections = 0
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(EVERY)

    def collect(self) -> None:
        """Where there is enough of it."""
        if gc.get_count()[0] < MUCH:
            return
        self._collections += 1
        gc.collect(2 if self._collections % OLD_EVERY == 0 else 1)


def spare_what_stays() -> None:
    """What is there now, modules and the window itself, stays to the end and need not be looked through again.

    Nothing is collected before: that takes a tenth of a second of a start, and what little of it is garbage may stay.
    """
    gc.freeze()
