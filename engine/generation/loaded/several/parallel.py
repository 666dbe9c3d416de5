"""Several devices of one machine that compute a model's steps together: this process's side."""

import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from engine.errors import EngineDied, LongtakeError
from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.network.shares import TokenShare
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.loaded.several.seats import Seat, broadcast, broken_off, joined, left
from engine.generation.memory.machine import lend, take_back
from engine.generation.memory.placement import Placement
from engine.generation.sampling.guidance import Predict
from engine.pipes import Closed, Message, Spawned, spawn
from engine.wire import NotOurs, error_from_json, to_json

MODULE, FLAG = "engine.generation.loaded.several.rank", "--rank"
GRACE = 0.5  # seconds for its last words, where something went wrong
END = 10.0  # seconds for what it said to be heard, once it is gone
START_PATIENCE = 120.0  # seconds: a cold disk takes long to load torch
LOST = "One of the GPUs' processes ended while it worked"
ADVICE = "Try again; if it happens again, use one GPU."


class Stock(NamedTuple):
    """A model's transformers, the high-noise one first, each with its adapters."""

    transformers: tuple[Path, ...]
    merges: tuple[Merges, ...]


def group_for(model: Stock, placement: Placement) -> "Group | None":
    """None where one device does all."""
    return Group(model, placement) if placement.devices > 1 else None


class Group:
    """This process and those that it starts, one for each further device. They end with it, however it ends."""

    def __init__(self, stock: Stock, placement: Placement) -> None:
        """Nobody is started before there is something to do."""
        self._stock, self._placement = stock, placement
        self._device = torch.device(_own(placement, 0).device)
        self._members: list[_Member] = []
        self._share: TokenShare | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def ready(self, number: int) -> None:
        """The others load that transformer meanwhile. Raises EngineDied where they cannot be started."""
        self._gathered()
        self._tell({"do": "ready", "number": number})

    def predictor(
        self, number: int, transformer: VTATransformer, check: Callable[[], None], keeps_text: bool = True
    ) -> Predict:
        """As `transformer.predictor`; everyone's transformer of that number computes its share.

        Where anything but `check` raises, the others are ended: the next predictor starts them again. What is raised
        then is what one of them said, EngineDied if one is gone, else the error itself.
        """
        own = predictor(self._gathered().of(transformer), lambda: self._agreed(check), keeps_text)
        texts: dict[Tensor, int] = {}
        self._tell({"do": "begin", "number": number})

        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            try:
                self._send(texts, latents, timesteps, text)
                predicted = own(latents, timesteps, text)
                self._all_there()
                return predicted
            except _Stopped as stopped:
                raise stopped.reason from None
            except BaseException as error:
                raise self._broken(error) from error

        return predict

    @property
    def pids(self) -> tuple[int, ...]:
        """Of the other processes."""
        return tuple(member.pid for member in self._members)

    def close(self) -> None:
        """End the others."""
        for member in self._members:
            member.end()
        self._members, self._share = [], None
        left()
        take_back()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _gathered(self) -> TokenShare:
        if self._share is None:
            self._share = self._gather()
        return self._share

    def _gather(self) -> TokenShare:
        self._folder = tempfile.TemporaryDirectory(prefix="longtake-")  # read by the slowest after others
        seats = [
            Seat(rank, Path(self._folder.name) / "meeting", *self._stock, _own(self._placement, rank))
            for rank in range(self._placement.devices)
        ]
        if self._device.type == "cuda":
            lend(seat.placement.device for seat in seats[1:])
        try:
            self._members = [_Member(seat) for seat in seats[1:]]
            for member in self._members:
                member.wait()
            return joined(seats[0])
        except (OSError, RuntimeError, EngineDied) as error:
            self.close()
            raise EngineDied(f"The GPUs cannot work together: {error}", do=ADVICE) from error

    def _send(self, texts: dict[Tensor, int], latents: Tensor, timesteps: Tensor, text: Tensor) -> None:
        """texts: those that the others have, by number."""
        sent = [latents, timesteps] if text in texts else [latents, timesteps, text]
        which = texts.setdefault(text, len(texts))
        self._tell({"do": "predict", "text": which, "shapes": [list(each.shape) for each in sent]})
        for each in sent:
            broadcast(each.to(self._device, torch.float32).contiguous())

    def _agreed(self, check: Callable[[], None]) -> None:
        """Everyone goes on, or nobody: whoever waits for one that has left waits for ever."""
        try:
            check()
        except BaseException as error:
            self._tell({"do": "stop"})
            raise _Stopped(error) from error
        self._tell({"do": "go"})

    def _all_there(self) -> None:
        """Else what was computed is not whole: exchanges that are broken off leave anything behind. Raises
        EngineDied."""
        for member in self._members:
            if member.is_gone:
                raise EngineDied(f"{LOST}.", do=ADVICE)

    def _tell(self, message: Message) -> None:
        for member in self._members:
            member.tell(message)

    def _broken(self, error: BaseException) -> BaseException:
        said = [found for member in self._members if (found := member.failed()) is not None]
        self.close()
        return said[0] if said else error


class _Stopped(Exception):
    def __init__(self, reason: BaseException) -> None:
        super().__init__()
        self.reason = reason


class _Member:
    """Another process, with what it says if it fails."""

    def __init__(self, seat: Seat) -> None:
        """Raises OSError."""
        self._spawned: Spawned = spawn(MODULE, FLAG)
        self._said: LongtakeError | None = None
        self._here = threading.Event()
        self._gone = threading.Event()
        self._ending = False
        self._ear = threading.Thread(target=self._listen, name="another GPU's words", daemon=True)
        self._ear.start()
        self.tell({"do": "sit", "seat": to_json(seat)})

    @property
    def pid(self) -> int:
        return self._spawned.process.pid

    @property
    def is_gone(self) -> bool:
        return self._gone.is_set()

    def wait(self) -> None:
        """Until it has loaded what it needs to join. Raises EngineDied."""
        if not self._here.wait(START_PATIENCE) or self.is_gone:
            raise EngineDied(f"{LOST}.", do=ADVICE)

    def tell(self, message: Message) -> None:
        """Raises EngineDied, or what it said before it ended."""
        try:
            self._spawned.channel.send(message)
        except Closed as error:
            raise self.failed() or EngineDied(f"{LOST}.", do=ADVICE) from error

    def failed(self) -> LongtakeError | None:
        """Why it is no longer there; None while it is."""
        return (self._said or EngineDied(f"{LOST}.", do=ADVICE)) if self._gone.wait(GRACE) else None

    def end(self) -> None:
        self._ending = True
        self._spawned.kill()
        self._ear.join(END)
        self._spawned.channel.close()

    def _listen(self) -> None:
        """Until it is gone. Whoever is in an exchange with it then need not wait until that takes too long."""
        with suppress(Closed, NotOurs):
            self._spawned.channel.receive()
            self._here.set()
            self._said = error_from_json(self._spawned.channel.receive().get("failed"))
        self._gone.set()
        self._here.set()
        if not self._ending:
            broken_off()


def _own(placement: Placement, rank: int) -> Placement:
    """That of the process of that rank: devices are numbered; a CPU is everyone's."""
    device = torch.device(placement.device)
    if device.type == "cpu":
        return placement
    return replace(placement, device=f"{device.type}:{(device.index or 0) + rank}")
