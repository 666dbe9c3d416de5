"""One model tried on a sample clip whose continuation is known: how long each step took, how much memory, how good."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from engine.asking import extend_request, open_outputs
from engine.demo import AFTER_SEED
from engine.errors import Cancelled, in_our_words
from engine.hosts.protocol import Host
from engine.media.info import VideoInfo
from engine.media.read import read_frames
from engine.media.write import timed, write_film
from engine.models.chosen import is_built_in
from engine.progress import Progress, Report
from engine.requests import BackTest, Join, Plan, Request, Take

if TYPE_CHECKING:
    import numpy as np

    from engine.generation.memory.peaks import Peak

RATE = Fraction(24)
SIZE = (416, 240)  # width, height of the sample clip
ENLARGED = 2  # times as large is what a loaded model works at: 832x480, the size that all of Wan's were made for
KNOWN, NEW = 48, 24  # frames of it that are given, and those that are asked for


@dataclass
class Pace:
    """A listener that keeps how long the steps of each stage took, in seconds."""

    gaps: dict[str, list[float]] = field(default_factory=dict)
    _last: Progress | None = None
    _at: float = 0.0

    def __call__(self, progress: Progress) -> None:
        now, before = time.monotonic(), self._last
        gaps = self.gaps.setdefault(progress.stage, [])
        if before and before.stage == progress.stage and progress.step > before.step:
            steps = progress.step - before.step
            gaps += [(now - self._at) / steps] * steps
        self._last, self._at = progress, now

    def stages(self) -> list[dict[str, Any]]:
        return [
            {"stage": stage, "steps": len(gaps), "seconds": sum(gaps), "median_step_seconds": median(gaps)}
            for stage, gaps in self.gaps.items()
            if gaps
        ]


def measured(
    model: str,
    host: Host,
    listener: Callable[[Progress], None],
    size: tuple[int, int] = SIZE,
    patience: float = math.inf,
) -> dict[str, Any]:
    """What came of extending the sample clip by one second with `model`, or why nothing came of it.

    size: (width, height) of the clip. patience: seconds; what is foretold to take longer is left out. Everything that
    is made is thrown away. Raises Cancelled only.
    """
    with TemporaryDirectory(prefix="longtake-report-") as folder:
        try:
            clip, truth = _sample(Path(folder) / "sample.mp4", size)
            request = _request(model, clip, Path(folder) / "longer.mp4", size)
            plan = host.plan(request)
            told = {"asked": model, "planned": _planned(plan, request)}
            return {**told, **_measured(request, host, listener, truth)} if _fits(plan, patience) else told
        except Cancelled:
            raise
        except Exception as error:
            ours = in_our_words(error)
            return {"asked": model, "failed": {"type": type(ours).__name__, "what": ours.what, "do": ours.do}}


def _request(model: str, clip: Path, film: Path, size: tuple[int, int]) -> Request:
    works_at = None if is_built_in(model) else (ENLARGED * size[0], ENLARGED * size[1])
    return extend_request(clip, seconds=NEW / RATE, output=film, model=model, model_size=works_at)


def _fits(plan: Plan, patience: float) -> bool:
    room = plan.room
    return room is None or (room.fits and (room.seconds or 0) <= patience)


def _measured(
    request: Request, host: Host, listener: Callable[[Progress], None], truth: "np.ndarray"
) -> dict[str, Any]:
    pace = Pace()
    take, peaks = _run(request, host, Report(listener).watched(pace))
    return {**_made(take), "stages": pace.stages(), "peak_memory": peaks, "against_truth": _gain(take, truth)}


def _sample(clip: Path, size: tuple[int, int]) -> tuple[Path, "np.ndarray"]:
    """The clip, and the frames that really come after it: [frame, height, width, 3] uint8 RGB."""
    from engine.training.footage import make_clip  # late: it brings scipy

    frames = make_clip(AFTER_SEED, KNOWN + NEW, *size, float(RATE)).frames
    write_film(clip, timed(frames[:KNOWN], RATE), VideoInfo(*size, RATE))
    return clip, frames[KNOWN:]


def _run(request: Request, host: Host, report: Report) -> tuple[Take, dict[str, int]]:
    """The most memory: bytes, by "process" and "gpu"; what a run over several cards has elsewhere is not in it."""
    open_outputs(request.outputs)
    with ExitStack() as stack:
        peaks = {name: stack.enter_context(peak) for name, peak in _peaks()}
        take = host.run(request, report)[0]
    return take, {name: peak.bytes for name, peak in peaks.items()}


def _peaks() -> Iterator[tuple[str, "Peak"]]:
    import torch

    from engine.generation.memory.peaks import Peak

    yield "process", Peak("cpu")
    if torch.cuda.is_available():
        yield "gpu", Peak("cuda")


def _planned(plan: Plan, request: Request) -> dict[str, Any]:
    """seconds and peak: as they were foretold. size: that the model works at."""
    room, asked = plan.room, request.sampling
    where = {} if room is None else {"words": room.words, "fits": room.fits, "peak": room.peak, "seconds": room.seconds}
    steps, latents = (len(plan.sigmas) - 1, len(plan.sigmas[0])) if plan.sigmas else (None, None)
    window = {
        "known_frames": plan.context_frames,
        "window_frames": plan.window_frames,
        "size": [asked.width or plan.width, asked.height or plan.height],
    }
    return {"model": plan.model, **window, "steps": steps, "latents": latents, **where}


def _made(take: Take) -> dict[str, Any]:
    test = take.back_test
    return {
        "model": take.model,
        "motion": take.motion,
        "seconds": take.seconds,
        "back_test": None if test is None else _tested(test),
        "joins": [_joined(join) for join in take.joins],
        "notes": list(take.notes),
    }


def _tested(test: BackTest) -> dict[str, Any]:
    return {"verdict": test.verdict, "gain_db": test.gain, "believable_seconds": float(test.believable)}


def _joined(join: Join) -> dict[str, Any]:
    """finished, generated: the figures of engine.finishing.joins.seam.Seam, after and before finishing."""
    told = {"end": join.end, "verdict": join.verdict, "words": join.words}
    return {**told, "finished": join.numbers, "generated": join.generated}


def _gain(take: Take, truth: "np.ndarray") -> dict[str, float] | None:
    """Mean PSNR of the new frames against those that really come, in dB, and of holding the last known frame."""
    if take.film is None or take.film_new is None:
        return None
    frames = [frame.image for frame in read_frames(take.film)]
    first, count = take.film_new.start, min(take.film_new.count, len(truth))
    made, held = frames[first : first + count], [frames[first - 1]] * count
    return {"psnr_db": _psnr(made, truth), "holding_psnr_db": _psnr(held, truth)}


def _psnr(made: Sequence["np.ndarray"], truth: "np.ndarray") -> float:
    import numpy as np

    errors = [np.mean((image.astype(float) - real) ** 2) for image, real in zip(made, truth, strict=False)]
    return float(np.mean([10 * np.log10(255**2 / max(error, 1e-9)) for error in errors]))
