"""The clock that playback follows."""

from itertools import pairwise
from types import SimpleNamespace

import pytest

from editor.render import audio_output
from editor.render.audio_output import FRAME_BYTES, Feed, NullOutput, QtOutput, SteadyClock, default_output


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_device_samples_are_taken_when_they_would_be_heard() -> None:
    clock, taken = Clock(), []

    def read(count: int) -> bytes:
        taken.append(count)
        return b""

    output = NullOutput(clock=clock)
    output.start(read, 48_000)
    assert output.seconds() == 0
    clock.now += 0.5
    assert output.seconds() == 0.5
    clock.now += 0.25
    output.seconds()
    assert taken == [24_000, 12_000]
    output.stop()
    assert output.seconds() == 0


def test_a_device_that_counts_in_steps_gives_an_even_clock() -> None:
    clock = Clock()
    steady = SteadyClock(clock)
    times = []
    for tick in range(400):
        clock.now = 100 + tick / 200
        times.append(steady.seconds(int(tick / 200 / 0.02) * 0.02))
    steps = [later - earlier for earlier, later in pairwise(times)]
    assert min(steps) >= 0
    assert max(steps[20:]) < 0.010
    assert times[-1] == pytest.approx(399 / 200, abs=0.020)


def test_the_clock_waits_until_the_device_begins() -> None:
    clock = Clock()
    steady = SteadyClock(clock)
    assert steady.seconds(-0.1) == 0
    clock.now += 1
    assert steady.seconds(0.0) == 0


def test_after_a_hole_in_the_sound_the_clock_jumps_to_the_device() -> None:
    clock = Clock()
    steady = SteadyClock(clock)
    steady.seconds(0.01)
    clock.now += 0.02
    assert steady.seconds(0.5) == 0.5


def test_a_device_is_given_as_many_whole_samples_as_it_asks_for() -> None:
    feed = Feed(lambda count: bytes(count * FRAME_BYTES))
    assert feed.read(4099).size() == 4096
    assert feed.given % FRAME_BYTES == 0
    assert feed.given >= 4096


def test_a_device_can_always_ask_for_more() -> None:
    feed = Feed(lambda count: bytes(count * FRAME_BYTES))
    assert feed.isSequential()
    assert feed.bytesAvailable() > 0
    assert not feed.atEnd()


class Sink:
    """A sound device that takes samples when it is told to."""

    def __init__(self, device: object, kind: object, parent: object) -> None:
        self.device, self.free, self.size = device, 0, 0
        self.running = False
        Sink.last = self

    last: "Sink"

    def setBufferSize(self, size: int) -> None:  # noqa: N802 - Qt's name
        self.size = self.free = size

    def bufferSize(self) -> int:  # noqa: N802 - Qt's name
        return self.size

    def bytesFree(self) -> int:  # noqa: N802 - Qt's name
        return self.free

    def start(self, feed: Feed) -> None:
        self.feed, self.running = feed, True

    def play(self, samples: int) -> None:
        """So many are heard, and the buffer is filled again."""
        self.free = min(self.size, self.free + samples * FRAME_BYTES)
        self.feed.readData(self.free)
        self.free = 0

    def stop(self) -> None:
        self.running = False

    def state(self) -> SimpleNamespace:
        return SimpleNamespace(name="ActiveState" if self.running else "StoppedState")

    def deleteLater(self) -> None:  # noqa: N802 - Qt's name
        pass


class Formats:
    SampleFormat = SimpleNamespace(Float=1)

    def __init__(self, one: SimpleNamespace) -> None:
        self.one = one

    def __call__(self) -> SimpleNamespace:
        return self.one


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A system with one sound device; `absent` takes it away. `now` is its clock."""
    system = SimpleNamespace(absent=False, now=50.0)

    def set_anything(*values: object) -> None: ...

    kind = SimpleNamespace(setSampleRate=set_anything, setChannelCount=set_anything, setSampleFormat=set_anything)
    formats = Formats(kind)
    system.connected = []
    devices = SimpleNamespace(
        defaultAudioOutput=lambda: SimpleNamespace(isNull=lambda: system.absent), audioOutputs=lambda: system.connected
    )
    multimedia = SimpleNamespace(QMediaDevices=devices, QAudioFormat=formats, QAudioSink=Sink)
    monkeypatch.setattr(audio_output, "_multimedia", lambda: multimedia)
    system.open = lambda: QtOutput(clock=lambda: system.now)
    return system


def device(name: str) -> SimpleNamespace:
    raw = SimpleNamespace(data=lambda: name.encode())
    return SimpleNamespace(id=lambda: raw, description=lambda: name.title(), isNull=lambda: False)


def play(system: SimpleNamespace, seconds: float) -> None:
    Sink.last.play(round(seconds * 48_000))
    system.now += seconds


def silence(count: int) -> bytes:
    return bytes(count * FRAME_BYTES)


def test_what_waits_in_the_device_was_not_heard_yet(system: SimpleNamespace) -> None:
    output = system.open()
    output.start(silence, 48_000)
    play(system, 0)
    assert output.seconds() == 0
    play(system, 0.1)
    assert output.seconds() == pytest.approx(0.1)


def test_starting_again_counts_from_0(system: SimpleNamespace) -> None:
    output = system.open()
    output.start(silence, 48_000)
    play(system, 0)
    play(system, 0.1)
    output.seconds()
    output.start(silence, 48_000)
    assert output.seconds() == 0
    output.stop()
    assert output.seconds() == 0
    assert not Sink.last.running


@pytest.mark.parametrize("unplugged", [True, False])
def test_the_picture_plays_on_when_the_device_is_lost(system: SimpleNamespace, unplugged: bool) -> None:
    output = system.open()
    output.start(silence, 48_000)
    play(system, 0)
    play(system, 0.1)
    assert output.seconds() == pytest.approx(0.1)
    if unplugged:
        Sink.last.stop()
    else:
        system.now += 2  # and nothing was taken
    assert output.seconds() == pytest.approx(0.1)
    system.now += 0.25
    assert output.seconds() == pytest.approx(0.35)
    assert "sound device" in output.note


def test_without_a_device_the_user_is_told_and_the_clock_runs(system: SimpleNamespace) -> None:
    system.absent = True
    output = default_output()
    assert isinstance(output, NullOutput)
    assert "No sound device" in output.note


def test_a_chosen_device_is_used_while_it_is_connected(system: SimpleNamespace) -> None:
    system.connected = [device("hall"), device("headphones")]
    assert audio_output.sound_devices() == {"hall": "Hall", "headphones": "Headphones"}
    output = system.open()
    output.device = "headphones"
    output.start(silence, 48_000)
    assert Sink.last.device is system.connected[1]
    system.connected.pop()
    output.start(silence, 48_000)
    assert Sink.last.device not in system.connected
