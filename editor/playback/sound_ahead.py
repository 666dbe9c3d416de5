"""Sound that is mixed before it is needed, on a thread of its own."""

import threading
from collections import deque
from typing import TYPE_CHECKING

from editor.playback.backward import BackwardMixer
from editor.playback.course import Course
from editor.playback.peaks import PeakLog, Peaks, peaks_of
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    from editor.render.sound import Mixer

BLOCK = 1024  # samples
AHEAD = 40  # blocks: 0.85 s, through which other programs may keep the processor busy
KEPT = 4  # blocks that still play as they were when the timeline changes: time to mix the next ones
SAMPLE = 8  # bytes: two channels of float32


class SoundAhead:
    """`read` is for the sound device's thread, the others for the window's."""

    def __init__(self) -> None:
        self.late = 0  # samples that were silence because they were not mixed in time
        self._change = threading.Condition()
        self._ready: deque[bytes] = deque()
        self._made = 0  # samples of the course that were mixed, or given up
        self._log = PeakLog()
        self._unread = True
        self._turn = 0  # which course and timeline it is; what was mixed for an older one is dropped
        self._task: tuple[Timeline, Course] | None = None
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def is_ready(self) -> bool:
        return len(self._ready) > KEPT

    def start(self, timeline: Timeline, course: Course) -> None:
        """From the beginning of a course. Where it has been started already and not been read, it is ready sooner."""
        with self._change:
            self.late = 0
            if self._unread and self._task is not None and self._task[0] is timeline and self._task[1] == course:
                return
            self._ready.clear()
            self._log = PeakLog()
            self._made, self._unread = 0, True
            self._set(timeline, course)

    def change(self, timeline: Timeline, course: Course) -> None:
        """Go on from where it is with another timeline."""
        with self._change:
            while len(self._ready) > KEPT:
                self._made -= len(self._ready.pop()) // SAMPLE
            self._log.cut(self._made)
            self._set(timeline, course)

    def stop(self) -> None:
        with self._change:
            self._task, self._turn = None, self._turn + 1

    def read(self, count: int) -> bytes:
        """The next `count` samples; silence for those that are not there yet."""
        with self._change:
            data, self._unread = self._taken(count * SAMPLE), False
            missing = count - len(data) // SAMPLE
            if missing:
                self.late += missing
                self._made += missing  # the head of what is being mixed comes too late
            self._change.notify_all()
        return data + bytes(missing * SAMPLE)

    def peaks(self, until: int) -> Peaks:
        """How loud it was at most since it was asked last; until: how many samples of the course were heard."""
        with self._change:
            return self._log.take(until)

    def close(self) -> None:
        with self._change:
            self._closing = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _set(self, timeline: Timeline, course: Course) -> None:
        self._task, self._turn = (timeline, course), self._turn + 1
        self._change.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
            self._thread.start()

    def _taken(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size and self._ready:
            block = self._ready.popleft()
            if len(block) > size:
                self._ready.appendleft(block[size:])
            parts.append(block[:size])
            size -= len(parts[-1])
        return b"".join(parts)

    def _run(self) -> None:
        from editor.render.sound import Mixer  # here, since it brings numpy and FFmpeg

        mixer = Mixer()
        backward = BackwardMixer(mixer)
        while (task := self._next()) is not None:
            timeline, course, turn, at = task
            block = mixed(mixer if course.speed > 0 else backward, timeline, course, at)
            peaks = peaks_of(block)
            with self._change:
                late = self._made - at
                if turn == self._turn and late < BLOCK:
                    self._ready.append(block[late * SAMPLE :])
                    self._made = at + BLOCK
                    self._log.add(at, BLOCK, peaks)
        mixer.close()

    def _next(self) -> tuple[Timeline, Course, int, int] | None:
        with self._change:
            self._change.wait_for(lambda: self._closing or (self._task and len(self._ready) < AHEAD))
            if self._closing or self._task is None:
                return None
            return *self._task, self._turn, self._made


def mixed(mixer: "Mixer | BackwardMixer", timeline: Timeline, course: Course, at: int) -> bytes:
    """BLOCK samples of a course from `at` on."""
    pieces = course.samples(timeline, at, BLOCK)
    return b"".join(
        bytes(count * SAMPLE) if start is None else faster(mixer, timeline, start, count, round(abs(course.speed)))
        for start, count in pieces
    )


def faster(mixer: "Mixer | BackwardMixer", timeline: Timeline, start: int, count: int, times: int) -> bytes:
    """So many samples of what sounds that many times as fast, and as high."""
    samples = mixer.mix(timeline, start, count * times)
    return samples.reshape(count, times, 2).mean(axis=1, dtype=samples.dtype).tobytes()
