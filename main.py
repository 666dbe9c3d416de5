"""The program's front door: hands the command line to the engine."""

import sys


def main() -> int:
    """Run the command given in sys.argv; the exit code is the process's own."""
    try:
        from engine.cli import main as command_line  # late: stopping is possible from the first moment on
    except KeyboardInterrupt:
        return 130

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
