"""What Qt asks of many widgets in one pass may raise nothing: PySide would go on to the next, and the process end."""

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QSize, QTimer

INSTEAD: dict[str, Any] = {  # what is answered where there was an error; an event needs no answer
    **dict.fromkeys(("sizeHint", "minimumSizeHint"), QSize()),
    "heightForWidth": -1,
    "hasHeightForWidth": False,
    **dict.fromkeys(("paintEvent", "resizeEvent", "moveEvent", "showEvent", "hideEvent", "changeEvent")),
    **dict.fromkeys(("paint", "data")),
    "rowCount": 0,
}
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def guarded(override: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Each kind of error is told once, as any that nobody caught; what the override had not done stays undone."""
    instead = INSTEAD[override.__name__]
    told: set[type[BaseException]] = set()

    @wraps(override)
    def guard(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        try:
            return override(*args, **kwargs)
        except Exception as error:
            traceback.clear_frames(error.__traceback__)  # ends the painters in them
            if type(error) not in told:
                told.add(type(error))
                _tell(error)
            return instead

    return guard


def _tell(error: Exception) -> None:
    """Once the pass is over: what shows it is a widget as well."""
    QTimer.singleShot(0, lambda: sys.excepthook(type(error), error, error.__traceback__))
