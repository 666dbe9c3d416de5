"""Where a model's run goes on this machine: told before anything is loaded, and followed by what loads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from pathlib import Path

from engine.errors import LongtakeError, ModelError, OutOfMemory
from engine.generation.memory.candidates import Placed as Placed
from engine.generation.memory.candidates import no_room, placements
from engine.generation.memory.machine import Machine, machine
from engine.generation.memory.needs import Needs, Window, needs_of
from engine.generation.memory.offered import offered_needs, offered_outline, offered_request
from engine.generation.memory.remembered import Remembered, Seen
from engine.generation.sampling.latent_video import USUAL, model_size, steps_of
from engine.generation.sampling.latents import fit_frames, latent_frames
from engine.models.asked import asked_model
from engine.models.chosen import is_built_in, is_wan, outline_for
from engine.models.folder import Outline
from engine.models.getting.offers import is_offer
from engine.models.layouts import layout
from engine.models.on_disk.adapters_found import why_unfit
from engine.requests import Expert, GenerateRequest, Outputs, Plan, Request, Room, Rooms, Sampling, Text

BUILT_IN_ROOM = "needs no GPU and about 1 GB of RAM"
OTHERS_ROOM = "loads itself: what it needs is not known here"
BUILT_IN_BYTES = 10**9
ADVICE = "Change that, or choose another model."
HARDLY_SLOWER = 1.1
_LAST: dict[str, Placed] = {}  # of each model
_PLANNED: ContextVar[Plan | None] = ContextVar("planned", default=None)  # that runs now


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of a run before its placement is decided. key: by which it is remembered."""

    name: str
    needs: Needs
    machine: Machine
    seen: Seen
    key: str


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known of a window before its model is. frames: None = as many as the model takes. height, width: pixels
    of the picture, which may be larger than the model works at. windows: of one take."""

    frames: int | None = None
    height: int = 2160
    width: int = 3840
    windows: int = 1


USUAL_SIGHT = Sight()


@contextmanager
def planned(plan: Plan) -> Iterator[None]:
    """What is placed in the block is placed for this plan's window."""
    token = _PLANNED.set(plan)
    try:
        yield
    finally:
        _PLANNED.reset(token)


def placement_for(request: Request) -> Placed:
    """The best that fits and has not been seen to run out of memory here; of the window that is `planned`, else of
    the largest that the model takes. Raises ModelError; OutOfMemory where nothing fits."""
    ready = prepared(request, machine(Remembered().disk), sight_of(_PLANNED.get()))
    found = placements(ready.needs, ready.machine, ready.seen)
    if not found:
        room = no_room(ready.needs, ready.machine)
        raise OutOfMemory(f"{ready.name} does not fit here. {room.words}.", kept="Nothing was begun.", do=ADVICE)
    _LAST[request.model] = _as_before(found, _LAST.get(request.model))
    return _LAST[request.model]


def _as_before(found: tuple[Placed, ...], last: Placed | None) -> Placed:
    """The best, or as the last time where that is hardly slower: what is loaded so need not be loaded anew."""
    again = (each for each in found if last is not None and each.placement == last.placement)
    same = next(again, found[0])
    return same if same.step <= found[0].step * HARDLY_SLOWER else found[0]


def remembered_as(request: Request) -> str:
    """By which a run for the window that is `planned` is remembered."""
    return prepared(request, machine(), sight_of(_PLANNED.get())).key


def room_for(request: Request, plan: Plan) -> Room:
    """What the run of a Wan model that was planned needs of the machine."""
    return _room(prepared(request, machine(Remembered().disk), sight_of(plan)))


def rooms(
    models: tuple[str, ...], here: Machine | None = None, sight: Sight = USUAL_SIGHT, sampling: Sampling = USUAL
) -> Rooms:
    """As engine.hosts.protocol.Host.rooms. here: left out, this machine."""
    here = machine(Remembered().disk) if here is None else here
    found = tuple(_room_of(model, here, sight, sampling) for model in models)
    return Rooms(here.words, found, has_gpu=len(here.devices) > 1)


def prepared(request: Request, here: Machine, sight: Sight) -> Prepared:
    """Raises ModelError."""
    outline, needs = (_of_offer if is_offer(request.model) else _of_files)(request, sight)
    key = _key(needs, here)
    seen = Remembered().of(key)
    return Prepared(outline.name, needs, _limited(here, seen), seen, key)


def _of_files(request: Request, sight: Sight) -> tuple[Outline, Needs]:
    outline, found = outline_for(request), layout(request.model)
    for adapter in request.sampling.adapters:
        if why := why_unfit(adapter.path, found.transformers[0]):
            raise ModelError(why, do="Choose an adapter made for this model.")
    return outline, needs_of(found, outline.scale, _adapters(request), window_of(request, outline, sight))


def _of_offer(request: Request, sight: Sight) -> tuple[Outline, Needs]:
    """Of a preset that is not here yet."""
    outline = offered_outline(request.model)
    return outline, offered_needs(request.model, window_of(request, outline, sight))


def sight_of(plan: Plan | None) -> Sight:
    """None, or a plan that tells of no window: the largest that the model takes."""
    if plan is None:
        return USUAL_SIGHT
    frames = plan.window_frames
    new = sum(latent.stop - latent.start for latent in plan.latents if not latent.given) or frames
    return Sight(frames or None, plan.height, plan.width, max(1, ceil(plan.new_frames / new)) if frames else 1)


def window_of(request: Request, outline: Outline, sight: Sight) -> Window:
    defaults, sampling = outline.defaults, request.sampling
    height, width = model_size(outline, sight.height, sight.width, sampling)
    guidance = defaults.guidance if sampling.guidance is None else sampling.guidance
    passes = 1 if {guidance, sampling.low_guidance or guidance} == {1.0} else 2
    return Window(
        latents=latent_frames(fit_frames(sight.frames or defaults.frames, up=True)),
        height=height,
        width=width,
        steps=steps_of(outline, sampling),
        passes=passes,
        prompts=len(request.text.later) + passes,
        windows=request.takes * sight.windows,
    )


def _adapters(request: Request) -> tuple[Path, ...]:
    """Those of the expert that has most of them."""
    given = request.sampling.adapters
    each = [[one.path for one in given if one.expert in (Expert.BOTH, expert)] for expert in Expert]
    return tuple(max(each, key=lambda paths: sum(path.stat().st_size for path in paths)))


def _limited(here: Machine, seen: Seen) -> Machine:
    """With what of its first device a plan may have, and without those that could not work with it."""
    first, *others = here.devices
    left = (each for each in others if not (seen.alone and each.title == first.title))
    return replace(here, devices=(replace(first, allowed=seen.allowed(first.free)), *left))


def _key(needs: Needs, here: Machine) -> str:
    network, window = needs.transformer, needs.window
    model = f"{network.blocks} x {network.width} {network.form}"
    return f"{here.devices[0].title} | {model} | {window.latents} x {window.width} x {window.height}"


def _room(ready: Prepared) -> Room:
    found = placements(ready.needs, ready.machine, ready.seen)
    return found[0].room if found else no_room(ready.needs, ready.machine)


def _room_of(model: str, here: Machine, sight: Sight, sampling: Sampling) -> Room:
    """model: or a preset, whose adapters are counted. One that cannot be used says why."""
    last = here.devices[-1]
    if is_built_in(model):
        return Room(BUILT_IN_ROOM, last.title, BUILT_IN_BYTES, last.free, BUILT_IN_BYTES, None, fits=True)
    if not is_wan(model):
        return Room(OTHERS_ROOM, here.devices[0].title, 0, here.devices[0].free, 0, None, fits=True)
    try:
        return _room(prepared(_any_of(model, sampling), here, sight))
    except LongtakeError as error:
        return Room(str(error).removesuffix("."), here.devices[0].title, 0, here.devices[0].free, 0, None, fits=False)


def _any_of(model: str, sampling: Sampling) -> Request:
    """A request as good as any."""
    if is_offer(model):
        return offered_request(model)
    text, asked = Text("a film"), asked_model(model)
    joined = replace(sampling, adapters=(*asked.adapters, *sampling.adapters))
    return GenerateRequest(outputs=Outputs(Path()), text=text, sampling=joined, model=asked.model, duration=Fraction(1))
