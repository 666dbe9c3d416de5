"""A job in words: how long, how far, who makes it."""

from editor.actions.cost import wait_in_words
from editor.jobs import JobRow, JobState

RAN_OUT = "Memory ran out"  # so the engine's note begins of a take that was made at the second try


def span_words(seconds: float) -> str:
    """How long, as told: "48 s", "2 min 31 s", "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def left_words(seconds: float) -> str:
    """A wait, in minutes and seconds: "0:48"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def ago_words(then: float, now: float) -> str:
    minutes = int(max(0.0, now - then) // 60)
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"


def model_words(row: JobRow) -> str:
    """Who makes it, and which of how many takes."""
    takes = row.request.takes
    if row.state is JobState.RUNNING:
        return f"{row.model}, take {min(len(row.takes) + 1, takes)} of {takes}"
    return f"{row.model}, {takes} {'take' if takes == 1 else 'takes'}"


def time_words(row: JobRow, now: float) -> str:
    """When it will be, or was, done; "" where nothing can be said. What waits: see waiting_words."""
    if row.state is JobState.RUNNING and row.progress is not None:
        left = row.progress.seconds_left
        if left is None:  # step_words tells a stage of one step
            return row.progress.stage if row.progress.steps > 1 else ""
        return f"{left_words(left)} left"
    if row.state is JobState.QUEUED:
        return waiting_words(None, None, paused=False)
    if row.state is JobState.DONE and row.ended is not None:
        took = f", took {span_words(row.ended - row.started)}" if row.started is not None else ""
        return f"Finished {ago_words(row.ended, now)}{took}"
    return ""


def waiting_words(takes: float | None, until: float | None, paused: bool) -> str:
    """takes: seconds that it will take; until: that pass before it begins. None where nobody knows."""
    about = f"About {wait_in_words(takes)}, " if takes is not None else ""
    if paused:
        words = "waits until the queue goes on"
    else:
        words = f"starts in {left_words(until)}" if until is not None and until >= 1 else "waits for its turn"
    return f"{about}{words}" if about else words[:1].upper() + words[1:]


def step_words(row: JobRow) -> str:
    if row.state is JobState.QUEUED:
        return "Queued"
    progress = row.progress
    if progress is None:
        return "Starting"
    return f"Step {min(progress.step + 1, progress.steps)}/{progress.steps}" if progress.steps > 1 else progress.stage


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
