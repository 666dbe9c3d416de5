"""How long a job that waits will take."""

from editor.actions.known import take_frames
from editor.jobs import JobRow, Jobs
from editor.timeline.model import ItemId, Timeline


def seconds_of_job(jobs: Jobs, timeline: Timeline, row: JobRow) -> float | None:
    """For the takes that are not made yet; None where nobody knows."""
    clip_id = ItemId(row.clip_id)
    generation = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
    if generation is None:
        return None
    sources = (each for each in generation.sources if each.media in timeline.media_by_id)
    pictures = ((each, timeline.media_by_id[each.media].picture) for each in sources)
    frames, pixels = generation.frames, timeline.width * timeline.height
    source, picture = next((found for found in pictures if found[1] is not None), (None, None))
    if source is not None and picture is not None:
        frames, pixels = take_frames(timeline, source, generation.frames), picture.width * picture.height
    return jobs.seconds_expected(row.request.model, frames * pixels / 1e6, max(1, row.request.takes - len(row.takes)))
