"""What a file that is to be imported holds: a film, a still picture, or only sound."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from engine.errors import MediaDamaged, NotAVideo
from engine.media.info import MediaInfo
from engine.media.opening import is_still, moving_or_still, open_source, sound_stream
from engine.media.probe import describe_sound, probe_open

TRIED = (64, 64)  # pixels; what counts is that they decode
NOTHING_TO_USE = "Choose a film, a picture or a sound file."
FROM_HEADER = ("wav", "flac", "aiff", "mov,mp4,m4a,3gp,3g2,mj2")  # their headers count samples; others guess


def inspect_media(path: Path) -> MediaInfo:
    """As `probe`, but also of files without a picture; a still's duration is 0: it lasts as long as it is asked to.

    Raises MediaMissing, NotAVideo (neither picture nor sound we can read), MediaDamaged or MediaError.
    """
    path = Path(path)
    with open_source(path) as container:
        still = is_still(container)
        if not moving_or_still(container) and container.streams.audio:
            return inspect_sound(container, path)
        info = probe_open(container, path)
    return replace(info, duration=Fraction(0)) if still else info


def inspect_sound(container: InputContainer, path: Path) -> MediaInfo:
    stream = sound_stream(container)
    if stream is None:
        codec = container.streams.audio[0].codec_context
        what = f"{path.name} is coded as {codec.name if codec else 'unknown'}, which we do not open."
        raise NotAVideo(what, do="Convert the sound to WAV, FLAC, AAC or MP3 first.")
    duration = sound_duration(container, stream)
    if duration <= 0:
        raise MediaDamaged(f"No sound of {path.name} can be read.", do=NOTHING_TO_USE)
    return MediaInfo(path, None, describe_sound(stream), duration)


def sound_start(stream: AudioStream) -> Fraction:
    """Seconds in the file's own clock of the first sample."""
    return (stream.start_time or 0) * (stream.time_base or Fraction(1))


def sound_duration(container: InputContainer, stream: AudioStream) -> Fraction:
    """Seconds from the first sample to the last: counted from the packets where the header does not count them."""
    if container.format.name in FROM_HEADER and stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    end = sound_start(stream)
    try:
        for packet in container.demux(stream):
            if packet.pts is not None:
                end = max(end, (packet.pts + (packet.duration or 0)) * packet.time_base)
    except av.FFmpegError:  # it breaks off: what was counted can be used
        pass
    return end - sound_start(stream)


def look_over(info: MediaInfo) -> MediaInfo:
    """Tries the picture at a few places and the sound's beginning, so that a file that breaks readers does it here.

    What cannot be decoded is told in the notes. Raises MediaDamaged where nothing can be.
    """
    found = [*info.notes]
    if info.video is not None and damaged_somewhere(info):
        found.append("Parts of the picture are damaged; the last good frame stands in their place.")
    if info.audio is not None and silent_by_damage(info):
        found.append("The sound is damaged; silence stands in its place.")
    return replace(info, notes=tuple(found))


def damaged_somewhere(info: MediaInfo) -> bool:
    from engine.media.decoder import Decoder  # it stands on this module

    decoder = Decoder(info.path, info)
    try:
        rate = decoder.video.rate
        first = [decoder.picture(index / rate, TRIED) for index in range(3)]
        spots = [decoder.keyframe_picture(info.duration * part / 4, TRIED) for part in range(1, 4)]
        last = decoder.picture(info.duration - 1 / (2 * rate), TRIED)
    finally:
        decoder.close()
    return any(shown.damaged for shown in (*first, *spots, last))


def silent_by_damage(info: MediaInfo) -> bool:
    from engine.media.sound import read_sound  # it stands on this module

    sound = read_sound(info.path, Fraction(0), min(info.duration or Fraction(1), Fraction(1)))
    return sound is not None and sound.lost > 0
