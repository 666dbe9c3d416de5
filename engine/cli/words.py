"""What came out, as sentences and as JSON."""

import dataclasses
import json
import math
from collections.abc import Iterator, Sequence
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import LongtakeError
from engine.requests import BackTest, End, Join, Remedy, Take

if TYPE_CHECKING:
    from engine.demo import Summary  # it brings numpy and OpenCV

WHERE = {End.START: "Into the new frames", End.END: "Out of the new frames"}
TRY = {
    Remedy.ANOTHER_TAKE: "another take, with another --seed",
    Remedy.MORE_CONTEXT: "more known frames, with a larger --context",
    Remedy.MORE_FREEDOM: "more freedom for the known frames, with a higher --noise",
    Remedy.FEWER_FRAMES: "fewer new frames, with a smaller --seconds",
    Remedy.MATCH: "matching the new frames to the clip in full",
}


def takes_in_words(takes: Sequence[Take]) -> str:
    """Several takes may stand in one film."""
    beside = [sum(other.new.count for other in takes if other.film == take.film) for take in takes]
    return "\n\n".join("\n".join(_take_lines(take, new)) for take, new in zip(takes, beside, strict=True))


def _take_lines(take: Take, new_in_film: int) -> Iterator[str]:
    yield f"{_frames(take, new_in_film)} at {frame_rate(take.rate)} fps, {take.width} x {take.height}."
    motion = "" if take.model in take.motion else f" ({take.motion})"
    yield f"Made by {take.model}{motion}, seed {take.seed}, in {duration(take.seconds)}."
    if take.back_test or take.joins:  # where nothing was foretold nothing is to be judged
        yield _verdict(take.back_test)
    if take.like_draft is not None:
        yield f"Its motion follows the draft's: correlation {take.like_draft:.2f}."
    yield from map(join_in_words, take.joins)
    if take.film:
        yield f"Film: {take.film} (re-encoded at high quality; the original is untouched)"
    yield f"Take: {take.path}{_handles(take)}"
    yield from (f"Note: {note}" for note in take.notes)


def _frames(take: Take, new_in_film: int) -> str:
    if _is_whole(take):
        return f"{take.new.count} frames"
    new = f"{take.new.count} new frame{'s' if take.new.count > 1 else ''}"
    return new if take.film_frames is None else f"{take.film_frames - new_in_film} original + {new}"


def _handles(take: Take) -> str:
    first, last = take.new.start, take.new.start + take.new.count - 1
    return "" if _is_whole(take) else f" (its frames {first} to {last} are new, the rest is handles)"


def _is_whole(take: Take) -> bool:
    """The take is the film: nothing known stands beside it."""
    return take.film_frames == take.new.count


def _verdict(back_test: BackTest | None) -> str:
    if back_test is None:
        return "Verdict: none; the model was not tried on this clip beforehand."
    return f"Verdict: {back_test.verdict}. {back_test.words}"


def join_in_words(join: Join) -> str:
    """Into the new frames: check. 20 % softer after the cut. Try another take, with another --seed."""
    advice = f" Try {TRY[join.remedy]}." if join.remedy else ""
    return f"{WHERE[join.end]}: {join.verdict}. {join.words}.{advice}"


def demo_in_words(summary: "Summary") -> str:
    lines = [
        f"{takes_in_words(summary.takes)}\n",
        f"All of it is in {summary.folder}: {len(summary.takes)} films, the sample clips in clips/, two pictures:",
        f"  {summary.contact_sheet}  frames before, at and after each join",
        f"  {summary.step_figure}  how large each step between frames is around it",
        f"Made by {', '.join(sorted({take.model for take in summary.takes}))} on {summary.hardware}, "
        f"in {duration(summary.seconds)} in all.",
    ]
    return "\n".join(lines)


def error_in_words(error: LongtakeError) -> str:
    return "\n".join(part for part in (f"Error: {error.what}", error.kept, error.do) if part)


def error_as_data(error: LongtakeError) -> dict[str, Any]:
    return {
        "error": {
            "type": type(error).__name__,
            "what": error.what,
            "kept": error.kept,
            "do": error.do,
            "exit_code": error.exit_code,
        }
    }


def as_json(value: object) -> str:
    """One line. Fractions are exact strings ("24000/1001"); what is not a number is null."""
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Fraction | Path):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def frame_rate(rate: Fraction) -> str:
    """24, 23.976, 29.97"""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def duration(seconds: float) -> str:
    """1.5 s, 12 s, 2 min 05 s"""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
