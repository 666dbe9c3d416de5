"""The jobs as they are seen: along the window's foot, and one by one in its log."""

from editor.ui.jobs.job_list import JobList
from editor.ui.jobs.log_dialog import JobLogDialog

__all__ = ["JobList", "JobLogDialog"]
