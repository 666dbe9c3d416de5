"""What the media process can be asked for, and what it answers, as values that go through a pipe."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.media.info import MediaInfo


@dataclass(frozen=True, slots=True)
class Inspect:
    """What is in a file, after trying to decode some of it. Answer: MediaInfo."""

    path: Path


@dataclass(frozen=True, slots=True)
class MakeThumbnails:
    """Pictures `height` pixels high at `times`, as files in `folder`. Answer: Files, in the order of the times."""

    path: Path
    times: tuple[Fraction, ...]
    height: int
    tolerance: Fraction  # seconds a key frame may stand before the time it is taken for
    folder: Path


@dataclass(frozen=True, slots=True)
class MakePeaks:
    """The waveform of the whole sound, written to `target`. Answer: Files, with that one."""

    path: Path
    target: Path


@dataclass(frozen=True, slots=True)
class MakeProxy:
    """The film once more for quick looks, see engine.media.proxies, written to `target`. Answer: Files, with that one.

    Meanwhile it is told how much of it is done.
    """

    path: Path
    target: Path


@dataclass(frozen=True, slots=True)
class Identify:
    """What the file is known again by. Answer: Fingerprint."""

    path: Path


@dataclass(frozen=True, slots=True)
class Files:
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    text: str


Job = Inspect | MakeThumbnails | MakePeaks | MakeProxy | Identify
JOBS = (Inspect, MakeThumbnails, MakePeaks, MakeProxy, Identify)
Answer = MediaInfo | Files | Fingerprint
ANSWERS = (MediaInfo, Files, Fingerprint)
