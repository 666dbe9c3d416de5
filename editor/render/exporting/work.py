"""One export while it goes on: what is written, and where its pictures and sound come from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.render.decoders import ExactPictures
from editor.render.exporting.form import sound_of
from editor.render.exporting.presets import Preset, preset_of
from editor.render.exporting.settings import ExportSettings
from editor.render.sound import Mixer
from editor.render.voices import sample_at, voices
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.words import tr
from engine.media.coding import SoundCoding
from engine.media.info import AudioInfo
from engine.media.sound import Sound
from engine.progress import Report

STAGE = tr("Exporting")
BLOCK = 1 << 14  # samples


@dataclass(frozen=True, slots=True)
class Written:
    frames: int
    copied: int = 0  # of these, as they were coded


@dataclass(frozen=True, slots=True)
class Work:
    timeline: Timeline
    span: TimeRange
    settings: ExportSettings
    report: Report
    temporary: Path  # what the file or folder is called until it is finished
    xmp: str = ""  # "" = nothing is said of where it comes from
    pictures: ExactPictures = field(default_factory=ExactPictures)
    mixer: Mixer = field(default_factory=Mixer)

    @property
    def preset(self) -> Preset:
        return preset_of(self.settings.preset)

    @property
    def sources(self) -> list[Path]:
        return [Path(media.path) for media in self.timeline.media]

    def counted(self, count: int) -> Iterator[int]:
        """0 to `count` - 1, each told before its turn. Raises Cancelled."""
        for index in range(count):
            self.report(STAGE, index, count)
            yield index
        self.report(STAGE, count, count)

    def heard(self) -> tuple[AudioInfo, SoundCoding] | None:
        """The sound's form; None where there is nothing to be heard in the whole of it, or the format has no sound."""
        first = sample_at(self.timeline, self.span.start)
        if not voices(self.timeline, first, sample_at(self.timeline, self.span.end) - first):
            return None
        return sound_of(self.timeline, self.settings)

    def sound(self, audio: AudioInfo) -> Iterator[Sound]:
        """From the first frame's first sample on, to the last one's last."""
        timeline = replace(self.timeline, sample_rate=audio.sample_rate)
        end = sample_at(timeline, self.span.end)
        for start in range(sample_at(timeline, self.span.start), end, BLOCK):
            yield Sound(self.mixer.mix(timeline, start, min(BLOCK, end - start)), audio.sample_rate)

    def close(self) -> None:
        self.mixer.close()
        self.pictures.close()
