"""How well the built-in model fills a missing second: python -m tests.benchmarks.pocket [--help]."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from tests.benchmarks.cases import FOOTAGE, Case, footage, procedural
from tests.benchmarks.measures import Yardstick
from tests.benchmarks.methods import SHIPPED, Method, by_name
from tests.benchmarks.report import Judged, Result, goals, tables
from tests.benchmarks.sheets import save_sheet

SETS = {"procedural": procedural, "footage": footage}
Make = Callable[[], np.ndarray]
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    started = time.monotonic()
    chosen = by_name(options.methods)
    results: list[Result] = []
    judged: list[Judged] = []
    for set_ in options.sets:
        for case in SETS[set_](options.clips, options.seconds):
            extended = fill(set_, "extension", case, extending(case, chosen), options.sheets)
            judged += judged_before(case, extended, chosen.get(SHIPPED))
            results += extended + fill(set_, "bridge", case, bridging(case, chosen), options.sheets)
            print(f"{time.monotonic() - started:5.0f} s  {set_}  {case.name}", file=sys.stderr, flush=True)
    took = None if options.quick else time_of_extending()
    print(tables(results), goals(results, judged, took), sep="\n\n")
    if options.json:
        save(options.json, results, judged, took)


def extending(case: Case, chosen: dict[str, Method]) -> dict[str, Make]:
    count = len(case.truth)
    able = {name: method.extend for name, method in chosen.items() if method.extend}
    return {name: partial(extend, case.before, case.rate, count) for name, extend in able.items()}


def bridging(case: Case, chosen: dict[str, Method]) -> dict[str, Make]:
    """None where the clip ends with the missing second."""
    count = len(case.truth)
    able = chosen if len(case.after) > 1 else {}
    return {name: partial(method.bridge, case.before, case.after, case.rate, count) for name, method in able.items()}


def fill(set_: str, task: str, case: Case, makes: dict[str, Make], sheets: Path | None) -> list[Result]:
    """Each method's new frames scored, below the truth scored against itself."""
    if not makes:
        return []
    yardstick = Yardstick(case, task)
    rows, results = {"truth": case.truth}, [Result(set_, task, case.name, "truth", yardstick.score(case.truth, 0.0))]
    for name, make in makes.items():
        rows[name], seconds = _timed(make)
        results.append(Result(set_, task, case.name, name, yardstick.score(rows[name], seconds)))
    if sheets:
        save_sheet(sheets / f"{set_} {task} {case.name}.png".replace(":", ""), rows)
    return results


def judged_before(case: Case, extended: list[Result], method: Method | None) -> list[Judged]:
    """The verdict given before the missing second was seen, beside what came of it."""
    psnr = {result.method: result.scores.psnr for result in extended}
    if method is None or method.judge is None or "hold last" not in psnr:
        return []
    test = method.judge(case.before, case.rate)
    return [Judged(case.name, test.verdict, test.gain, psnr[SHIPPED] - psnr["hold last"])]


def save(path: Path, results: list[Result], judged: list[Judged], took: float | None) -> None:
    numbers = {"results": [asdict(each) for each in results], "verdicts": [asdict(each) for each in judged]}
    path.write_text(json.dumps({**numbers, "seconds_to_extend_720p_by_2": took}, indent=1))


def time_of_extending() -> float | None:
    """Seconds for the command line to make 2 s of 720p, start to finished film; None without the footage."""
    clip = FOOTAGE / "snow.mp4"
    if not clip.is_file():
        return None
    with tempfile.TemporaryDirectory() as folder:
        request = ["extend", str(clip), "--seconds", "2", "-o", str(Path(folder) / "film.mp4")]
        started = time.monotonic()
        subprocess.run([sys.executable, "main.py", *request], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - started


def _timed(make: Make) -> tuple[np.ndarray, float]:
    """The frames and the CPU seconds they took, all threads together: other work on the machine does not count."""
    started = time.process_time()
    new = make()
    return new, time.process_time() - started


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pocket", description=__doc__)
    parser.add_argument("--sets", type=_names, default=list(SETS), help="procedural,footage")
    parser.add_argument("--methods", type=_names, help="as the tables name them; all by default")
    parser.add_argument("--clips", type=int, default=12, help="most clips per set")
    parser.add_argument("--seconds", type=float, default=1.0, help="how much is missing")
    parser.add_argument("--json", type=Path, help="write every number to this file")
    parser.add_argument("--sheets", type=Path, help="save a contact sheet per clip and task to this folder")
    parser.add_argument("--quick", action="store_true", help="leave out the timed run of the command line")
    return parser


def _names(text: str) -> list[str]:
    return text.split(",")


if __name__ == "__main__":
    main()
