"""The words of generation as the window has them; the numbers behind them are the engine's."""

from dataclasses import dataclass

from editor.timeline.model import Purpose
from editor.words import tr, trn
from engine import presets, requests
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Sound

BY_HAND = ""  # the preset's name where the numbers are the user's own
MODEL_NAME = "Longtake built-in model"  # as takes name it
UNMEASURED = tr("Which of them joins best is unmeasured with Wan's weights.")
BUILT_INS = {  # what they are called where there is little room
    BUILT_IN: tr("Built-in"),
    BUILT_IN_NETWORK: tr("Built-in, network only"),
}
SOUNDS = {  # under new frames: its name, and what it means
    Sound.ROOM_TONE.value: (
        tr("Room tone"),
        tr("The clip's own quiet parts go on under the new frames, linked with them."),
    ),
    Sound.SILENCE.value: (tr("Silence"), tr("Nothing is heard under the new frames.")),
    Sound.LEAVE.value: (tr("Leave alone"), tr("Sound tracks stay as they are; a take brings none.")),
}
SHOWN = {  # a preset's name is stored in English
    "Strict": tr("Strict"),
    "Natural": tr("Natural"),
    "Loose": tr("Loose"),
    "Draft": tr("Draft"),
    "Final": tr("Final"),
}
TAKES = (1, 2, 3, 5)  # how many can be asked for at once


@dataclass(frozen=True, slots=True)
class Freedom:
    """How free the known frames beside the join are: 0 keep to 1 free, from far to near, one value a latent."""

    name: str
    noise: tuple[float, ...]
    words: str

    @property
    def tip(self) -> str:
        return tr("{name}: {percent}, from far to near", name=shown(self.name), percent=percent(self.noise))

    @property
    def about(self) -> str:
        return f"{self.words} {UNMEASURED}"


@dataclass(frozen=True, slots=True)
class Quality:
    name: str
    steps: int  # of the built-in model; it was trained to need no more than two
    words: str
    effort: requests.Quality  # what a loaded model is asked for, which has numbers of its own
    loaded: str  # what that means there

    def tip_of(self, built_in: bool) -> str:
        steps = trn("{count} step of the built-in model.", "{count} steps of the built-in model.", self.steps)
        return f"{self.words}: {steps if built_in else self.loaded}"


TASKS: dict[str, str] = {  # the engine's word for what a purpose asks; beside a gap, without one, all have one table
    Purpose.SMOOTH: "smooth",
    Purpose.LOOP: "loop",
    Purpose.ANEW: "complete",
    Purpose.REPAIR: "repair",
}


def freedoms(purpose: str = "") -> tuple[Freedom, ...]:
    """Strict, Natural and Loose. A bridge uses the same numbers from both sides, mirrored: its second side's nearest
    frames come first in playing order."""
    return tuple(Freedom(each.name, each.noise, each.words) for each in presets.freedoms(TASKS.get(purpose, "extend")))


LOADED = {
    requests.Quality.DRAFT: tr("few steps, and a smaller picture where the model's own is large."),
    requests.Quality.FINAL: tr("the model's own number of steps, or its adapters'."),
}
QUALITIES = tuple(
    Quality(each.name, each.built_in_steps, each.words, each.quality, LOADED[each.quality])
    for each in presets.QUALITIES
)


def shown(name: str) -> str:
    """A preset's name in the user's language; one of another version of this program as it is."""
    return SHOWN.get(name, name)


def freedom(name: str, purpose: str = "") -> Freedom:
    """Raises KeyError."""
    return {each.name: each for each in freedoms(purpose)}[name]


def freedom_named(noise: tuple[float, ...], purpose: str = "") -> str:
    """The name of these numbers, or BY_HAND."""
    return next((each.name for each in freedoms(purpose) if each.noise == noise), BY_HAND)


def quality(name: str) -> Quality:
    """Raises KeyError."""
    return {each.name: each for each in QUALITIES}[name]


def quality_named(steps: int | None) -> str:
    """The name of so many steps, or BY_HAND."""
    return next((each.name for each in QUALITIES if each.steps == steps), BY_HAND)


def percent(noise: tuple[float, ...]) -> str:
    """0, 30, 40, 50 % free"""
    return tr("{names} % free", names=", ".join(f"{value * 100:.0f}" for value in noise))
