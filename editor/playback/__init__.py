"""Playback: time, picture and sound of the timeline as it is played and looked at."""

from editor.playback.playback import Playback

__all__ = ["Playback"]
