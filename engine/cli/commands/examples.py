"""What stands at the head and the foot of a command's help: what it does, and how it is typed."""

from collections.abc import Mapping

from engine.cli.commands.options import EPILOG, Parser

ABOUT = {
    "extend": "Makes new frames after a clip's end, before its start, or at a time within it.",
    "bridge": "Makes the frames between the end of A and the start of B, at A's rate and size.",
    "loop": "Makes the frames that lead from a clip's end back to its start, so that it plays round and round.",
    "smooth": "Makes the frames on both sides of a cut anew, so that it does not jump. Nothing gets longer.",
    "complete": "Makes a part within a clip anew, from what lies on both sides of it.",
    "repair": "Makes single frames, or runs of them, anew from those beside them. All others come out as they are.",
    "interpolate": "Makes the frames between a clip's own, for slow motion or another rate.",
    "animate": "Makes a new clip from one picture, or through several, each at its time.",
    "generate": "Makes a new clip from words, with a model of your own: the built-in one cannot.",
    "info": "Tells what a film is and, of a take, how it was made and whether it can be made again.",
    "demo": "Makes sample clips, extends and bridges them, and draws what came out.",
    "models": "Tells which models are here and whether they are sound, and fetches published ones.",
}
USAGE = {  # of those with more options than anybody reads in a line
    "extend": "CLIP --seconds S -o FILM [OPTION ...]",
    "bridge": "A B --seconds S -o FILM [OPTION ...]",
    "loop": "CLIP --seconds S -o FILM [OPTION ...]",
    "smooth": "A B -o FILM [OPTION ...]",
    "complete": "CLIP --in TIME --out TIME -o FILM [OPTION ...]",
    "repair": "CLIP --marked N[-N][,...] -o FILM [OPTION ...]",
    "interpolate": "CLIP --speed X -o FILM [OPTION ...]",
    "animate": "PICTURE[@TIME][~NOISE] ... --seconds S -o FILM [OPTION ...]",
    "generate": "PROMPT --seconds S --model NAME -o FILM [OPTION ...]",
}
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "extend": ("clip.mp4 --seconds 2 -o longer.mp4", "clip.mp4 --seconds 1 --before --takes 3 -o earlier.mp4"),
    "bridge": ("first.mp4 second.mp4 --seconds 1 -o film.mp4",),
    "loop": ("clip.mp4 --seconds 1 -o loop.mp4",),
    "smooth": ("first.mp4 second.mp4 -o smooth.mp4",),
    "complete": ("clip.mp4 --in 0.5 --out 1 -o completed.mp4",),
    "repair": ("clip.mp4 --marked 12,15-18 -o repaired.mp4",),
    "interpolate": ("clip.mp4 --speed 0.25 -o slow.mp4", "clip.mp4 --rate 60 -o smoother.mp4"),
    "animate": ('still.png --seconds 2 --prompt "slow pan left" -o moving.mp4',),
    "generate": ('"a wave breaks" --seconds 2 --model wan2.2-pusa-lightx2v -o wave.mp4',),
    "again": ('"longer.assets/clip, after, take 1.mp4"',),
    "finalise": ('"draft.assets/clip, after, take 1.mp4" -o final.mp4',),
    "info": ('"longer.assets/clip, after, take 1.mp4"',),
    "demo": ("-o out",),
    "models": ("list", "add ~/ComfyUI/models", "get"),
    "report": ("-o report.md", "--all"),
}


def dress(commands: Mapping[str, Parser], program: str) -> None:
    """Give each command its head and foot. program: as it was called."""
    for name, command in commands.items():
        command.description = command.description or ABOUT[name]
        if name in USAGE:
            command.usage = f"%(prog)s {USAGE[name]}"
        lines = "\n".join(f"  {program} {name} {example}" for example in EXAMPLES[name])
        command.epilog = f"For example:\n{lines}\n\n{EPILOG}"
