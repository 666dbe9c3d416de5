"""Pipes: what one side says the other hears whole, and a broken conversation is noticed."""

import os
import select
import sys
import threading
from io import FileIO

import pytest

from engine.pipes import LENGTH, LIMIT, Channel, Closed, Garbled, TooLarge, spawn

ECHO = "tests.engine.echo_child"
PATIENCE = 10.0  # seconds; only a broken pipe needs them


@pytest.fixture
def ends():
    """A channel, and the file objects its other side reads and writes."""
    theirs, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    files = FileIO(theirs, "r"), FileIO(theirs_out, "w")
    channel = Channel(FileIO(ours_in, "r"), FileIO(ours_out, "w"))
    yield channel, *files
    channel.close()
    for file in files:
        file.close()


@pytest.fixture
def child():
    """Says back what it is told; does as `do` says."""
    spawned = spawn(ECHO, "--echo")
    yield spawned
    spawned.kill()
    spawned.channel.close()


def framed(body: bytes) -> bytes:
    return LENGTH.pack(len(body)) + body


@pytest.mark.parametrize("message", [{}, {"say": "é\udcff🙂", "n": [1, 0.5, None, True]}, {"long": "x" * 300_000}])
def test_a_message_arrives_as_it_was_sent(child, message):
    child.channel.send(message)
    assert child.channel.receive() == message


def test_messages_of_many_threads_do_not_mix(child):
    texts = [str(number) * 20_000 for number in range(4)]
    threads = [threading.Thread(target=child.channel.send, args=({"text": text},)) for text in texts]
    for thread in threads:
        thread.start()
    heard = [child.channel.receive()["text"] for _ in threads]
    assert sorted(heard) == sorted(texts)
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[1]", b'"text"', b"\xff\xfe{}", b'{"a": NaN}', b'{"a": 1} {}', b"[" * 100_000, b"1" * 5000],
    ids=lambda body: repr(body[:8]),
)
def test_what_is_no_message_is_refused(ends, body):
    channel, _, theirs_out = ends
    sent = threading.Thread(target=theirs_out.write, args=(framed(body),))  # more than a pipe holds at once
    sent.start()
    with pytest.raises(Garbled):
        channel.receive()
    sent.join()


def test_a_print_into_the_pipe_is_taken_for_what_it_is(ends):
    channel, _, theirs_out = ends
    theirs_out.write(b"Loading weights: 100%\n")
    with pytest.raises(Garbled, match="was announced"):
        channel.receive()


def test_a_message_larger_than_allowed_is_refused_on_both_sides_before_it_takes_memory(ends):
    channel, theirs_in, theirs_out = ends
    with pytest.raises(TooLarge):
        channel.send({"text": "x" * LIMIT})
    theirs_out.write(LENGTH.pack(LIMIT + 1))
    with pytest.raises(Garbled):
        channel.receive()
    channel.send({})
    assert theirs_in.read(100) == framed(b"{}"), "nothing of the refused message was sent"


@pytest.mark.parametrize("begun", [b"", b"\0", LENGTH.pack(10), LENGTH.pack(10) + b'{"a"'])
def test_the_end_of_the_stream_is_the_end_even_in_the_middle_of_a_message(ends, begun):
    channel, _, theirs_out = ends
    theirs_out.write(begun)
    theirs_out.close()
    with pytest.raises(Closed) as gone:
        channel.receive()
    assert not isinstance(gone.value, Garbled)


def test_speaking_to_nobody_says_so(ends):
    channel, theirs_in, _ = ends
    theirs_in.close()
    with pytest.raises(Closed):
        channel.send({})
    channel.close()
    with pytest.raises(Closed):
        channel.send({})
    with pytest.raises(Closed):
        channel.receive()


def test_what_json_does_not_hold_is_refused_and_the_conversation_goes_on(child):
    with pytest.raises(ValueError, match="JSON"):
        child.channel.send({"x": float("nan")})
    child.channel.send({"still": "here"})
    assert child.channel.receive() == {"still": "here"}


def test_what_the_child_prints_goes_to_the_log_and_not_into_the_conversation(tmp_path):
    log = tmp_path / "logs" / "child.log"
    spawned = spawn(ECHO, "--echo", log=log)
    spawned.channel.send({"do": "print"})
    assert spawned.channel.receive() == {"do": "print"}
    spawned.kill()
    spawned.channel.close()
    assert log.read_text().split() == ["python", "c", "error"]


def test_a_child_ends_when_its_parents_end_of_the_pipe_closes(child):
    child.channel.send({})
    child.channel.receive()
    child.channel.close()
    assert child.process.wait(PATIENCE) == 0


def test_killing_a_child_ends_what_it_started_too(child):
    child.channel.send({"do": "start a child"})
    grandchild = child.channel.receive()["pid"]
    reading = os.pidfd_open(grandchild)
    child.kill()
    child.kill()
    with pytest.raises(Closed):
        child.channel.receive()
    assert select.select([reading], [], [], PATIENCE)[0], "a pidfd is readable once its process has ended"
    os.close(reading)


def test_the_child_is_given_its_arguments_and_variables():
    spawned = spawn(ECHO, "--echo", ["one", "two words"], environment={"LONGTAKE_TEST": "three"})
    spawned.channel.send({"do": "tell"})
    told = spawned.channel.receive()
    spawned.kill()
    spawned.channel.close()
    assert told["arguments"][:-1] == ["one", "two words"]
    assert told["variable"] == "three"


def test_a_frozen_program_starts_itself_with_the_flag(monkeypatch):
    started = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr("engine.pipes._started", lambda command, *rest: started.append(command))
    spawn(ECHO, "--echo", ["one"]).channel.close()
    assert started == [[sys.executable, "--echo", "one"]]
