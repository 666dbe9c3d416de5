"""How a stretch of new frames between given pictures moves."""

from dataclasses import dataclass, replace

import numpy as np

from engine.generation.asked import Asked
from engine.generation.choosing import Floor, choose, decided
from engine.generation.clips import FEWEST
from engine.generation.gap import Gap, Motions, onward, predicted
from engine.generation.pictures.camera_move import (
    CameraMove,
    along,
    arriving_times,
    moved,
    onward_times,
    there_and_back,
)
from engine.motion.flow import length
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import BackTest, Verdict

FROZEN = 0.01  # frame widths a second: what moves less, in the mean over the picture, looks like a frozen frame
VARIED = 0.5  # of a whole there-and-back: further takes of what can be measured stay near to it


@dataclass(frozen=True, slots=True)
class Wish:
    """How motion is to be found. network: in any case. again: a further take, another opinion. varied: its seed is not
    the first one, so the camera takes a way of its own between pictures."""

    network: bool
    again: bool
    varied: bool
    move: CameraMove


@dataclass(frozen=True, slots=True)
class Led:
    """Where the pixels go, and what can be said of it; no test where there was nothing to try it on."""

    motions: Motions
    test: BackTest | None


def led(gap: Gap, past: np.ndarray | None, pocket: Asked, wish: Wish, report: Report) -> Led:
    """past: frames up to the gap, made ones included, that show how a lone picture before it was arrived at."""
    if gap.before is not None and gap.after is not None:
        return _between(gap, _arrived(gap, past), pocket, wish, report)
    if len(onward(gap)) >= FEWEST:
        return _going_on(gap, pocket, wish, report)
    return Led(_from_a_still(gap, _arrived(gap, past), pocket, wish), None)


def _arrived(gap: Gap, past: np.ndarray | None) -> Gap:
    if gap.before is None or past is None or not (_is_lone(gap.before) and len(past) >= FEWEST):
        return gap
    return replace(gap, before=past)


def _going_on(gap: Gap, pocket: Asked, wish: Wish, report: Report) -> Led:
    """A stretch of a clip is extended as any clip."""
    choice = choose(gap, pocket, report=report)
    if wish.network or wish.again:
        choice = replace(choice, predictor=pocket, test=choice.model_test)
    return Led(decided(gap, choice), choice.test)


def _from_a_still(gap: Gap, looking: Gap, pocket: Asked, wish: Wish) -> Motions:
    """On as it was arrived at; where nothing moved, by the camera alone."""
    if wish.network:
        return predicted(looking, pocket)
    if looking is gap:
        return moved(gap, wish.move)
    motions = predicted(looking, Floor())
    if _frozen(motions.before, gap):
        return moved(gap, wish.move)
    return motions


def _between(gap: Gap, looking: Gap, pocket: Asked, wish: Wish, report: Report) -> Led:
    """Where only clips meet they say how the camera moves, also that it does not."""
    choice, lone = choose(looking, pocket, report=report), _is_lone(gap.before) or _is_lone(gap.after)
    motions, test = decided(looking, choice), choice.test
    if wish.network or (wish.again and not lone):
        motions, test = predicted(looking, pocket), choice.model_test
    if test.verdict is Verdict.POOR:
        return Led(_each_alone(gap, motions, wish.move), test)
    if not lone:
        return Led(motions, test)
    if _frozen(motions.before, gap):
        return Led(_both(motions, there_and_back(gap, wish.move)), test)
    if wish.varied:
        return Led(_both(motions, there_and_back(gap, wish.move, VARIED)), test)
    return Led(motions, test)


def _each_alone(gap: Gap, motions: Motions, move: CameraMove) -> Motions:
    """Two sides that have nothing in common: a picture that stands still is moved by the camera."""
    before, after = motions.before, motions.after
    assert before is not None
    assert after is not None
    if _is_lone(gap.before) and _frozen(before, gap):
        before = _with_camera(before, move.at(onward_times(gap)))
    if _is_lone(gap.after) and _frozen(after, gap):
        after = _with_camera(after, move.at(arriving_times(gap)))
    return Motions(before, after)


def _both(motions: Motions, maps: np.ndarray) -> Motions:
    assert motions.before is not None
    assert motions.after is not None
    return Motions(_with_camera(motions.before, maps), _with_camera(motions.after, maps))


def _with_camera(motion: Motion, maps: np.ndarray) -> Motion:
    return replace(along(motion, maps), maker=f"{motion.maker}, with a camera move of its own")


def _is_lone(known: np.ndarray | None) -> bool:
    """Of too few frames to say how it moves."""
    return known is not None and len(known) < FEWEST


def _frozen(motion: Motion | None, gap: Gap) -> bool:
    assert motion is not None
    farthest = max(float(length(field).mean()) for field in motion.displacement)
    return farthest < FROZEN * float(gap.duration)
