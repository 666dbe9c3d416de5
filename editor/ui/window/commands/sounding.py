"""The rows of the command table about how loud things are, and about the lines drawn along clips."""

from collections.abc import Iterator
from functools import partial

from editor.actions import fading, levels, lines
from editor.actions.by_kind import sounds
from editor.session import Session
from editor.timeline.edits import Edge
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_CLIP, has_clips_selected, when
from editor.ui.window.sounding import Sounding
from editor.words import tr

NO_SOUND = tr("Select a clip with sound first")
STEP = 1.0  # dB


def sound_commands(session: Session, sounding: Sounding) -> Iterator[Command]:
    heard, clips = when(lambda session: bool(sounds(session)), session), when(has_clips_selected, session)
    louder, fade = partial(partial, levels.louder, session), partial(partial, fading.fade_to_playhead, session)
    yield Command("louder", tr("Louder by 1 dB"), louder(STEP), "]", "speaker-high", heard, NO_SOUND, repeats=True)
    yield Command("quieter", tr("Quieter by 1 dB"), louder(-STEP), "[", "speaker-low", heard, NO_SOUND, repeats=True)
    yield Command("gain", tr("Audio Gain…"), sounding.ask_gain, "Ctrl+Alt+G", "", heard, NO_SOUND)
    yield Command("fade-in", tr("Fade In to Playhead"), fade(Edge.START), "Alt+[", "", clips, NO_CLIP)
    yield Command("fade-out", tr("Fade Out From Playhead"), fade(Edge.END), "Alt+]", "", clips, NO_CLIP)
    yield Command("add-point", tr("Add Point to Line"), partial(lines.add_point, session), "Ctrl+Alt+K", "", clips,
                  NO_CLIP)  # fmt: skip
    yield Command("scrub-sound", tr("Scrub With Sound"), sounding.toggle_scrubbing, "Shift+S",
                  checked=lambda: session.view.scrubbing_sounds)  # fmt: skip
