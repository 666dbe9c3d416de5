"""Everything an action works on: one open project and what serves it."""

from dataclasses import dataclass

from editor.clipboard import Clipboard
from editor.document import Document
from editor.jobs import Jobs
from editor.model_getting import ModelGetting
from editor.model_shelf import ModelShelf
from editor.playback import Playback
from editor.project.open_project import OpenProject
from editor.render.proxies import Proxies
from editor.render.thumbnails import Thumbnails
from editor.settings import Settings
from editor.source import Source
from editor.view_state import ViewState
from engine.media.service import MediaService


@dataclass(frozen=True, slots=True)
class Session:
    document: Document
    project: OpenProject  # where it is saved, its journal, its assets folder
    view: ViewState
    playback: Playback
    jobs: Jobs
    models: ModelShelf
    getting: ModelGetting  # of models
    service: MediaService  # the media child: inspects new files
    thumbnails: Thumbnails
    proxies: Proxies
    settings: Settings
    clipboard: Clipboard
    source: Source
    source_playback: Playback
