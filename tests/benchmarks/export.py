"""How quick an export is, against the ffmpeg command with the same x264 settings on the same files.

Run: python -m tests.benchmarks.export [--runs N] [--seconds S] [--footage FOLDER] [--keep FOLDER]

One clip as it is, and two tracks with a dissolve between two clips (ffmpeg's xfade), 1080p24 with AAC sound. Runs are
interleaved, so that other work on the machine disturbs both alike; from the start of a process to its end, by the clock
and in processor time, which other work disturbs less. Goal: at least 0.95 of ffmpeg's speed, by the medians.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

from editor.render.export_film import export_film
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import (
    Clip,
    ItemId,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
)
from editor.timeline.otio_file import decode, encode
from editor.timeline.rational_time import TimeRange
from engine.progress import Report

FOOTAGE = Path(__file__).resolve().parents[3] / "shared" / "footage"
SIZE, RATE = (1920, 1080), Fraction(24)
MIX = 24  # frames
GOAL = 0.95
X264 = ("-c:v", "libx264", "-preset", "faster", "-crf", "14", "-g", "48", "-x264-params", "cpu-independent=1")
SOUND = ("-c:a", "aac", "-b:a", "256k")
ENDING = ("-pix_fmt", "yuv420p", "-movflags", "+faststart", "-y")
QUIET = ("ffmpeg", "-v", "error", "-nostdin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("--export", nargs=2, type=Path, help=argparse.SUPPRESS)  # what a run of ours is
    asked = parser.parse_args()
    if asked.export:
        ours(*asked.export)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        films = [made(asked.footage / "bunny.webm", folder / f"{n}.mp4", 3 * n, asked.seconds) for n in (0, 1)]
        frames = asked.seconds * int(RATE)
        compare("one clip", one_clip(films[0], frames), (str(films[0]),), (), folder, asked.runs, frames)
        mixed, length = two_clips(films, frames)
        inputs, graph = tuple(map(str, films)), xfade(frames)
        compare("two tracks, a dissolve", mixed, inputs, graph, folder, asked.runs, length)


def compare(
    name: str, timeline: Timeline, inputs: tuple[str, ...], graph: tuple[str, ...], folder: Path, runs: int, frames: int
) -> None:
    project, mine, theirs = folder / "p.otio", folder / "mine.mp4", folder / "theirs.mp4"
    project.write_text(json.dumps(encode(timeline)))
    given = [part for path in inputs for part in ("-i", path)]
    command = [*QUIET, *given, *graph, *X264, *SOUND, *ENDING, str(theirs)]
    our_command = [sys.executable, "-m", __spec__.name, "--export", str(project), str(mine)]
    mine_took, theirs_took = [], []
    for _ in range(runs):
        mine_took.append(timed(our_command))
        theirs_took.append(timed(command))
    sizes = mine.stat().st_size / 1e6, theirs.stat().st_size / 1e6
    print(f"{name}: {frames} frames, n = {runs}; {sizes[0]:.1f} and {sizes[1]:.1f} MB")
    for what, index in (("clock", 0), ("processor", 1)):
        one, other = ([took[index] for took in each] for each in (mine_took, theirs_took))
        ratio = statistics.median(other) / statistics.median(one)
        print(f"  {what}: ours {spread(one)}, ffmpeg {spread(other)}; ratio {ratio:.2f}, goal {GOAL}: {verdict(ratio)}")


def verdict(ratio: float) -> str:
    return "met" if ratio >= GOAL else "NOT met"


def ours(project: Path, path: Path) -> None:
    timeline = decode(json.loads(project.read_text()))
    settings = ExportSettings(copies=False)
    export_film(timeline, path, TimeRange(0, timeline.duration), Report(), None, settings)


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    began, used = time.perf_counter(), processor()
    subprocess.run(command, check=True)
    return time.perf_counter() - began, processor() - used


def processor() -> float:
    """Seconds that processes which have ended have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def spread(values: list[float]) -> str:
    return "(" + ", ".join(f"{value:.2f}" for value in values) + " s)"


def version() -> str:
    told = subprocess.run(["ffmpeg", "-version"], capture_output=True, text=True, check=True)
    return told.stdout.split(" Copyright")[0]


def made(source: Path, path: Path, start: int, seconds: int) -> Path:
    """1080p24 H.264 as a camera would give it, with a tone."""
    scaled = f"scale={SIZE[0]}:{SIZE[1]}:flags=bicubic,setsar=1,fps={RATE},noise=alls=3:allf=t"
    tone = ("-f", "lavfi", "-i", "sine=440:sample_rate=48000")
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-b:v", "20M", "-pix_fmt", "yuv420p", "-bf", "2")
    tags = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
    begun = ("-stream_loop", "9", "-ss", str(start), "-i", str(source))
    length = ("-t", str(seconds), "-map", "0:v:0", "-map", "1:a", "-ac", "2", "-c:a", "aac")
    subprocess.run([*QUIET, *begun, *tone, "-vf", scaled, *coded, *tags, *length, "-y", str(path)], check=True)
    return path


def one_clip(path: Path, frames: int) -> Timeline:
    media = media_of(path, frames)
    pictures = Track(TrackId("V1"), TrackKind.VIDEO, "V1", (clip(media, "v", frames),))
    return timeline((pictures, sound(media, frames)), (media,))


def two_clips(paths: list[Path], frames: int) -> tuple[Timeline, int]:
    """The dissolve on the upper track over a clip that it hides, as an edit has it; and the length."""
    one, other = (media_of(path, frames) for path in paths)
    half, left = MIX // 2, frames - MIX // 2
    items = (clip(one, "a", left), Transition(ItemId("mix"), half, half), clip(other, "b", left, half))
    below = Track(TrackId("V1"), TrackKind.VIDEO, "V1", (clip(one, "c", frames),))
    above = Track(TrackId("V2"), TrackKind.VIDEO, "V2", items)
    return timeline((below, above, sound(one, frames)), (one, other)), 2 * left


def xfade(frames: int) -> tuple[str, ...]:
    start = float((frames - MIX) / RATE)
    graph = f"[0:v][1:v]xfade=transition=fade:duration={float(MIX / RATE)}:offset={start},format=yuv420p[v]"
    return ("-filter_complex", graph, "-map", "[v]", "-map", "0:a")


def media_of(path: Path, frames: int) -> Media:
    picture = Picture(*SIZE, RATE)
    return Media(MediaId(path.stem), str(path), path.stem, frames / RATE, picture, SoundTrack(48_000, 2))


def clip(media: Media, name: str, frames: int, start: int = 0) -> Clip:
    return Clip(ItemId(name), name, frames, (Take(media.id),), source_start=start / RATE)


def sound(media: Media, frames: int) -> Track:
    return Track(TrackId("A1"), TrackKind.AUDIO, "A1", (clip(media, "s", frames),))


def timeline(tracks: tuple[Track, ...], media: tuple[Media, ...]) -> Timeline:
    return Timeline("Benchmark", RATE, *SIZE, tracks=tracks, media=media)


if __name__ == "__main__":
    main()
