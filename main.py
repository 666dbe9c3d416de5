"""The program's front door: opens the window, or hands the command line to the engine."""

import sys
from importlib import import_module
from pathlib import Path

CHILDREN = {
    "--engine": "engine.hosts.__main__",
    "--rank": "engine.generation.loaded.several.rank",
    "--media": "engine.media.__main__",
    "--get": "engine.models.getting.__main__",
    "--export": "editor.render.export_process",
    "--interchange": "editor.interchange.process",
}


def main(arguments: list[str]) -> int:
    """Run what is asked for; the exit code is the process's own.

    Without arguments, or with files to open, that is the window. A flag of CHILDREN makes this process a child of one:
    the installed program is its own Python.
    """
    try:  # imports are late: stopping is possible from the first moment on, and a child loads no window
        if arguments and arguments[0] in CHILDREN:
            child: int = import_module(CHILDREN[arguments[0]]).main(arguments[1:])
            return child
        if wants_window(arguments):
            return window([Path(argument) for argument in arguments if argument != "open"])
        from engine.cli import main as command_line

        return command_line(arguments)
    except KeyboardInterrupt:
        return 130


def wants_window(arguments: list[str]) -> bool:
    """Also for a file that is not there: the window says so."""
    return not arguments or arguments[0] == "open" or all(is_file(argument) for argument in arguments)


def is_file(argument: str) -> bool:
    """Rather than a command, or one of its options."""
    return Path(argument).is_file() or (Path(argument).suffix != "" and not argument.startswith("-"))


def window(files: list[Path]) -> int:
    from editor.app import run
    from engine.hosts.child import Child

    return run(files, lambda log: Child(log=log))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
