"""Options that commands share, and the values they become."""

import argparse
import json
import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from engine.asking import Matrix, Settings
from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.media.encoding_names import ENCODING_NAMES
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Sound

EPILOG = """\
Times are seconds (2, 0.5), clock times (1:02.5) or timecode (00:00:05:12).
Exit codes: 0 done, 1 unexpected, 2 the request, 3 the clip, 4 the output, 5 the model, 6 memory, 130 stopped.
"""
MATRIX_LIMIT = 16 << 20  # bytes of a sigma file
Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
RateOf = Callable[[Path], Fraction]


class Parser(argparse.ArgumentParser):
    """Raises RequestError instead of leaving, so that --json can tell it too; options are written out in full."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)

    def error(self, message: str) -> NoReturn:
        raise RequestError(f"{message[:1].upper()}{message[1:]}.", do=f"See {self.prog} --help.")


def add_encoding(command: argparse.ArgumentParser, option: str, whose: str) -> None:
    names = ", ".join(ENCODING_NAMES)
    text = f"how {whose} colours are coded, where the file does not say: {names}"
    command.add_argument(option, default="", metavar="NAME", help=text)


def add_shared(command: argparse.ArgumentParser) -> None:
    add_length(command)
    add_wishes(command)


def add_length(command: argparse.ArgumentParser) -> None:
    length = command.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", metavar="S", help="how much new picture")
    length.add_argument("--frames", type=int, metavar="N", help="the same in frames of the clip")


def add_wishes(command: argparse.ArgumentParser, sound: Sound = Sound.ROOM_TONE) -> None:
    """What every task with a clip understands. sound: made under the new frames where nothing else is asked for."""
    command.add_argument("--prompt", default="", metavar="TEXT", help="what should be seen")
    add_making(
        command,
        film="the joined film",
        usual="measured motion, or the network's where that foretells the clip better",
        like="the clip's own colours, detail and grain: 0 as generated",
    )
    command.add_argument(
        "--sound",
        choices=[kind.value for kind in Sound],
        default=sound.value,
        help="under the new frames: room-tone of the clip's own quiet parts, silence, or leave it alone: in the film "
        f"the clip's own goes on as far as its file has any (default: {sound})",
    )
    _add_sampling(command.add_argument_group("sampling", "Left out, each is the model's own choice."))
    command.add_argument("--dry-run", action="store_true", help="print the plan and the sigma matrix, write nothing")
    add_talk(command)


def add_making(command: argparse.ArgumentParser, film: str, usual: str, like: str) -> None:
    """What every task understands; the texts say what it is there."""
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILM",
        help=f"{film} (.mp4, .m4v, .mov), replaced if it exists; takes go to a folder of its name with .assets",
    )
    command.add_argument("--negative", default="", metavar="TEXT", help="what should not be seen")
    command.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, another take")
    command.add_argument("--takes", type=int, default=1, metavar="N", help="how many, with seeds one apart")
    command.add_argument(
        "--model",
        default=BUILT_IN,
        metavar="NAME",
        help=f"{BUILT_IN} (default: {usual}), or {BUILT_IN_NETWORK} (the network's in any case)",
    )
    command.add_argument(
        "--match", type=float, default=1.0, metavar="X", help=f"how far new frames are brought to {like}, 1 (default)"
    )


def add_steps(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--steps", "--num_inference_steps", type=int, metavar="N")
    group.add_argument("--guidance", "--cfg_scale", type=float, metavar="X", help="how closely to follow the prompt")
    group.add_argument("--shift", type=float, metavar="X", help="where the steps lie: higher, more of them noisy")


def _add_sampling(group: "argparse._ArgumentGroup") -> None:
    add_steps(group)
    group.add_argument("--context", type=int, metavar="N", help="known frames the model looks at")
    group.add_argument(
        "--noise",
        "--noise_multipliers",
        default="0",
        metavar="N[,N...]",
        help="how free they are, from the first to the last: 0 keep, 1 free",
    )
    group.add_argument("--sigmas", type=Path, metavar="JSON", help="an own matrix of noise, [step + 1][latent frame]")


def add_talk(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="one JSON object on standard output")
    command.add_argument("--debug", action="store_true", help="show where an error came from")


def settings_of(options: argparse.Namespace) -> Settings:
    return Settings(
        prompt=options.prompt,
        negative=options.negative,
        seed=options.seed,
        steps=options.steps,
        guidance=options.guidance,
        shift=options.shift,
        sigmas=None if options.sigmas is None else read_matrix(options.sigmas),
        context=options.context,
        noise=numbers(options.noise),
        takes=options.takes,
        model=options.model,
        sound=options.sound,
        match=options.match,
    )


def length_of(options: argparse.Namespace, clip: Path, rate_of: RateOf) -> Fraction:
    if options.frames is None:
        return parse_time(options.seconds, lambda: rate_of(clip))
    if options.frames < 1:
        raise RequestError(f"The length must be 1 frame or more, not {options.frames}.", do="Correct --frames.")
    return options.frames / rate_of(clip)


def moment_of(text: str | None, clip: Path, rate_of: RateOf) -> Fraction | None:
    return None if text is None else parse_time(text, lambda: rate_of(clip))


def numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        raise RequestError(
            f"Noise must be numbers with commas between, not {text!r}.", do="Write it as 0,0.3,0.4."
        ) from error


def read_matrix(path: Path) -> Matrix:
    """Only that it is a list of lists; the values are checked where the request is built."""
    try:
        if path.stat().st_size > MATRIX_LIMIT:
            raise ValueError("larger than any matrix")
        rows = json.loads(path.read_text("utf-8"), parse_constant=lambda name: math.nan)
    except (OSError, ValueError, RecursionError) as error:
        raise RequestError(
            f"The sigma matrix {path} cannot be read ({error}).", do="Check its name and contents."
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise RequestError(f"{path} holds no matrix.", do="Write a list of lists: [[1, 1], [0, 0]].")
    return rows
