"""How long a job that waits will take."""

from editor.actions.requesting import media_frames
from editor.jobs import JobRow, Jobs
from editor.timeline.model import ItemId, Timeline


def seconds_of_job(jobs: Jobs, timeline: Timeline, row: JobRow) -> float | None:
    """For the takes that are not made yet; None where nobody knows."""
    clip_id = ItemId(row.clip_id)
    generation = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
    if generation is None:
        return None
    sources = (timeline.media_by_id.get(each.media) for each in generation.sources)
    media = next((media for media in sources if media is not None and media.picture is not None), None)
    if media is None or media.picture is None:
        frames, pixels = generation.frames, timeline.width * timeline.height
    else:
        frames, pixels = media_frames(timeline, media, generation.frames), media.picture.width * media.picture.height
    return jobs.seconds_expected(row.request.model, frames * pixels / 1e6, max(1, row.request.takes - len(row.takes)))
