"""A job in words: how long, how far, who makes it."""

from editor.actions.cost import wait_in_words
from editor.jobs import JobRow, JobState
from editor.words import tr, trn

STATES = {
    JobState.QUEUED: tr("queued"),
    JobState.RUNNING: tr("running"),
    JobState.DONE: tr("done"),
    JobState.FAILED: tr("failed"),
    JobState.CANCELLED: tr("cancelled"),
}
RAN_OUT = tr("Memory ran out")  # so the engine's note begins of a take that was made at the second try


def span_words(seconds: float) -> str:
    """How long, as told: "48 s", "2 min 31 s", "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 3600:
        return tr("{minutes} min {seconds} s", minutes=whole // 60, seconds=whole % 60)
    return tr("{hours} h {minutes} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def left_words(seconds: float) -> str:
    """A wait, in minutes and seconds: "0:48"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def ago_words(then: float, now: float) -> str:
    minutes = int(max(0.0, now - then) // 60)
    if minutes < 1:
        return tr("just now")
    return tr("{minutes} min ago", minutes=minutes) if minutes < 60 else tr("{minutes} h ago", minutes=minutes // 60)


def model_words(row: JobRow) -> str:
    """Who makes it, and which of how many takes."""
    takes = row.request.takes
    if row.state is JobState.RUNNING:
        return tr(
            "{model}, take {number} of {takes}", model=row.model, number=min(len(row.takes) + 1, takes), takes=takes
        )
    return f"{row.model}, {trn('{count} take', '{count} takes', takes)}"


def time_words(row: JobRow, now: float) -> str:
    """When it will be, or was, done; "" where nothing can be said. What waits: see waiting_words."""
    if row.state is JobState.RUNNING and row.progress is not None:
        left = row.progress.seconds_left
        if left is None:  # step_words tells a stage of one step
            return row.progress.stage if row.progress.steps > 1 else ""
        return tr("{left} left", left=left_words(left))
    if row.state is JobState.QUEUED:
        return waiting_words(None, None, paused=False, held=row.held)
    if row.state is JobState.DONE and row.ended is not None:
        took = tr(", took {span}", span=span_words(row.ended - row.started)) if row.started is not None else ""
        return tr("Finished {ago}{took}", ago=ago_words(row.ended, now), took=took)
    return ""


def waiting_words(takes: float | None, until: float | None, paused: bool, held: bool = False) -> str:
    """takes: seconds that it will take; until: that pass before it begins. None where nobody knows."""
    about = tr("About {wait}, ", wait=wait_in_words(takes)) if takes is not None else ""
    if held:
        words = tr("waits until you let it go on")
    elif paused:
        words = tr("waits until the queue goes on")
    else:
        words = (
            tr("starts in {left}", left=left_words(until))
            if until is not None and until >= 1
            else tr("waits for its turn")
        )
    return f"{about}{words}" if about else words[:1].upper() + words[1:]


def step_words(row: JobRow) -> str:
    if row.state is JobState.QUEUED:
        return tr("On hold") if row.held else tr("Queued")
    progress = row.progress
    if progress is None:
        return tr("Starting")
    return (
        tr("Step {step}/{steps}", step=min(progress.step + 1, progress.steps), steps=progress.steps)
        if progress.steps > 1
        else progress.stage
    )


def repeated_words(row: JobRow) -> str:
    """That it was made at the second try, where memory ran out in the first."""
    notes = (note for take in row.takes for note in take.notes)
    return next((note.partition(";")[0] for note in notes if note.startswith(RAN_OUT)), "")


def share_done(row: JobRow) -> float | None:
    """Of the whole job, as far as it can be known."""
    progress = row.progress
    if row.state is not JobState.RUNNING or progress is None:
        return None
    if progress.share is not None:
        return progress.share
    return (len(row.takes) + progress.step / max(1, progress.steps)) / max(1, row.request.takes)
