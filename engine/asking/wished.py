"""What is wished for new frames, whatever they are made between, out of plain values."""

from fractions import Fraction
from typing import TypedDict

from engine.asking.freedoms import noise_of
from engine.asking.sampling import check_fit, sampling_of
from engine.asking.settings import Settings
from engine.asking.values import exact, number, whole
from engine.errors import RequestError
from engine.models.asked import asked_model
from engine.requests import BUILT_IN, Context, Finish, LaterText, Sampling, Sound, Text


class Wished(TypedDict):
    """What engine.requests.Wanted holds, of every task."""

    text: Text
    sampling: Sampling
    model: str
    takes: int
    finish: Finish
    sound: Sound


def wished(settings: Settings, duration: Fraction | None = None) -> Wished:
    """duration: of the new frames, in seconds, where it is known. Raises RequestError, saying which value cannot be."""
    check_fit(settings)
    return Wished(
        text=text_of(settings, duration),
        sampling=sampling_of(settings),
        model=model_of(settings),
        takes=whole("The number of takes", settings.get("takes", 1), least=1),
        finish=finish_of(settings),
        sound=sound_of(settings),
    )


def text_of(settings: Settings, duration: Fraction | None) -> Text:
    """With later prompts in order of time."""
    later = sorted(_later(at, prompt, duration) for at, prompt in settings.get("later", ()))
    times = [at for at, _ in later]
    if len(set(times)) < len(times):
        raise RequestError("Two prompts begin at the same time.", do="Give each a time of its own.")
    return Text(settings.get("prompt", ""), settings.get("negative", ""), tuple(LaterText(*each) for each in later))


def model_of(settings: Settings) -> str:
    """A path by the whole of it, so that the request means the same wherever it is read. Raises RequestError."""
    return asked_model(settings.get("model", BUILT_IN)).model


def context_of(settings: Settings, task: str) -> Context:
    frames = settings.get("context")
    frames = None if frames is None else whole("The context", frames, least=1)
    return Context(frames, noise_of(settings, task))


def finish_of(settings: Settings) -> Finish:
    match = number("The strength of matching", settings.get("match", 1.0), least=0, most=1)
    return Finish(colour=match, seam=match, detail=match, grain=match)


def sound_of(settings: Settings) -> Sound:
    asked = settings.get("sound", Sound.ROOM_TONE)
    if asked not in list(Sound):
        known = ", ".join(Sound)
        raise RequestError(f'There is no sound called "{asked}" to be made.', do=f"Choose one of these: {known}.")
    return Sound(asked)


def _later(at: int | float | Fraction, prompt: str, duration: Fraction | None) -> tuple[Fraction, str]:
    time = exact("The time of a prompt", at)
    if time <= 0:
        raise RequestError(
            f"A later prompt cannot begin at {float(time):g} s: the first new frame is at 0.",
            do="Give it a time above 0; what holds from the start on is the prompt itself.",
        )
    if duration is not None and time >= duration:
        raise RequestError(
            f"A prompt begins at {float(time):g} s, but the new frames end at {float(duration):g} s.",
            do="Give it an earlier time, or make more frames.",
        )
    return time, prompt
