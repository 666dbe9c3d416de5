"""What is heard under new frames: room tone of the clip's own, its sound going on, or silence; never a click."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from engine.finishing.sound.carried import carried_on
from engine.finishing.sound.quiet import Heard, Part, in_db, is_meant_silent, quiet_parts
from engine.finishing.sound.steady import PIECES, Noise, Stitched, floor_of, rising, spectrum_of

HEARD = 20  # seconds beside a join that room tone is looked for in
NEAREST = 8.0  # seconds of quiet parts, the nearest to the join, that it is made of: a room changes
AT_JOIN = 2.0  # seconds of them, the nearest, whose level it has
ENOUGH = 2.0  # seconds of them below which pieces would be heard coming back: then it is noise of their spectrum
MOST_MATCHED = 6.0  # dB that a part is turned up or down
BLOCK = 1 << 14  # samples given at once
FADE = 0.08  # seconds from the clip's own sound into tone as loud
LOUDER = 0.006  # seconds more for each dB that the clip is louder
LONGEST_FADE = 0.25  # seconds
AHEAD = 0.5  # of that before a clip: what swells up to it is noticed sooner than what dies away
LOUD = 6.0  # dB above the tone: what is louder dies away, and is not held to the middle of the fade
SHORT_FADE = 0.02  # seconds into and out of silence
MIDDLE = 0.5  # seconds from one clip's sound going on into the other's

OWN = "The new part has room tone made of the clip's own quiet parts."
LITTLE = (
    "The clip has little quiet sound beside the new part: its room tone is noise like the {seconds:.2g} s there are."
)
NONE_QUIET = "The clip is never quiet beside the new part: noise as low as its own noise floor is heard there."
SILENT = "The clip's own pauses are silent beside the new part, and so is the new part."


@dataclass(frozen=True, slots=True)
class NewSound:
    """Blocks [sample, channel] float32, of exactly as many samples as were asked for; what is to be told of them."""

    blocks: Iterator[np.ndarray]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bed:
    """Room tone without an end. blocks: [sample, channel] of any length."""

    blocks: Iterable[np.ndarray]
    level: float  # dB of full scale
    note: str


def room_tone(before: np.ndarray | None, after: np.ndarray | None, rate: int, count: int) -> NewSound:
    """The clip's own quiet parts under `count` new samples; between two clips the first one's turns into the other's.

    before, after: the clips' own sound beside the join, in playing order, [sample, channel] float32, about the last
    and the first HEARD seconds; NaN where it could not be decoded. None: no clip, or one without sound. One is given.
    The clip's last samples die away into the tone, and the tone swells into its first; none of them is changed.
    """
    own = [side for side in (before, after) if side is not None]
    beds = [_bed(side, rate, mirrored=side is after, seed=seed) for seed, side in enumerate(own)]
    opening = _opening(before, beds[0], rate, count) if before is not None else own[0][:0]
    closing = _opening(after[::-1], beds[-1], rate, count, AHEAD)[::-1] if after is not None else own[0][:0]
    tone = chain_of([bed.blocks for bed in beds], count)
    notes = list(dict.fromkeys(bed.note for bed in beds if bed.note != SILENT)) or [SILENT]
    return NewSound(laid(tone, count, opening, closing), tuple(notes))


def silence(before: np.ndarray | None, after: np.ndarray | None, rate: int, count: int) -> NewSound:
    """Nothing but `count` samples of silence; what would break off at a join dies away in SHORT_FADE. As room_tone."""
    own = [side for side in (before, after) if side is not None]
    fade = min(round(SHORT_FADE * rate), count)
    opening = _dying(before, fade) if before is not None else own[0][:0]
    closing = _dying(after[::-1], fade)[::-1] if after is not None else own[0][:0]
    return NewSound(laid(_still(own[0].shape[1]), count, opening, closing))


def going_on(
    first: Iterable[np.ndarray] | None, second: Iterable[np.ndarray] | None, rate: int, count: int
) -> NewSound:
    """The clips' own sound beyond their cuts, as far as there is any: `count` samples of each side, silence included.

    Where it begins or ends in the middle it fades. Of two, the first turns into the second in the middle.
    """
    sides = [exactly(faded_at_ends(side, rate), count) for side in (first, second) if side is not None]
    if len(sides) == 1:
        return NewSound(sides[0])
    middle = min(round(MIDDLE * rate), count)
    return NewSound(_mixed(sides[0], sides[1], (count - middle) // 2, middle))


def chain_of(sides: list[Iterable[np.ndarray]], count: int) -> Iterator[np.ndarray]:
    """Blocks of the one, or of the first turning into the second over all of `count` samples."""
    if len(sides) == 1:
        return exactly(sides[0], count)
    return _mixed(exactly(sides[0], count), exactly(sides[1], count), 0, count)


def exactly(blocks: Iterable[np.ndarray], count: int) -> Iterator[np.ndarray]:
    """`count` samples in blocks of BLOCK, the last one shorter. There are enough of them."""
    coming, pending = iter(blocks), []
    have = 0
    while count > 0:
        wanted = min(BLOCK, count)
        while have < wanted:
            pending.append(next(coming))
            have += len(pending[-1])
        joined = np.concatenate(pending)
        yield joined[:wanted]
        pending, have, count = [joined[wanted:]], have - wanted, count - wanted


def laid(tone: Iterable[np.ndarray], count: int, opening: np.ndarray, closing: np.ndarray) -> Iterator[np.ndarray]:
    """The tone rising under what opens it and falling under what closes it."""
    at = 0
    for block in exactly(tone, count):
        span = np.arange(at, at + len(block))
        gain = _rise(span, len(opening)) * _rise(count - 1 - span, len(closing))
        block = (block * gain[:, None]).astype(np.float32)
        _add(block, opening, -at)
        _add(block, closing, count - len(closing) - at)
        yield block
        at += len(block)


def faded_at_ends(blocks: Iterable[np.ndarray], rate: int) -> Iterator[np.ndarray]:
    """The same, faded where sound comes out of blocks of digital silence or goes into them; not at its own ends."""
    fade = max(round(SHORT_FADE * rate), 1)
    held, risen = None, fade
    for block in blocks:
        if not block.any():
            yield from () if held is None else (held * rising(len(held))[::-1, None],)
            yield block
            held, risen = None, 0
            continue
        block = (block * _rise(np.arange(risen, risen + len(block)), fade)[:, None]).astype(np.float32)
        risen = min(risen + len(block), fade)
        held = block if held is None else np.concatenate([held, block])
        yield held[:-fade]
        held = held[-fade:]
    if held is not None:
        yield held


def _bed(own: np.ndarray, rate: int, mirrored: bool, seed: int) -> Bed:
    """mirrored: the join is at the beginning of `own`, not at its end."""
    if is_meant_silent(own):
        return Bed(_still(own.shape[1]), -np.inf, SILENT)
    heard = Heard(own, rate)
    parts = _nearest(quiet_parts(heard), rate, mirrored)
    if not parts:
        floor = floor_of(heard)
        return Bed(Noise(floor, seed), _level_of(floor), NONE_QUIET)
    matched, level = _matched([own[first:end] for first, end in parts], rate)
    seconds = sum(map(len, matched)) / rate
    if seconds < ENOUGH or max(map(len, matched)) < PIECES[1] * rate / 2:
        return Bed(Noise(spectrum_of(matched, rate), seed), level, LITTLE.format(seconds=seconds))
    return Bed(Stitched(matched, rate, seed), level, OWN)


def _nearest(parts: tuple[Part, ...], rate: int, mirrored: bool) -> list[Part]:
    """From the join outwards, until there are NEAREST seconds."""
    chosen: list[Part] = []
    for first, end in parts if mirrored else parts[::-1]:
        left = round(NEAREST * rate) - sum(b - a for a, b in chosen)
        if left <= 0:
            break
        length = min(end - first, left)
        chosen.append((first, first + length) if mirrored else (end - length, end))
    return chosen


def _matched(parts: list[np.ndarray], rate: int) -> tuple[list[np.ndarray], float]:
    """The parts at the level that they have at the join, in dB. parts: from the join outwards."""
    near = np.concatenate(parts)[: round(AT_JOIN * rate)] if len(parts[0]) < AT_JOIN * rate else parts[0]
    level = _level(near)
    gains = [float(np.clip(level - _level(part), -MOST_MATCHED, MOST_MATCHED)) for part in parts]
    return [part * np.float32(10 ** (gain / 20)) for part, gain in zip(parts, gains, strict=True)], level


def _opening(own: np.ndarray, bed: Bed, rate: int, count: int, share: float = 1.0) -> np.ndarray:
    """What the clip's last samples become, dying away; longer where they are louder than the tone."""
    tail = np.nan_to_num(own[-round(FADE * rate / 2) :])
    louder = max(_level(tail) - bed.level, 0.0) if np.isfinite(bed.level) else LOUD + 1
    fade = min((FADE + LOUDER * louder) * share, LONGEST_FADE)
    return _dying(own, min(round(fade * rate), count // 2 or count), louder > LOUD)


def _dying(own: np.ndarray, count: int, fast: bool = True) -> np.ndarray:
    going = carried_on(np.nan_to_num(own[-count:]), count) if count else own[:0]
    return going * (rising(len(going))[::-1, None] ** (3 if fast else 1))


def _level(samples: np.ndarray) -> float:
    return float(in_db(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else -np.inf


def _level_of(spectrum: np.ndarray) -> float:
    """Of noise of a spectrum, as Noise takes it."""
    power = spectrum.trace(axis1=1, axis2=2).real / spectrum.shape[1]
    return float(in_db(power.mean() / (2 * (len(power) - 1))))


def _rise(place: np.ndarray, length: int) -> np.ndarray:
    """Gain `place` samples after the start of a rise."""
    return np.sin(np.pi / 2 * np.clip((place + 0.5) / max(length, 1), 0, 1)) if length else np.ones(len(place))


def _mixed(first: Iterator[np.ndarray], second: Iterator[np.ndarray], start: int, length: int) -> Iterator[np.ndarray]:
    """The first turning into the second, at equal power, from sample `start` on and over `length` samples."""
    at = 0
    for one, other in zip(first, second, strict=True):
        share = np.clip((np.arange(at, at + len(one)) + 0.5 - start) / max(length, 1), 0, 1)[:, None] * np.pi / 2
        yield (np.cos(share) * one + np.sin(share) * other).astype(np.float32)
        at += len(one)


def _add(block: np.ndarray, other: np.ndarray, at: int) -> None:
    """Lay what of `other`, which begins at `at` of the block, falls on it."""
    first, last = max(at, 0), min(at + len(other), len(block))
    if first < last:
        block[first:last] += other[first - at : last - at]


def _still(channels: int) -> Iterator[np.ndarray]:
    return chain.from_iterable(iter(lambda: (np.zeros((BLOCK, channels), np.float32),), None))
