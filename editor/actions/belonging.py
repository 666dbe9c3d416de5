"""Which project a job is of: jobs outlive the project that is open."""

from editor.jobs import JobProject, JobRow
from editor.session import Session
from editor.timeline.model import ItemId
from engine.requests import Take


def project_of(session: Session) -> JobProject:
    """Where takes go that are asked for now."""
    return JobProject(session.project.project_id, session.project.name)


def is_of_this_project(session: Session, row: JobRow, take: Take) -> bool:
    """By its id. Of a job of before jobs had one: its clip is or was here, or its file lies where takes go."""
    if row.project.id:
        return row.project.id == session.project.project_id
    clip_id = ItemId(row.clip_id)
    here = take.path.parent == session.project.assets
    return here or any(timeline.has(clip_id) for timeline in session.document.history)
