"""The log, a file the user may read, and errors that nobody caught. Nothing is sent anywhere."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

FORM = "%(asctime)s %(name)s %(message)s"
LEVEL = "LONGTAKE_LOG"  # environment: DEBUG, INFO, WARNING ...
BYTES, KEPT = 1_000_000, 3
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
Tell = Callable[[BaseException], None]


def write_to(folder: Path) -> None:
    """From here on, to a file in that folder; to the console where it cannot be written."""
    handler, root = _handler(folder), logging.getLogger()
    handler.setFormatter(logging.Formatter(FORM))
    root.addHandler(handler)
    root.setLevel(os.environ.get(LEVEL, "INFO"))
    qInstallMessageHandler(lambda kind, _, text: log.log(QT_LEVELS[kind], "Qt: %s", text))


def tell_uncaught(loop: asyncio.AbstractEventLoop, tell: Tell) -> None:
    """Errors that nobody caught, in slots, threads and callbacks of the loop. `tell` may be called on any thread."""

    def in_slot(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        tell(error)

    def in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            tell(arguments.exc_value)

    def in_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None:
            log.error("%s", context["message"])
        else:
            tell(error)

    sys.excepthook = in_slot
    threading.excepthook = in_thread
    loop.set_exception_handler(in_loop)


def _handler(folder: Path) -> logging.Handler:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(folder / "longtake.log", maxBytes=BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()
