"""What can be wished for new frames, whatever they are made between: as options, and as the settings they become."""

import argparse
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from engine.asking import Seconds, Settings
from engine.cli.commands.adapters import adapters_of, add_adapters
from engine.cli.commands.numbers import numbers, read_matrix
from engine.cli.commands.options import add_dry_run, add_talk
from engine.cli.commands.pictures import size
from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Quality, Sound

# Options that are settings as they stand, where a command has them and they were typed.
AS_TYPED = (
    "prompt", "negative", "seed", "steps", "guidance", "low_guidance", "boundary", "shift", "ramp", "quality", "takes",
    "model", "match", "sound", "context", "preset", "lightx2v",
)  # fmt: skip


def add_wishes(command: argparse.ArgumentParser, sound: Sound = Sound.ROOM_TONE) -> None:
    """What every task with a clip understands. sound: made under the new frames where nothing else is asked for."""
    add_prompt(command)
    add_making(
        command,
        film="the joined film",
        usual="measured motion, or the network's where that foretells the clip better",
        like="the clip's own colours, detail and grain: 0 as generated",
    )
    add_sound(command, sound)
    sampling = add_sampling(command)
    _add_context(sampling)
    add_adapters(command)
    add_dry_run(command)
    add_talk(command)


def add_prompt(command: argparse.ArgumentParser) -> None:
    command.add_argument("--prompt", metavar="TEXT", help="what should be seen")


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
    _add_more_words(command)
    command.add_argument("--seed", type=int, metavar="N", help="another seed, another take (default: 0)")
    command.add_argument("--takes", type=int, metavar="N", help="how many, with seeds one apart (default: 1)")
    command.add_argument(
        "--model",
        "--base_dir",
        "--t2v_model_dir",
        metavar="NAME",
        help=f"{BUILT_IN} (default: {usual}), {BUILT_IN_NETWORK} (the network's in any case), a model's folder or its "
        "transformer's file, or a name that `models list` tells",
    )
    command.add_argument(
        "--match", type=float, metavar="X", help=f"how far new frames are brought to {like}, 1 (default)"
    )


def _add_more_words(command: argparse.ArgumentParser) -> None:
    command.add_argument("--negative", "--negative_prompt", metavar="TEXT", help="what should not be seen")
    command.add_argument(
        "--prompt-at",
        action="append",
        default=[],
        metavar="TIME=TEXT",
        help="another prompt from a time on, counted from the first new frame; as often as there are prompts",
    )


def add_sound(command: argparse.ArgumentParser, usual: Sound) -> None:
    command.add_argument(
        "--sound",
        choices=[kind.value for kind in Sound],
        help="under the new frames: room-tone of the clip's own quiet parts, silence, or leave it alone: in the film "
        f"the clip's own goes on as far as its file has any (default: {usual})",
    )


def add_sampling(command: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    group = command.add_argument_group("sampling", "Left out, each is the model's own choice.")
    text = "draft: few steps, to choose from (default: final)"
    group.add_argument("--quality", choices=[each.value for each in Quality], help=text)
    group.add_argument("--steps", "--num_inference_steps", type=int, metavar="N", help="more take longer")
    group.add_argument("--guidance", "--cfg_scale", type=float, metavar="X", help="how closely to follow the prompt")
    group.add_argument("--low-guidance", type=float, metavar="X", help="the same for the low-noise expert")
    group.add_argument(
        "--boundary",
        "--switch_DiT_boundary",
        type=float,
        metavar="X",
        help="the noise, 0 to 1, below which the low-noise expert runs",
    )
    group.add_argument("--shift", type=float, metavar="X", help="where the steps lie: higher, more of them noisy")
    group.add_argument(
        "--ramp", type=float, metavar="X", help="0 (default): all new frames lose their noise together, 1: in turn"
    )
    group.add_argument("--model-size", metavar="WxH", help="what a loaded model works at (default: the clip's shape)")
    group.add_argument("--sigmas", type=Path, metavar="JSON", help="an own matrix of noise, [step + 1][latent frame]")
    return group


def add_preset(group: "argparse._ArgumentGroup", of: str) -> None:
    group.add_argument("--preset", metavar="NAME", help=f"{of} by name: Strict, Natural or Loose")


def _add_context(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--context", "--extend_from_end", type=int, metavar="N", help="known frames the model looks at")
    group.add_argument(
        "--noise",
        "--noise_multipliers",
        metavar="N[,N...]",
        help="how free they are, from the first to the last: 0 keep (default), 1 free",
    )
    add_preset(group, "the same")


def settings_of(options: argparse.Namespace, rate: Callable[[], Fraction]) -> Settings:
    """Of whatever of these options a command has. rate: of the new frames, asked for where a time is timecode.

    Raises RequestError.
    """
    typed = {name: getattr(options, name, None) for name in AS_TYPED}
    settings: dict[str, Any] = {name: value for name, value in typed.items() if value is not None}
    settings["later"] = [later(text, rate) for text in options.prompt_at]
    settings["adapters"] = adapters_of(options)
    if options.model_size is not None:
        settings["model_size"] = size(options.model_size)
    if options.sigmas is not None:
        settings["sigmas"] = read_matrix(options.sigmas)
    if getattr(options, "noise", None) is not None:
        settings["noise"] = numbers("Noise", options.noise)
    return cast(Settings, settings)


def later(text: str, rate: Callable[[], Fraction]) -> tuple[Seconds, str]:
    """Of "1.5=a wave breaks"."""
    time, parted, prompt = text.partition("=")
    if not parted:
        raise RequestError(f"{text[:40]!r} does not say when its prompt begins.", do="Write it as 1.5=TEXT.")
    return parse_time(time.strip(), rate), prompt.strip()
