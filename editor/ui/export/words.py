"""What is said of an export: its form, its size, its time."""

from pathlib import Path

from editor.actions.selecting import leads
from editor.render.exporting.form import frame_numbers, sound_of, target_of
from editor.render.exporting.presets import Kind, preset_of
from editor.render.exporting.queue import Entry, State
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.timeline.timecode import format_timecode
from editor.ui.jobs.words import left_words, span_words
from editor.words import tr, trn
from engine.errors import LongtakeError

TIED = "\N{NO-BREAK SPACE}"
SOUNDS = {"aac": "AAC", "pcm_s24le": tr("24-bit PCM"), "flac": "FLAC", "libmp3lame": "MP3"}


def form_words(timeline: Timeline, span: TimeRange, settings: ExportSettings) -> str:
    """ "1280 × 720, 24 fps, H.264, AAC sound, 00:00:04:00, 96 frames." """
    preset, sound = preset_of(settings.preset), sound_of(timeline, settings)
    length = format_timecode(span.duration, timeline.rate, timeline.drop_frame)
    heard = tr("{sounds} sound", sounds=SOUNDS[sound[0].codec]) if sound else tr("no sound")
    if preset.kind is Kind.SOUND:
        return tr(
            "{heard}, {sample_rate:g} kHz stereo, {length}.",
            heard=heard,
            sample_rate=timeline.sample_rate / 1000,
            length=length,
        )
    try:
        video = target_of(timeline, settings).video
    except LongtakeError as error:
        return str(error)
    frames = len(frame_numbers(timeline, span, video.rate))
    size = tr("{width} × {height}, {number:.5g} fps", width=video.width, height=video.height, number=float(video.rate))
    return tr(
        "{size}, {name}, {heard}, {length}, {frames} frames.",
        size=size,
        name=preset.name,
        heard=heard,
        length=length,
        frames=frames,
    )


def cost_words(expected: int, seconds: float | None) -> str:
    """ "About 24 MB, about 1 min 10 s." """
    size = tr("About {bytes}", bytes=bytes_words(expected))
    return tr("{size}, about {span}.", size=size, span=span_words(seconds)) if seconds is not None else f"{size}."


def bytes_words(count: int) -> str:
    if count >= 1e9:
        return f"{count / 1e9:.1f}{TIED}GB"
    return f"{count / 1e6:.0f}{TIED}MB" if count >= 1e7 else f"{max(count, 1e5) / 1e6:.1f}{TIED}MB"


def pending_words(timeline: Timeline) -> str:
    pending = len(leads(clip for track in timeline.tracks for clip in track.clips if clip.is_pending))
    if not pending:
        return ""
    return trn(
        "1 clip is not made yet: wait for it, or disable it.",
        "{count} clips are not made yet: wait for them, or disable them.",
        pending,
    )


def place_words(path: Path) -> str:
    """Another format, or an ending that was typed, may lead to where something stands."""
    return tr("{name} is there already: it will be replaced.", name=path.name) if path.is_file() else ""


def state_words(entry: Entry) -> str:
    """How it stands, in the queue."""
    if entry.state is State.QUEUED:
        return tr("Waits for its turn")
    if entry.state is State.RUNNING:
        return tr("Starting") if entry.progress is None else progress_words(entry)
    return {State.DONE: tr("Ready"), State.CANCELLED: tr("Cancelled")}.get(entry.state, "Failed")


def progress_words(entry: Entry) -> str:
    progress = entry.progress
    assert progress is not None
    left = "" if progress.seconds_left is None else tr(", {left} left", left=left_words(progress.seconds_left))
    return tr("Frame {step} of {steps}{left}", step=progress.step, steps=progress.steps, left=left)
