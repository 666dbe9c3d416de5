"""The command line: what is typed, done and told."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from fractions import Fraction
from pathlib import Path
from typing import TextIO

from engine.asking import open_outputs
from engine.cli.arguments import parser, request_from
from engine.cli.commands import info, models, report
from engine.cli.planned import plan_as_data, plan_in_words
from engine.cli.progress import ProgressView, progress_view
from engine.cli.words import as_json, demo_in_words, error_as_data, error_in_words, takes_in_words
from engine.errors import Cancelled, LongtakeError, NotAVideo, in_our_words
from engine.hosts.here import Here
from engine.hosts.protocol import Host
from engine.models.chosen import is_built_in, outline_for
from engine.requests import Request, Take
from engine.version import version
from engine.worker import Job, Worker

STEP = 0.2  # seconds between two looks at Ctrl-C, which some systems hold back while a thread waits


def main(argv: Sequence[str] | None = None, host: Host | None = None) -> int:
    """Do what the arguments say; the exit code is 0 or that of the error. Raises only SystemExit, for --help.

    Whoever reads the answer may stop reading: what was asked for is done all the same.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        return _done(arguments, host or Here())
    finally:
        _let_go(sys.stdout)
        _let_go(sys.stderr)


def _done(arguments: Sequence[str], host: Host) -> int:
    try:
        answer = _answer(parser(version()).parse_args(arguments), host)
    except KeyboardInterrupt:
        return _fail(Cancelled("Stopped."), arguments)
    except Exception as error:
        return _fail(in_our_words(error), arguments)
    _tell(answer, sys.stdout)
    return 0


def _answer(options: argparse.Namespace, host: Host) -> str:
    with redirect_stdout(sys.stderr):  # what libraries print is not our answer
        return ANSWERS.get(options.command, _generate)(options, host)


def _tell(text: str, stream: TextIO) -> None:
    with suppress(BrokenPipeError):
        print(text, file=stream, flush=True)


def _let_go(stream: TextIO | None) -> None:
    """Whatever is left in a stream that nobody reads any more is dropped: Python would complain of it at the end.

    None: it was closed before we began, or the program has no terminal.
    """
    if stream is None:
        return
    try:
        stream.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _generate(options: argparse.Namespace, host: Host) -> str:
    request = request_from(options, _frame_rate)
    for source in (*request.sources, *(each.source for each in getattr(request, "keyframes", ()))):
        _frame_rate(source.path)  # what cannot be opened is told before torch is loaded
    if not is_built_in(request.model):
        outline_for(request)
    if options.dry_run:
        plan = host.plan(request)
        if options.json:
            return as_json({"command": options.command, **plan_as_data(plan, request)})
        return plan_in_words(plan, request)
    open_outputs(request.outputs)
    with progress_view() as view:
        takes = _make(request, host, view)
    return as_json({"command": options.command, "takes": takes}) if options.json else takes_in_words(takes)


def _frame_rate(clip: Path) -> Fraction:
    from engine.media.probe import probe

    video = probe(clip).video
    if video is None:
        raise NotAVideo(f"{clip} has no picture.", do="Choose a file with video.")
    return video.rate


def _make(request: Request, host: Host, view: ProgressView) -> tuple[Take, ...]:
    """The takes, made on the engine's thread; Ctrl-C asks it to stop. Raises what became of it otherwise."""
    with Worker(host, lambda job: _show(job, view)) as worker:
        job = worker.submit(request)
        try:
            ended = _wait(worker, job)
        except KeyboardInterrupt:
            print("Stopping...", file=sys.stderr, flush=True)
            worker.cancel(job.id)
            ended = _wait(worker, job)
    if ended.error:
        raise ended.error
    return ended.takes


def _show(job: Job, view: ProgressView) -> None:
    if job.progress:
        view(job.progress)


def _wait(worker: Worker, job: Job) -> Job:
    while not (now := worker.wait(job.id, STEP)).state.is_final:
        pass
    return now


def _demo(options: argparse.Namespace, host: Host) -> str:
    from engine.demo import demo
    from engine.progress import Report

    with progress_view() as view:
        summary = demo(options.output, Report(view), host)
    return as_json({"command": "demo", "summary": summary}) if options.json else demo_in_words(summary)


def _info(options: argparse.Namespace, _: Host) -> str:
    return info.answer(options)


ANSWERS = {  # whatever else is typed is a request
    "demo": _demo,
    info.NAME: _info,
    models.NAME: models.answer,
    report.NAME: report.answer,
}


def _fail(error: LongtakeError, arguments: Sequence[str]) -> int:
    """Tell the error; what was typed may not even have been understood, so --json is looked for as a word."""
    if "--debug" in arguments:
        _tell("".join(traceback.format_exception(error)), sys.stderr)
    if "--json" in arguments:
        _tell(as_json(error_as_data(error)), sys.stdout)
    else:
        _tell(error_in_words(error), sys.stderr)
    return error.exit_code
