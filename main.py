"""The program's front door: hands the command line to the engine."""

import sys


def main() -> int:
    """Run the command given in sys.argv; the exit code is the process's own."""
    from engine.cli import main as command_line  # late: nothing heavy may be imported before it is known what is wanted

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
