"""The sample project and its three shots, which are drawn: balloons at dusk, hills, and the same hills further on.

Run: python packaging/sample.py [FOLDER]   (resources/sample by default; the same pictures each time)
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.random import default_rng
from sample_shots import SIZE, above, hills

from editor.actions.importing import media_from
from editor.project.save import content_to_save
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Media, MediaId, Take, Timeline, TrackKind, new_timeline
from editor.timeline.otio_file import Project
from engine.media.fingerprint import content_fingerprint
from engine.media.info import AudioInfo
from engine.media.probe import probe
from engine.media.sound import Sound
from engine.media.write import timed, write_film

STEREO = AudioInfo(48_000, 2, "stereo", "")
SHOT, BETWEEN = 84, 24  # frames: of each shot, and of the camera's way between the two of the hills
ANYWHERE = Path("/sample")  # a project file says where its media is, too: not where they happened to be made
ROOM = 48  # frames after the first shot: as many as are proposed for making a clip longer


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "resources" / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    way, balloons = hills(2 * SHOT + BETWEEN), above(SHOT)
    shots = {
        "balloons": [balloons.picture(at) for at in range(SHOT)],
        "hills": [way.picture(at) for at in range(SHOT)],
        "hills, further on": [way.picture(at) for at in range(SHOT + BETWEEN, 2 * SHOT + BETWEEN)],
    }
    files = [folder / f"{name}.mp4" for name in shots]
    for seed, (file, pictures) in enumerate(zip(files, shots.values(), strict=True)):
        write_film(file, timed(pictures, SIZE.rate), SIZE, STEREO, [wind(seed, Fraction(SHOT) / SIZE.rate)])
    content = content_to_save(ANYWHERE / "sample.otio", Project(cut(files), "sample", 1))
    (folder / "sample.otio").write_bytes(content)
    print(f"{folder}: {sum(file.stat().st_size for file in folder.iterdir()) / 1e6:.1f} MB")


def wind(seed: int, seconds: Fraction) -> Sound:
    """[sample, 2] float32: soft, deep noise that comes and goes."""
    rng, count = default_rng(100 + seed), round(seconds * STEREO.sample_rate)
    spectrum = np.fft.rfft(rng.normal(0, 1, (count, 2)), axis=0)
    pitch = np.fft.rfftfreq(count, 1 / STEREO.sample_rate)[:, None]
    noise = np.fft.irfft(spectrum * np.clip(pitch / 60, 0, 1) / (1 + (pitch / 320) ** 2), count, axis=0)
    gusts = 0.7 + 0.3 * np.sin(2 * np.pi * np.arange(count) / STEREO.sample_rate * 0.31 + seed)[:, None]
    return Sound((0.2 * gusts * noise / np.abs(noise).max()).astype(np.float32), STEREO.sample_rate)


def cut(files: Sequence[Path]) -> Timeline:
    """On V1 and A1 one shot with room to go on after it, then two and the gap that the camera's way leaves out."""
    timeline = replace(new_timeline("Sample", SIZE.rate, SIZE.width, SIZE.height), is_fresh=False)
    video, audio = (next(each for each in timeline.tracks if each.kind is kind) for kind in TrackKind)
    shots = [known(file, number) for number, file in enumerate(files)]
    timeline = edits.add_media(timeline, *shots)
    for number, (media, at) in enumerate(zip(shots, (0, SHOT + ROOM, 2 * SHOT + ROOM + BETWEEN), strict=True)):
        whole = Take(media.id)
        pair = [Clip(ItemId(f"{kind}{number}"), media.name, SHOT, (whole,), link=f"shot{number}") for kind in "va"]
        timeline = edits.overwrite(timeline, at, {video.id: [pair[0]], audio.id: [pair[1]]})
    return timeline


def known(file: Path, number: int) -> Media:
    media, path = media_from(probe(file)), str(ANYWHERE / file.name)
    return replace(media, id=MediaId(f"shot{number}"), path=path, fingerprint=content_fingerprint(file))


if __name__ == "__main__":
    main()
