"""Generative Extend by pulling at an edge: how far that goes, what comes of it, what it costs, and asking for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from editor.actions import context, cost, extending, generating
from editor.actions.context import Sights
from editor.actions.extending import Laid
from editor.actions.given import rate_of
from editor.actions.known import take_frames
from editor.actions.remembering import remembered
from editor.actions.requesting import MOST_NEW, request_of, why_no_source
from editor.project.errors import ProjectError
from editor.session import Session
from editor.timeline.model import Clip, ItemId, Task, Timeline, TrackKind
from editor.words import tr
from engine.models.chosen import is_built_in

Perform = Callable[[Callable[[], Any]], None]


@dataclass(frozen=True, slots=True)
class Pull:
    """An edge of a picture clip that is pulled outward: its end (AFTER) or its start (BEFORE)."""

    clip_id: ItemId
    task: Task
    linked: bool = True  # what is linked to it comes along, as far as it has media


class Extender:
    """What the timeline asks while an edge is pulled. Everything but `ask` only tells."""

    def __init__(self, session: Session, perform: Perform) -> None:
        self._session, self._perform = session, perform

    def refusal(self, pull: Pull) -> str:
        """Why no frames can be made there, for the user; empty where they can."""
        if not self._session.view.generative:
            return tr("Generating is switched off.")
        return why_no_source(self._timeline, pull.clip_id, pull.task)

    def furthest(self, pull: Pull) -> int:
        """How many frames outward: all that the media has, and as many new ones as can be made at once."""
        timeline = self._timeline
        media = timeline.media_of(timeline.clip(pull.clip_id))
        assert media is not None, "a clip without a file is refused"
        new = floor(MOST_NEW / rate_of(media) * timeline.rate)
        return extending.handles(timeline, pull.clip_id, pull.task, pull.linked) + new

    def lay(self, pull: Pull, frames: int) -> Laid:
        """The timeline with `frames` more at that edge, as last time asked for. Raises EditError."""
        wishes = remembered(self._session.settings, pull.task).wishes
        return extending.extended(self._timeline, pull.clip_id, frames, pull.task, wishes, linked=pull.linked)

    def cost(self, laid: Laid) -> str:
        """Of what would be made, in a few words."""
        generation = laid.generation
        assert generation is not None, "there are frames to be made"
        media = laid.timeline.media_by_id[generation.sources[0].media]
        assert media.picture is not None, "a clip without a picture is refused"
        try:
            request = request_of(laid.timeline, generation, laid.new, self._session.project.assets)
        except ProjectError as error:
            return error.what
        frames = take_frames(laid.timeline, generation.sources[0], laid.new)
        if not is_built_in(request.model):  # its plan takes a while, see engine.requests.Room
            return self._session.models.title(request.model, request.sampling.adapters)
        megapixels = frames * media.picture.width * media.picture.height / 1e6
        seconds = self._session.jobs.seconds_expected(request.model, megapixels, request.takes)
        return cost.short_cost_line(request, frames, seconds)

    def ask(self, pull: Pull, frames: int) -> None:
        """Make it so, as one undo step, and queue what is to be made."""
        self._perform(lambda: self._ask(pull, frames))

    def sights(self, pull: Pull) -> Sights:
        """What would be looked at for the frames made there next."""
        return context.next_sights(self._session, pull.clip_id, pull.task)

    def remember_context(self, task: Task, asked: int) -> None:
        self._perform(lambda: context.remember_context(self._session, task, asked))

    def change_context(self, clip_id: ItemId, asked: int) -> None:
        """For a generated clip."""
        self._perform(lambda: context.change_context(self._session, clip_id, asked))

    def _ask(self, pull: Pull, frames: int) -> None:
        wishes = remembered(self._session.settings, pull.task).wishes
        wishes = replace(wishes, seed=generating.random_seed())
        extend = generating.extend_before if pull.task is Task.BEFORE else generating.extend_after
        extend(self._session, pull.clip_id, frames, wishes, linked=pull.linked)

    @property
    def _timeline(self) -> Timeline:
        return self._session.document.timeline


def picture_beside(timeline: Timeline, clip: Clip, task: Task) -> Clip:
    """The clip itself, or of sound the picture linked to it whose edge is at the same frame."""
    if clip.link is None or timeline.track_of(clip.id).kind is TrackKind.VIDEO:
        return clip
    edge = _edge(timeline, clip.id, task)
    alike = (timeline.clip(each) for each in timeline.linked(clip) if _edge(timeline, each, task) == edge)
    return next((each for each in alike if timeline.track_of(each.id).kind is TrackKind.VIDEO), clip)


def _edge(timeline: Timeline, clip_id: ItemId, task: Task) -> int:
    place = timeline.range_of(clip_id)
    return place.start if task is Task.BEFORE else place.end
