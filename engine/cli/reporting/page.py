"""The report as a page: Markdown for people, and the very same figures as JSON at its end for programs."""

from collections.abc import Iterator
from typing import Any

from engine.cli.words import as_json, duration

GIGABYTE = 2**30
SHOWN = ("jump", "largest_after", "colour", "drift", "sharpness", "flow")  # of a join's figures; the data have all
LEFT_OUT = "nothing: it would not fit, or would take long; --model NAME tries what takes long"
HEAD = """\
# Longtake report

Made on this machine by `longtake report`; nothing was sent anywhere. It holds no prompts, no pictures, no names of
users or machines and no folders. Look through it before you give it to anybody."""


def page(facts: dict[str, Any]) -> str:
    parts = [HEAD, _machine(facts), _models(facts["models"]), *map(_measured, facts["measured"]), _data(facts)]
    return "\n\n".join(parts) + "\n"


def _table(title: str, rows: dict[str, object]) -> str:
    lines = [f"| {name} | {_cell(value)} |" for name, value in rows.items() if value not in (None, "", [])]
    return "\n".join([f"## {title}", "", "| | |", "|---|---|", *lines])


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _machine(facts: dict[str, Any]) -> str:
    here = facts["machine"]
    graphics = here["graphics"]
    devices = {each["name"]: f"{_size(each['memory'])}, {_size(each['free'])} free" for each in here["devices"][:-1]}
    built = {"CUDA": graphics["cuda"], "ROCm": graphics["rocm"], "Metal": graphics["metal"] or None}
    return _table(
        "Machine",
        {
            "System": here["system"],
            "Processor": here["processor"],
            "Memory": f"{_size(here['ram'])}, {_size(here['ram_free'])} free",
            **(devices or {"Graphics card": "none that is seen"}),
            "Driver": graphics["driver"],
            "Compute capability": ", ".join(graphics["capabilities"]),
            "torch built for": ", ".join(f"{name} {what}" for name, what in built.items() if what) or "processors",
            **facts["versions"],
        },
    )


def _models(models: list[dict[str, Any]]) -> str:
    lines = [line for model in models for line in _model(model)]
    return "\n".join(["## Models that are here", "", *(lines or ["None but the built-in one."])])


def _model(model: dict[str, Any]) -> Iterator[str]:
    missing = f"; missing is {', and '.join(model['missing'])}" if model["missing"] else ""
    known = model["published"] or "not a published one"
    yield f"- **{model['title']}** ({known}; {model['stored']}; {_size(model['bytes'])}{missing})"
    for file in model["files"]:
        yield f"    - {file['part']}: {file['name']}, {file['bytes']} bytes, SHA-256 {file['sha256'] or 'not added up'}"


def _measured(run: dict[str, Any]) -> str:
    title = f"Tried: {run['asked']}"
    if "failed" in run:
        return _table(title, {"Failed": run["failed"]["type"], "": f"{run['failed']['what']} {run['failed']['do']}"})
    if "stages" not in run:
        return _table(title, {"Foretold": run["planned"].get("words"), "Made": LEFT_OUT})
    return _table(title, {**_took(run), **_came(run)})


def _took(run: dict[str, Any]) -> dict[str, object]:
    planned = run["planned"]
    window = f"{planned['window_frames']} frames at {' x '.join(map(str, planned['size']))}, {planned['steps']} steps"
    stages = {each["stage"]: _stage(each) for each in run["stages"]}
    peaks = {f"Peak memory, {name}": _size(peak) for name, peak in run["peak_memory"].items()}
    return {
        "Made by": f"{run['model']} ({run['motion']})",
        "Foretold": planned.get("words"),
        "Window": window,
        "In all": duration(run["seconds"]),
        **stages,
        **peaks,
    }


def _stage(stage: dict[str, Any]) -> str:
    """23 steps, 0.104 s each (median), 2.3 s"""
    steps = f"{stage['steps']} step{'s' if stage['steps'] > 1 else ''}"
    return f"{steps}, {stage['median_step_seconds']:.3f} s each (median), {stage['seconds']:.1f} s"


def _came(run: dict[str, Any]) -> dict[str, object]:
    test, truth = run["back_test"], run["against_truth"]
    joins = {
        f"Join, {join['end']}": f"{join['verdict']}: {join['words']} ({_figures(join['finished'])})"
        for join in run["joins"]
    }
    return {
        "Back-test": test and f"{test['verdict']}, {test['gain_db']:+.1f} dB over holding the last frame",
        "Against the frames that really come": truth
        and f"{truth['psnr_db']:.1f} dB (holding the last frame: {truth['holding_psnr_db']:.1f} dB)",
        **joins,
        "Notes": " ".join(run["notes"]),
    }


def _figures(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {numbers[name]:.2f}" for name in SHOWN if name in numbers)


def _data(facts: dict[str, Any]) -> str:
    return f"## The same for programs\n\n```json\n{as_json(facts)}\n```"


def _size(count: float) -> str:
    return f"{count / GIGABYTE:.2f} GB"
