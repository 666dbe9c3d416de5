"""Every option of every command: where in the request it arrives, and what is refused."""

from fractions import Fraction
from operator import attrgetter
from pathlib import Path

import pytest

from engine.cli.arguments import parser, request_from
from engine.errors import RequestError
from engine.presets import freedom
from engine.requests import Adapter, Expert, Keyframe, LaterText, Quality, Request, Sound, Source

RATE = Fraction(24)
PARSER = parser("1")
MODEL = ("--model", "some-model")  # a loaded one: its folder is looked at when the request is run
COMMANDS = {
    "extend": ("extend", "a.mp4", "--seconds", "2"),
    "bridge": ("bridge", "a.mp4", "b.mp4", "--seconds", "2"),
    "loop": ("loop", "a.mp4", "--seconds", "2"),
    "smooth": ("smooth", "a.mp4", "b.mp4", "--each-side", "1"),
    "complete": ("complete", "a.mp4", "--in", "1", "--out", "3"),
    "repair": ("repair", "a.mp4", "--marked", "3"),
    "generate": ("generate", "a cat", "--seconds", "2", "--rate", "24"),
    "animate": ("animate", "a.png", "--seconds", "2", "--rate", "24"),
    "interpolate": ("interpolate", "a.mp4", "--speed", "0.5"),
}
BESIDE = ("extend", "bridge", "loop", "smooth", "complete", "repair")  # have known frames as context
CONTEXT = {"bridge": "first_context"}

# What is typed, where it arrives, and as what: of every task.
EVERYWHERE = [
    (("--negative", "rain"), "text.negative", "rain"),
    (("--negative_prompt", "rain"), "text.negative", "rain"),
    (("--seed", "7"), "sampling.seed", 7),
    (("--takes", "3"), "takes", 3),
    (("--match", "0.5"), "finish.colour", 0.5),
    (("--steps", "4"), "sampling.steps", 4),
    (("--num_inference_steps", "4"), "sampling.steps", 4),
    (("--guidance", "3"), "sampling.guidance", 3.0),
    (("--cfg_scale", "3"), "sampling.guidance", 3.0),
    (("--low-guidance", "2"), "sampling.low_guidance", 2.0),
    (("--boundary", "0.9"), "sampling.boundary", 0.9),
    (("--switch_DiT_boundary", "0.9"), "sampling.boundary", 0.9),
    (("--shift", "5"), "sampling.shift", 5.0),
    (("--ramp", "0.5"), "sampling.ramp", 0.5),
    (("--quality", "draft"), "sampling.quality", Quality.DRAFT),
    (("--model-size", "832x480"), "sampling.width", 832),
    (("--model-size", "832x480"), "sampling.height", 480),
    (("--prompt-at", "0:01.5=a wave = a crest", "--prompt-at", "00:00:00:12=foam"), "text.later",
     (LaterText(Fraction(1, 2), "foam"), LaterText(Fraction(3, 2), "a wave = a crest"))),
    (("--adapter", "one.safetensors", "--adapter", "two.pt@0.8:high", "--adapter", "c@3.pt:low"), "sampling.adapters",
     (Adapter(Path("one.safetensors").absolute()), Adapter(Path("two.pt").absolute(), 0.8, Expert.HIGH),
      Adapter(Path("c@3.pt").absolute(), None, Expert.LOW))),
    (("--lora_path", "p.pt", "--lora_alpha", "1.4"), "sampling.adapters",
     (Adapter(Path("p.pt").absolute(), 1.4),)),
    (("--high_lora_path", "a,b", "--high_lora_alpha", "1,1.5", "--low_lora_path", "c"), "sampling.adapters",
     (Adapter(Path("a").absolute(), 1.0, Expert.HIGH), Adapter(Path("b").absolute(), 1.5, Expert.HIGH),
      Adapter(Path("c").absolute(), None, Expert.LOW))),
    (("--base_dir", "other"), "model", "other"),
    (("--t2v_model_dir", "other"), "model", "other"),
]  # fmt: skip


def typed(*words: str) -> Request:
    return request_from(PARSER.parse_args([*words, "-o", "film.mp4"]), lambda clip: RATE)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("words", "where", "value"), EVERYWHERE, ids=lambda value: str(value)[:20])
def test_what_every_task_takes_arrives(command, words, where, value):
    assert attrgetter(where)(typed(*COMMANDS[command], *MODEL, *words)) == value


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - {"generate"}))
def test_a_prompt_arrives(command):
    assert typed(*COMMANDS[command], "--prompt", "a wave").text.prompt == "a wave"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_own_matrix_arrives(command, tmp_path):
    (tmp_path / "sigmas.json").write_text("[[1, 0.5], [0, 0]]")
    asked = typed(*COMMANDS[command], "--sigmas", str(tmp_path / "sigmas.json"))
    assert asked.sampling.sigmas == ((1.0, 0.5), (0.0, 0.0))


@pytest.mark.parametrize("command", BESIDE)
def test_what_is_known_beside_new_frames_is_told_in_numbers_or_by_name(command):
    context = attrgetter(CONTEXT.get(command, "context"))
    for frames in ("--context", "--extend_from_end"):
        assert context(typed(*COMMANDS[command], frames, "9")).frames == 9
    for noise in ("--noise", "--noise_multipliers"):
        assert context(typed(*COMMANDS[command], noise, "0,0.4")).noise == (0.0, 0.4)
    for name in ("Strict", "natural", "LOOSE"):
        assert context(typed(*COMMANDS[command], "--preset", name)).noise == freedom(command, name).noise
    assert typed(*COMMANDS[command], "--sound", "silence").sound is Sound.SILENCE


def test_a_preset_runs_from_far_to_near_on_every_side():
    natural = freedom("extend", "Natural").noise
    assert typed(*COMMANDS["extend"], "--before", "--preset", "Natural").context.noise == natural[::-1]
    bridge = typed(*COMMANDS["bridge"], "--preset", "Natural")
    assert (bridge.first_context.noise, bridge.second_context.noise) == (natural, natural[::-1])


@pytest.mark.parametrize(("count", "noise"), [(1, [0.3]), (2, [0.3, 0.7]), (3, [0.3, 0.7, 0.7])])
def test_a_preset_of_pictures_is_spread_over_them(count, noise):
    asked = typed("animate", *["a.png"] * count, "--seconds", "2", "--rate", "24", "--preset", "loose")
    assert [keyframe.noise for keyframe in asked.keyframes] == noise


def test_in_betweens_and_parts_made_anew_are_as_free_as_was_typed():
    assert typed(*COMMANDS["complete"], "--freedom", "0,0.4,0").freedom == (0.0, 0.4, 0.0)
    assert typed(*COMMANDS["complete"]).freedom == (1.0,)
    assert typed(*COMMANDS["interpolate"], "--freedom", "0.2,0.6").sampling.freedom == (0.2, 0.6)
    assert typed(*COMMANDS["interpolate"], "--preset", "loose").sampling.freedom == (0.7,)
    assert typed(*COMMANDS["interpolate"]).sampling.freedom == (0.5,)


@pytest.mark.parametrize("command", ["extend", "bridge"])
def test_pictures_on_the_way_stand_in_order_of_time(command):
    words = ("--keyframe", "b.png@00:00:01:12~0.3", "--keyframe", "a.mp4@0.5")
    assert typed(*COMMANDS[command], *words).keyframes == (
        Keyframe(Source(Path("a.mp4")), Fraction(1, 2), 0.0),
        Keyframe(Source(Path("b.png")), Fraction(3, 2), 0.3),
    )


@pytest.mark.parametrize("command", ["extend", "loop", "complete", "repair", "interpolate"])
@pytest.mark.parametrize("first", [True, False])
def test_a_clip_may_be_named_as_pusa_names_it(command, first):
    name, clip, *rest = COMMANDS[command]
    named = ["--video_path", clip, *rest] if first else [*rest, "--video_path", clip]
    assert typed(name, *named) == typed(name, clip, *rest)


def test_latents_stand_for_context_and_for_the_sides_of_a_part_as_pusa_has_it():
    assert typed(*COMMANDS["extend"], "--cond_position", "0,1,2,3").context.frames == 13
    whole = ("complete", "--video_path", "a.mp4", "--noise_multipliers", "0.3,0.3")
    part = typed(*whole, "--cond_position", "0,20")
    assert (part.start, part.end, part.context.noise) == (Fraction(1, 24), Fraction(77, 24), (0.3, 0.3))
    part = typed(*whole, "--cond_position", "0,1,2,18,19,20")
    assert (part.start, part.end) == (Fraction(9, 24), Fraction(69, 24))


def test_a_models_folder_is_told_by_its_whole_path(tmp_path, monkeypatch):
    (tmp_path / "wan").mkdir()
    monkeypatch.chdir(tmp_path)
    assert typed(*COMMANDS["extend"], "--model", "wan").model == str(tmp_path / "wan")


def test_lightx2v_is_found_where_pusas_downloads_put_it(tmp_path):
    lightning = tmp_path / "Wan2.2-Lightning" / "Wan2.2-T2V-A14B-4steps"
    lightning.mkdir(parents=True)
    high, low = (lightning / f"{name}_noise_model.safetensors" for name in ("high", "low"))
    for file in (high, low):
        file.touch()
    one, two, own_layout = (tmp_path / name for name in ("Wan2.1", "Wan2.2", "Wan2.2-T2V-A14B"))
    for folder in (one, two / "transformer_2", own_layout / "low_noise_model"):
        folder.mkdir(parents=True)

    def found(model, *words):
        return typed(*COMMANDS["extend"], "--model", str(model), "--lightx2v", *words).sampling.adapters

    assert found(two) == (Adapter(high, expert=Expert.HIGH), Adapter(low, expert=Expert.LOW))
    assert found(own_layout) == found(two)
    assert found(one, "--lora_path", "p.pt") == (Adapter(low), Adapter(Path("p.pt").absolute()))
    own = tmp_path / "Wan2.1-LightX2V" / "lightx2v_T2V_14B_cfg_step_distill_v2_lora_rank256_bf16.safetensors"
    own.parent.mkdir()
    own.touch()
    assert found(one) == (Adapter(own),)
    with pytest.raises(RequestError, match="is not in"):
        found(tmp_path / "elsewhere" / "Wan2.1")


@pytest.mark.parametrize(
    ("command", "words", "told"),
    [
        ("extend", ("--preset", "free"), "no preset"),
        ("extend", ("--preset", "Strict", "--noise", "0"), "by name"),
        ("extend", ("--prompt-at", "1"), "when its prompt begins"),
        ("extend", ("--prompt-at", "0=foam"), "first new frame is at 0"),
        ("extend", ("--prompt-at", "2=foam"), "end at 2 s"),
        ("loop", ("--prompt-at", "2=foam"), "end at 2 s"),
        ("smooth", ("--prompt-at", "2=foam"), "end at 2 s"),
        ("complete", ("--prompt-at", "2=foam"), "end at 2 s"),
        ("extend", ("--prompt-at", "1=foam", "--prompt-at", "1.0=spray"), "same time"),
        ("extend", ("--prompt-at", "soon=foam"), "not a time"),
        ("extend", ("--keyframe", "a.png"), "has no time"),
        ("extend", ("--keyframe", "a.png@3"), "end at 2 s"),
        ("extend", ("--keyframe", "a.png@1~2"), "Noise"),
        ("extend", ("--keyframe", "@1"), "has no time"),
        ("bridge", ("--keyframe", "film.mp4@1"), "never written over"),
        ("extend", ("--quality", "best"), "quality"),
        ("extend", ("--ramp", "2"), "ramp"),
        ("extend", (*MODEL, "--boundary", "2"), "boundary"),
        ("extend", (*MODEL, "--low-guidance", "-1"), "low-noise"),
        ("extend", (*MODEL, "--model-size", "8x480"), "size"),
        ("extend", (*MODEL, "--model-size", "wide"), "no size"),
        ("extend", (*MODEL, "--adapter", "a.pt@11"), "strength of a.pt"),
        ("extend", (*MODEL, "--lora_path", "a,b", "--lora_alpha", "1,2,3"), "3 values for 2"),
        ("extend", (*MODEL, "--lora_path", "a", "--lora_alpha", "x"), "no strength"),
        ("extend", (*MODEL, "--high_lora_alpha", "1.5"), "1 values for 0"),
        ("extend", ("--adapter", "a.pt"), "means nothing to the built-in"),
        ("extend", ("--lightx2v",), "means nothing to the built-in"),
        ("loop", ("--boundary", "0"), "means nothing to the built-in"),
        ("animate", ("--low-guidance", "1"), "means nothing to the built-in"),
        ("animate", ("--noise_multipliers", "0", "--preset", "Strict"), "by name"),
        ("smooth", ("--model-size", "832x480"), "means nothing to the built-in"),
        ("complete", ("--freedom", "2"), "Freedom"),
        ("complete", ("--freedom", "x"), "Freedom"),
        ("interpolate", ("--freedom", "0.5", "--preset", "Strict"), "by name"),
        ("extend", ("--video_path", "b.mp4"), "Unrecognized"),
        ("extend", ("--cond_position", "0,20"), "first latents"),
        ("extend", ("--cond_position", "0,x"), "latents' numbers"),
        ("extend", ("--cond_position", "0", "--context", "1"), "frames and as latents"),
        ("complete", ("--cond_position", "0,20"), "two ends"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_remedy(command, words, told):
    with pytest.raises(RequestError, match=told) as refused:
        typed(*COMMANDS[command], *words)
    assert refused.value.do


@pytest.mark.parametrize("positions", ["0", "0,1,2", "0,10,20", "20,0", "0,0", "-1,20", ""])
def test_latents_that_are_no_two_sides_of_a_part_are_refused(positions):
    with pytest.raises(RequestError) as refused:
        typed("complete", "a.mp4", "--cond_position", positions)
    assert refused.value.do
