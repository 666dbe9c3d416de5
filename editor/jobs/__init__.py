"""The queue of what is to be made, as the window sees it."""

from editor.job_store import JobProject
from editor.jobs.jobs import Jobs
from editor.jobs.row import JobRow
from engine.worker import JobState

__all__ = ["JobProject", "JobRow", "JobState", "Jobs"]
