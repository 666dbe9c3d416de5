"""What helps a join that shows: one more take, asked for otherwise, or fewer of the new frames."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil

from editor.actions import generating
from editor.actions.again import Change, generation_in
from editor.actions.known import known_in
from editor.presets import freedom_named, freedoms
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Task, Timeline
from editor.words import tr
from engine.requests import Remedy

MORE = 4  # known frames at least: one more latent frame
MOST = 13  # known frames that a model is asked to look at
FREER = 0.2  # how much more, of noise that is no preset


def remedy(session: Session, clip_id: ItemId, which: Remedy) -> None:
    """Do what would help. Raises EditError, also where the take that plays has as much of it as there is."""
    DOES[which](session, clip_id)


def more_context(session: Session, clip_id: ItemId) -> None:
    """A take that is shown more of the known frames than the one that plays. Raises EditError."""
    _do(session, clip_id, Remedy.MORE_CONTEXT)


def more_freedom(session: Session, clip_id: ItemId) -> None:
    """A take whose known frames may give way more than in the one that plays. Raises EditError."""
    _do(session, clip_id, Remedy.MORE_FREEDOM)


def match_fully(session: Session, clip_id: ItemId) -> None:
    """A take that is brought to the clip's own as far as it can be. Raises EditError."""
    _do(session, clip_id, Remedy.MATCH)


def change_for(timeline: Timeline, played: Generation, which: Remedy) -> Change:
    """What is asked for otherwise than with a take, to help it. Raises EditError where there is no more of it.

    played: what that take was asked for with.
    """
    if which is Remedy.MORE_CONTEXT:
        context = _more_context(timeline, played)
        return lambda asked: replace(asked, context=context)
    if which is Remedy.MORE_FREEDOM:
        noise = freer(played.noise, played.purpose)
        preset = freedom_named(noise, played.purpose)
        return lambda asked: replace(asked, noise=noise, preset=preset)
    if played.matching >= 1:
        raise EditError(tr("This take is matched in full already."), do=tr("Try another take instead."))
    return lambda asked: replace(asked, matching=1.0)


def fewer_frames(session: Session, clip_id: ItemId) -> None:
    """The clip trimmed to what the test on its source stands behind, and what follows moved up. Raises EditError.

    |  A  |new new new|  B  |   ->   |  A  |new|  B  |
    """
    timeline = session.document.timeline
    clip, media = timeline.clip(clip_id), timeline.media_of(timeline.clip(clip_id))
    generation = generation_in(session, clip_id)
    if clip.timing is not None:
        raise EditError(
            tr("The clip plays at another speed."), do=tr("Play it at 100 % first (Ctrl+R), or trim it by hand.")
        )
    if media is None or media.made is None or not media.made.believable or generation.task is Task.BRIDGE:
        raise EditError(
            tr("Nothing says how many of these frames hold."), do=tr("Look at them, and trim the clip by hand.")
        )
    taken = min(ceil((reach_of(timeline, clip) - media.made.believable) * timeline.rate), clip.duration - 1)
    if taken <= 0:
        raise EditError(
            tr("The clip is no longer than what the test stands behind."), do=tr("Try another take instead.")
        )
    edge, by = (Edge.START, taken) if generation.task is Task.BEFORE else (Edge.END, -taken)
    session.document.apply(tr("Fewer Frames"), edits.ripple_trim(timeline, clip_id, edge, by))


def reach_of(timeline: Timeline, clip: Clip) -> Fraction:
    """How far from the cut the new frames go that a generated clip plays, in seconds: a trim may bring it closer."""
    generation, rate = clip.generation, timeline.rate
    if generation is not None and generation.task is Task.BEFORE:
        return generation.frames / rate - clip.source_start
    return clip.source_start + clip.duration / rate


def freer(noise: tuple[float, ...], purpose: str = "") -> tuple[float, ...]:
    """The next preset that is freer; of numbers that are no preset, all a little higher. Raises EditError."""
    names = [each.noise for each in freedoms(purpose)]
    if noise in names[:-1]:
        return names[names.index(noise) + 1]
    higher = tuple(min(1.0, round(value + FREER, 2)) for value in noise)
    if noise in names or higher == noise:
        raise EditError(tr("The known frames are as free as they can be."), do=tr("Try another take instead."))
    return higher


def _do(session: Session, clip_id: ItemId, which: Remedy) -> None:
    change = change_for(session.document.timeline, _played(session, clip_id), which)
    generating.new_take(session, clip_id, change)


def _more_context(timeline: Timeline, played: Generation) -> int:
    """In known frames. Raises EditError."""
    most = min(MOST, min((known_in(timeline, stretch) for stretch in played.sources), default=0))
    if played.context is None or played.context >= most:
        raise EditError(
            tr("The model sees as many known frames as help: {most}.", most=most), do=tr("Try another take instead.")
        )
    return min(played.context + MORE, most)


def _played(session: Session, clip_id: ItemId) -> Generation:
    """What the take that plays was asked for with. Raises EditError."""
    media = session.document.timeline.media_of(session.document.timeline.clip(clip_id))
    return media.made.generation if media and media.made else generation_in(session, clip_id)


DOES: dict[Remedy, Callable[[Session, ItemId], None]] = {
    Remedy.ANOTHER_TAKE: generating.new_take,
    Remedy.MORE_CONTEXT: more_context,
    Remedy.MORE_FREEDOM: more_freedom,
    Remedy.MATCH: match_fully,
    Remedy.FEWER_FRAMES: fewer_frames,
}
