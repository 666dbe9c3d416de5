"""Another device's process: `python -m engine.generation.loaded.several.rank`, or the installed program with --rank."""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import NoReturn

import torch
from torch import Tensor

from engine.errors import EngineDied, LongtakeError, OutOfMemory
from engine.generation.loaded.experts import Experts, Turns
from engine.generation.loaded.network.transformer import predictor
from engine.generation.loaded.placing import PlacedTransformer
from engine.generation.loaded.several.seats import Seat, broadcast, joined
from engine.generation.sampling.guidance import Predict
from engine.pipes import Channel, Closed, Message
from engine.wire import error_to_json, from_json

ADVICE = "Try again; if it happens again, use one GPU."


class Stopped(Exception):
    """The first process does not go on."""


def main(arguments: list[str]) -> NoReturn:
    """arguments: the last one names the pipes; see engine.pipes. Ends with the process that started it."""
    channel = Channel.inherited(arguments[-1])
    words: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_listen, args=(channel, words), name="the first process's words", daemon=True).start()
    try:
        channel.send({"here": True})
        _Member(words).work()
    except LongtakeError as error:
        channel.send({"failed": error_to_json(error)})
    except torch.OutOfMemoryError as error:
        told = OutOfMemory(f"Another GPU ran out of memory: {error}.", do="Use one GPU, or a smaller size.")
        channel.send({"failed": error_to_json(told)})
    except Exception as error:  # whatever it is, the first process waits for words or for an end
        channel.send({"failed": error_to_json(EngineDied(f"Another GPU's process failed: {error!r}.", do=ADVICE))})
    os._exit(1)  # exchanges that are begun would hold up an orderly end


def _listen(channel: Channel, words: SimpleQueue[Message]) -> None:
    """The first process may end while this one waits for it in an exchange that never comes."""
    try:
        while True:
            words.put(channel.receive())
    except Closed:
        os._exit(0)


class _Member:
    def __init__(self, words: SimpleQueue[Message]) -> None:
        self._words = words
        seat = from_json(Seat, words.get()["seat"])
        self._share, self._device = joined(seat), torch.device(seat.placement.device)
        self._keeps_text = seat.placement.keeps_text
        placed = zip(seat.transformers, seat.merges, strict=True)
        turns = Turns([PlacedTransformer(path, merges, seat.placement) for path, merges in placed])
        self._experts = Experts([partial(turns.take, number) for number in range(len(seat.transformers))])
        self._predict: Predict | None = None
        self._texts: dict[int, Tensor] = {}

    def work(self) -> None:
        """Until the process ends."""
        tasks: dict[str, Callable[[Message], object]] = {
            "ready": lambda asked: self._experts.ready(asked["number"]),
            "begin": self._begin,
            "predict": self._one,
        }
        while True:
            asked = self._words.get()
            tasks[asked["do"]](asked)

    def _begin(self, asked: Message) -> None:
        self._predict, self._texts = None, {}
        transformer = self._share.of(self._experts.ready(asked["number"]))
        self._predict = predictor(transformer, self._agreed, self._keeps_text)

    def _one(self, asked: Message) -> None:
        latents, timesteps, *new = (broadcast(torch.empty(shape, device=self._device)) for shape in asked["shapes"])
        if new:
            self._texts[asked["text"]] = new[0]
        assert self._predict is not None, "asked to predict before it was told with what"
        with suppress(Stopped):
            self._predict(latents, timesteps, self._texts[asked["text"]])

    def _agreed(self) -> None:
        """As the first process finds before the same block."""
        if self._words.get()["do"] == "stop":
            raise Stopped


if __name__ == "__main__":
    main(sys.argv[1:])
