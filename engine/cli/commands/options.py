"""Options that commands share: clips, lengths, times, what is told."""

import argparse
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.media.encoding_names import ENCODING_NAMES

EPILOG = """\
Times are seconds (2, 0.5), clock times (1:02.5) or timecode (00:00:05:12).
Exit codes: 0 done, 1 unexpected, 2 the request, 3 the clip, 4 the output, 5 the model, 6 memory, 130 stopped.
"""
VIDEO_PATH = "--video_path"  # PUSA's name for the clip
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
RateOf = Callable[[Path], Fraction]


class Parser(argparse.ArgumentParser):
    """Raises RequestError instead of leaving, so that --json can tell it too; options are written out in full.

    has_clip: what stands first is a clip, which may also be given by PUSA's name for it.
    """

    has_clip = False

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        return super().parse_known_args(_clip_first(args) if self.has_clip and args else args, namespace)

    def error(self, message: str) -> NoReturn:
        raise RequestError(f"{message[:1].upper()}{message[1:]}.", do=f"See {self.prog} --help.")


def _clip_first(typed: Sequence[str]) -> list[str]:
    """["--seconds", "2", "--video_path", "a.mp4"] with "a.mp4" where a clip is looked for."""
    words = list(typed)
    if VIDEO_PATH in words[:-1]:
        at = words.index(VIDEO_PATH)
        return [words[at + 1], *words[:at], *words[at + 2 :]]
    return words


def add_clip(command: Parser) -> None:
    command.has_clip = True
    command.add_argument("clip", type=Path, metavar="CLIP", help=f"a video file (or {VIDEO_PATH} CLIP, as PUSA has it)")


def add_part(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", "--in", dest="start", metavar="TIME", help="use the clip from here on")
    command.add_argument("--to", "--out", dest="end", metavar="TIME", help="use the clip up to here")


def add_encoding(command: argparse.ArgumentParser, option: str, whose: str) -> None:
    names = ", ".join(ENCODING_NAMES)
    text = f"how {whose} colours are coded, where the file does not say: {names}"
    command.add_argument(option, default="", metavar="NAME", help=text)


def add_length(command: argparse.ArgumentParser) -> None:
    length = command.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", metavar="S", help="how much new picture")
    length.add_argument("--frames", type=int, metavar="N", help="the same in frames of the clip")


def add_dry_run(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--dry-run", action="store_true", help="print the plan and the noise of every latent, write nothing"
    )


def add_talk(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")
    command.add_argument("--debug", action="store_true", help="show where an error came from")


def length_of(options: argparse.Namespace, rate: Callable[[], Fraction]) -> Fraction:
    """rate: of the new frames, asked for where the length is told in them."""
    if options.frames is None:
        return parse_time(options.seconds, rate)
    if options.frames < 1:
        raise RequestError(f"The length must be 1 frame or more, not {options.frames}.", do="Correct --frames.")
    return options.frames / rate()


def moment_of(text: str | None, rate: Callable[[], Fraction]) -> Fraction | None:
    return None if text is None else parse_time(text, rate)
