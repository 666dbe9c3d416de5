"""What settings mean for one timeline: the size, the rate, the codes of picture and sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from editor.render.exporting.presets import Preset, preset_of
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.words import tr
from engine.errors import RequestError
from engine.media.coding import AAC_RATES, Coding, SoundCoding
from engine.media.info import AudioInfo, ColourTags, VideoInfo

BT709 = 1  # in H.273
CHANNELS = 2
KEY_SECONDS = 2  # between key frames at most


@dataclass(frozen=True, slots=True)
class Target:
    """The picture to be written, and how it is coded."""

    video: VideoInfo
    coding: Coding

    @property
    def pixel_format(self) -> str:
        return self.coding.pixel_format


def target_of(timeline: Timeline, settings: ExportSettings) -> Target:
    """Raises RequestError for a size that no film has."""
    preset = preset_of(settings.preset)
    pixel_format = pixel_format_of(preset, settings)
    width, height = size_of(timeline, settings, preset)
    if width < preset.least[0] or height < preset.least[1]:
        least = " × ".join(map(str, preset.least))
        what = tr(
            "A picture of {width} × {height} is too small: {name} takes none below {least}.",
            width=width,
            height=height,
            name=preset.name,
            least=least,
        )
        raise RequestError(what, do=tr("Choose a larger size or another format."))
    if odd(width, height) and pixel_format.startswith("yuv"):
        pixel_format = pixel_format.replace("420", "444").replace("422", "444")
    rate = settings.rate or timeline.rate
    depth = 16 if "48" in pixel_format else 10 if "10" in pixel_format else 8
    video = VideoInfo(width, height, rate, bit_depth=depth, colour=ColourTags(BT709, BT709, BT709))
    return Target(video, coding_of(preset, settings, pixel_format, rate))


def pixel_format_of(preset: Preset, settings: ExportSettings) -> str:
    names = [name for name, _ in preset.formats]
    chosen = settings.pixel_format if settings.pixel_format in names else names[0]
    if settings.encoder in preset.hardware:  # chips take these two
        return "p010le" if "10" in chosen else "nv12"
    return chosen


def size_of(timeline: Timeline, settings: ExportSettings, preset: Preset) -> tuple[int, int]:
    """Even where it is scaled; and where it is not, but the code needs it, a row or a column less."""
    width, height = timeline.width, timeline.height
    if settings.height and settings.height != height:
        return 2 * round(width * settings.height / height / 2), 2 * round(settings.height / 2)
    keeps = not preset.is_film or (preset.codec in ("libx264", "libx265") and settings.encoder not in preset.hardware)
    return (width, height) if keeps else (width // 2 * 2, height // 2 * 2)


def odd(width: int, height: int) -> bool:
    return bool(width % 2 or height % 2)


def coding_of(preset: Preset, settings: ExportSettings, pixel_format: str, rate: Fraction) -> Coding:
    if settings.encoder in preset.hardware:
        options = chip_options(settings.encoder, quality_of(preset, settings), settings.bit_rate)
        return Coding(settings.encoder, pixel_format, options)
    options = dict(preset.options)
    if preset.quality is not None:
        options["g"] = str(ceil(KEY_SECONDS * rate))
        options.update(
            {"b": f"{settings.bit_rate}k"}
            if settings.bit_rate
            else {preset.quality.option: str(quality_of(preset, settings))}
        )
    return Coding(preset.codec, pixel_format, options)


def quality_of(preset: Preset, settings: ExportSettings) -> int:
    if preset.quality is None:
        return 0
    wanted = preset.quality.usual if settings.quality is None else settings.quality
    return min(max(wanted, preset.quality.best), preset.quality.least)


def may_copy(settings: ExportSettings) -> bool:
    """Not where a smaller film is asked for: what is copied stays as large as it was."""
    preset = preset_of(settings.preset)
    if not preset.copies or settings.bit_rate or settings.encoder in preset.hardware:
        return False
    return preset.quality is None or quality_of(preset, settings) <= preset.quality.usual


def chip_options(encoder: str, quality: int, bit_rate: int) -> dict[str, str]:
    """Each maker's word for constant quality; they are near x264's figures, and not the same."""
    if bit_rate:
        return {"b": f"{bit_rate}k"}
    if encoder.endswith("nvenc"):
        return {"rc": "vbr", "cq": str(quality), "b": "0"}
    if encoder.endswith("qsv"):
        return {"global_quality": str(quality)}
    if encoder.endswith("amf"):
        return {"rc": "cqp", "qp_i": str(quality), "qp_p": str(quality)}
    return {"q": str(max(1, 100 - 2 * quality))}  # VideoToolbox: 1 to 100, the highest is best


def sound_of(timeline: Timeline, settings: ExportSettings) -> tuple[AudioInfo, SoundCoding] | None:
    """None where the preset has none. The mix is resampled to 48000 where the code has no name for its rate."""
    form = preset_of(settings.preset).sound
    if form is None:
        return None
    rate = timeline.sample_rate if timeline.sample_rate in AAC_RATES else 48_000
    rate = min(rate, 48_000) if form.codec == "libmp3lame" else rate
    audio = AudioInfo(rate, CHANNELS, "stereo", form.codec)
    return audio, SoundCoding(form.codec, form.format, form.bits * CHANNELS or None)


def muxer_options(preset: Preset, heard: tuple[AudioInfo, SoundCoding] | None) -> dict[str, str]:
    """MP4 counts a film's length in thousandths of a second unless told otherwise, and so would cut samples off."""
    options = {"movflags": "+faststart"} if preset.fast_start else {}
    return {**options, "movie_timescale": str(heard[0].sample_rate)} if heard and preset.is_boxed else options


def frame_numbers(timeline: Timeline, span: TimeRange, rate: Fraction) -> Sequence[int]:
    """Which frame of the timeline each frame of the film shows: the one that is on at its beginning."""
    if rate == timeline.rate:
        return range(span.start, span.end)
    count = max(1, round(span.duration * rate / timeline.rate))
    last = span.end - 1
    return [min(span.start + int(index * timeline.rate / rate), last) for index in range(count)]
