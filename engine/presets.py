"""The numbers behind the words: how free known frames are, how far sampling goes, what is said where nothing is."""

from dataclasses import dataclass, replace

from engine.requests import LaterText, Quality, Text


@dataclass(frozen=True, slots=True)
class Freedom:
    """noise: 0 keep to 1 free, spread over the latents it is about; see FREEDOMS for which these are."""

    name: str
    noise: tuple[float, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Effort:
    """built_in_steps: of the built-in network, which was trained to need no more than two; a loaded model has its own
    numbers, see engine.models.defaults."""

    quality: Quality
    name: str
    built_in_steps: int
    words: str


# Of a clip's known frames, from far to near. Natural is PUSA's own setting for extension, the others lie on either side
# of it (Loose is in its examples, too). Which joins best is unmeasured with real weights. With the built-in network,
# half a second foreseen of 12 real clips (dB of PSNR over Strict, mean and standard deviation; tests/benchmarks/ramps):
# falling to the join +0.10 ±0.49 and +0.18 ±0.50, Natural -0.45 ±0.62, rising steeply -0.94 ±0.81. A gap's second side
# has the same numbers mirrored: from near to far in playing order.
_BESIDE_A_JOIN = (
    Freedom("Strict", (0.0, 0.0, 0.0, 0.0), "Known frames stay as they are."),
    Freedom("Natural", (0.0, 0.3, 0.4, 0.5), "Known frames may give way a little towards the join."),
    Freedom("Loose", (0.2, 0.4, 0.4, 0.4), "Known frames may all give way."),
)
# Both sides are of one shot, so there is less to give way to. Natural is PUSA's own setting for completion; Strict is
# in its examples, too, Loose lies beyond them.
_WITHIN_A_SHOT = (
    Freedom("Strict", (0.0,), "Known frames stay as they are."),
    Freedom("Natural", (0.3,), "Known frames on both sides may give way a little."),
    Freedom("Loose", (0.5,), "Known frames on both sides may give way."),
)
# Of pictures that are given, from the first to the last. PUSA advises 0.2 for one on Wan 2.2; 0.2, 0.5 for two and
# 0.3, 0.7, 0.7 for several are in its examples.
_PICTURES = (
    Freedom("Strict", (0.0,), "Pictures come out as they are."),
    Freedom("Natural", (0.2, 0.5), "Pictures may give way, the later ones more."),
    Freedom("Loose", (0.3, 0.7, 0.7), "Pictures are hints of what is seen."),
)
# Of in-betweens that optical flow made, from what it made. Ours, unmeasured.
_FROM_OPTICAL_FLOW = (
    Freedom("Strict", (0.3,), "In-betweens move as measured, their detail is made anew."),
    Freedom("Natural", (0.5,), "In-betweens follow the measured motion roughly."),
    Freedom("Loose", (0.7,), "In-betweens may move otherwise than measured."),
)
# Of new frames from the draft they are made after. Natural: correlation of both motions 0.87 to 1.00 on eight drafts by
# the built-in network, seven of them 0.91 or more; Loose: 0.77 to 0.99.
_FROM_A_DRAFT = (
    Freedom("Strict", (0.1,), "The draft with its faults mended."),
    Freedom("Natural", (0.2,), "The draft's motion, its detail made anew."),
    Freedom("Loose", (0.5,), "The draft's idea; motion may differ."),
)

FREEDOMS: dict[str, tuple[Freedom, ...]] = {  # by the task's name as it is typed; Natural stands in the middle
    "extend": _BESIDE_A_JOIN,
    "bridge": _BESIDE_A_JOIN,
    "loop": _BESIDE_A_JOIN,
    "smooth": _BESIDE_A_JOIN,
    "complete": _WITHIN_A_SHOT,
    "repair": _WITHIN_A_SHOT,
    "animate": _PICTURES,
    "generate": _PICTURES,
    "interpolate": _FROM_OPTICAL_FLOW,
    "finalise": _FROM_A_DRAFT,
}
NAMES = tuple(each.name for each in _BESIDE_A_JOIN)  # the same for every task

QUALITIES = (
    Effort(Quality.DRAFT, "Draft", 1, "To choose from"),
    Effort(Quality.FINAL, "Final", 2, "To keep"),
)

CONTINUATION = (
    "The same shot goes on without a cut: the same place, people and things, the same light, colours, lens and grain. "
    "Whatever moves, the camera too, carries on at its own pace and comes naturally to what follows."
)
NEGATIVE = (
    "cut, dissolve, fade, jump, flicker, stutter, frozen picture, slide show, soft focus, blocks, banding, "
    "too bright, too dark, too colourful, drifting colours, plastic skin, melting shapes, things out of nothing, "
    "doubled things, deformed faces, extra fingers, extra limbs, captions, logo, watermark, borders"
)


def freedoms(task: str) -> tuple[Freedom, ...]:
    """Strict, Natural and Loose of a task. Raises KeyError."""
    return FREEDOMS[task]


def freedom(task: str, name: str) -> Freedom:
    """name: in capitals or not. Raises KeyError."""
    return {each.name.lower(): each for each in freedoms(task)}[name.lower()]


def spoken(text: Text) -> Text:
    """What a model is told: our own words wherever the request has none."""
    later = tuple(LaterText(each.at, each.prompt.strip() or CONTINUATION) for each in text.later)
    prompt, negative = text.prompt.strip() or CONTINUATION, text.negative.strip() or NEGATIVE
    return replace(text, prompt=prompt, negative=negative, later=later)
