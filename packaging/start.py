"""What the installed program begins with: main.py, with what only a program without Python around it needs."""

import os
import sys
from multiprocessing import freeze_support

from main import main


def restore_library_path() -> None:
    """Programs that we open (a browser, a file manager) find their own libraries, not ours."""
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif sys.platform == "linux":
        os.environ.pop("LD_LIBRARY_PATH", None)


def hide_our_qt() -> None:
    """A browser or file manager that is made with another Qt would load our plugins. Ours is found without these."""
    os.environ.pop("QT_PLUGIN_PATH", None)
    os.environ.pop("QML2_IMPORT_PATH", None)


def let_children_find_theirs() -> None:
    """Our own children find ours again: without it they would take our environment for one that is ready for them."""
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


if __name__ == "__main__":
    freeze_support()
    restore_library_path()
    hide_our_qt()
    let_children_find_theirs()
    sys.exit(main(sys.argv[1:]))
