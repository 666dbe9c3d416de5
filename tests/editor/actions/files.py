"""Files of every kind for the pool."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline import edits
from editor.timeline.model import Timeline
from tests.editor.timeline.drawing import film, scene

FILM = film("film", 48)
SILENT = replace(film("silent", 24), sound=None)
MUSIC = replace(film("music", 60), picture=None)
STILL = replace(film("still"), duration=Fraction(0), sound=None)
FILES = (FILM, SILENT, MUSIC, STILL)


def stocked(locked: str = "", **tracks: str) -> Timeline:
    """A drawn timeline with these files in its pool."""
    return edits.add_media(scene(locked, "", (), **tracks), *FILES)
