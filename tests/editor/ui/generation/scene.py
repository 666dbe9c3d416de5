"""A small project to generate in: two clips with a gap, sound, and stand-ins at the doors."""

from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from editor.document import Document
from editor.session import Session
from editor.settings import Settings
from editor.timeline.model import (
    Clip,
    Gap,
    ItemId,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
)
from editor.view_state import ViewState
from engine.errors import LongtakeError
from engine.media.info import MediaInfo, VideoInfo
from engine.requests import Answer, BackTest, FrameRange, Plan, Request, Verdict
from engine.requests import Take as EngineTake
from tests.editor.model_store import a_shelf

RATE = Fraction(24)
SURF, BIRD = ItemId("surf"), ItemId("bird")
SURF_SOUND = ItemId("surf sound")
GAP = ItemId("gap")
PICTURE = Picture(1280, 720, RATE)


def a_media(folder: Path, name: str, seconds: int = 10, rate: Fraction = RATE, **changes: Any) -> Media:
    path = folder / f"{name}.mp4"
    path.touch()
    media = Media(MediaId(name), str(path), name, Fraction(seconds), replace(PICTURE, rate=rate))
    return replace(media, **changes)


def a_timeline(folder: Path, surf_ends: bool = True, gap: int = 68, rate: Fraction = RATE) -> Timeline:
    """V1: surf, a gap, bird. A1: surf's sound. surf plays the last 5 of its 10 seconds, or with handles, the first."""
    surf = a_media(folder, "surf", sound=SoundTrack(48_000, 2))
    bird = a_media(folder, "bird")
    start = Fraction(5) if surf_ends else Fraction(0)
    five = int(5 * rate)
    clip = Clip(SURF, "surf", five, (Take(surf.id),), source_start=start, link="one")
    between = (Gap(GAP, gap),) if gap else ()
    items = (clip, *between, Clip(BIRD, "bird", five, (Take(bird.id),), source_start=Fraction(2)))
    sound = Clip(SURF_SOUND, "surf", five, (Take(surf.id),), source_start=start, link="one")
    tracks = (
        Track(TrackId("v1"), TrackKind.VIDEO, "Picture", items, targeted=True),
        Track(TrackId("v2"), TrackKind.VIDEO, "Cutaways"),
        Track(TrackId("a1"), TrackKind.AUDIO, "Location", (sound,), targeted=True),
    )
    return Timeline("Big Swell", rate, 1280, 720, tracks, media=(surf, bird))


@dataclass
class FakeProject:
    assets: Path
    project_id: str = "big swell's"
    name: str = "Big Swell"


class FakePlayback(QObject):
    frame_changed = Signal(int)
    frame = 0

    def seek(self, frame: int) -> None:
        self.frame = frame
        self.frame_changed.emit(frame)


class FakeThumbnails(QObject):
    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Fraction]] = []
        self.picture: QImage | None = None

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None:
        self.asked.append((media.name, time))
        return self.picture

    def come(self, colour: str) -> None:
        """Every picture is there, of one colour."""
        self.picture = QImage(16, 9, QImage.Format.Format_RGB32)
        self.picture.fill(QColor(colour))
        self.arrived.emit("surf")


@dataclass
class FakeService:
    """Files are what a take says; those in `missing` can't be read."""

    error: LongtakeError | None = None
    inspected: list[Path] = field(default_factory=list)

    def inspect(self, path: Path) -> "Future[MediaInfo]":
        self.inspected.append(path)
        answer: Future[MediaInfo] = Future()
        if self.error is not None:
            answer.set_exception(self.error)
        else:
            answer.set_result(MediaInfo(path, VideoInfo(1280, 720, RATE), None, Fraction(87, 24)))
        return answer


def a_session(timeline: Timeline, folder: Path, jobs: Any, **doors: Any) -> Session:
    playback = doors.get("playback") or FakePlayback()
    values: dict[str, Any] = {
        "document": Document(timeline),
        "project": FakeProject(folder / "Big Swell.assets"),
        "view": ViewState(),
        "playback": playback,
        "jobs": jobs,
        "models": doors.get("models") or a_shelf(),
        "getting": None,
        "service": doors.get("service") or FakeService(),
        "thumbnails": doors.get("thumbnails") or FakeThumbnails(),
        "proxies": None,
        "settings": Settings(str(folder / "settings.ini")),
        "clipboard": None,
        "source": None,
        "source_playback": None,
    }
    return Session(**values)


def a_take(request: Request, path: Path, **changes: Any) -> EngineTake:
    """Made of 39 known frames and 48 new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    take = EngineTake(
        path=path,
        model="Longtake built-in model",
        motion="camera motion, continued",
        seed=request.sampling.seed,
        rate=RATE,
        width=1280,
        height=720,
        new=FrameRange(39, 48),
        back_test=a_back_test(),
        seam={"jump": 0.9, "colour": 0.8, "flow": 1.1, "sharpness": 0.96, "largest_after": 1.2, "context_step": 3.0},
        seconds=12.0,
    )
    return replace(take, **changes)


def a_back_test(verdict: Verdict = Verdict.GOOD, seconds: Fraction = Fraction(3, 2)) -> BackTest:
    return BackTest(verdict, "Steady camera move: believable for about a second and a half.", seconds, 7.0)


def an_answer(test: BackTest | None = None) -> Answer:
    plan = Plan("Longtake built-in model", RATE, 1280, 720, 48, 39, 29, (), ((1.0,), (0.0,)), "")
    return Answer(plan, test or a_back_test())
