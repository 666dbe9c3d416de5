"""How large an export will be, and how long it takes, by what is known before."""

from editor.render.exporting.form import quality_of, size_of
from editor.render.exporting.presets import preset_of
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange

HALVING = 6  # figures of an encoder's quality that make about half the bits
SOUND_BITS = 48_000 * 24 * 2  # a second, of stereo as it is


def expected_bytes(timeline: Timeline, span: TimeRange, settings: ExportSettings) -> int:
    preset = preset_of(settings.preset)
    seconds = float(span.duration / timeline.rate)
    bits = seconds * sound_bits(settings)
    if settings.bit_rate and preset.quality is not None:
        return round((bits + seconds * settings.bit_rate * 1000) / 8)
    if preset.quality is not None:
        worse = quality_of(preset, settings) - preset.quality.usual
        bits += pixels(timeline, span, settings) * preset.bits * 2 ** (-worse / HALVING)
    else:
        bits += pixels(timeline, span, settings) * preset.bits
    return round(bits / 8)


def sound_bits(settings: ExportSettings) -> float:
    """A second."""
    sound = preset_of(settings.preset).sound
    if sound is None:
        return 0.0
    share = 0.6 if sound.codec == "flac" else 1.0
    return 2 * sound.bits or SOUND_BITS * share


def pixels(timeline: Timeline, span: TimeRange, settings: ExportSettings) -> float:
    """In all its frames."""
    width, height = size_of(timeline, settings, preset_of(settings.preset))
    return width * height * float(span.duration / timeline.rate * (settings.rate or timeline.rate))
