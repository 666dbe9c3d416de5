"""Installs the .deb where there is nothing but a bare Debian, and uses it there as a person would; root runs it.

python3 packaging/linux/try.py [FILM]    Without FILM the program's own demo makes one.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from hands import TAKES, Hands, engines, frames_in, kill_engines, until

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "build" / "bundle"
BARE, SYSTEM, PICTURES = SCRATCH / "bare.tar", SCRATCH / "system", SCRATCH / "tried"
RELEASE, USER = "bookworm", "tester"
TOOLS = ("debootstrap", "Xvfb", "xdotool", "ffprobe")
BROUGHT = ("docs/index.html", "licences/libraries.json", "resources/sample/sample.otio")  # beside the code
EXPORTED = "Untitled*.mp4"  # as the window proposes to name what is exported of a new project
START = time.monotonic()


def main() -> int:
    check_tools()
    deb = newest_deb()
    with ExitStack() as stack:
        make_system(stack)
        before = files()
        install(deb)
        film = bring_film(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
        use(film)
        inside("apt-get", "remove", "--purge", "-qq", "-y", "longtake")
        left = sorted(path for path in files() - before if "longtake" in path.lower())
        if [path for path in left if not path.startswith(f"/home/{USER}/")]:
            raise SystemExit(f"Left behind: {left}")
        if not left:
            raise SystemExit("Removing the program took the user's films with it.")
        say(f"removed; {len(left)} of the user's own files stayed, and nothing else")
    return 0


def newest_deb() -> Path:
    built = sorted((ROOT / "dist").glob("longtake_*.deb"), key=lambda path: path.stat().st_mtime)
    if not built:
        raise SystemExit("There is nothing to install in dist: `make bundle` builds it.")
    return built[-1]


def check_tools() -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if os.geteuid() != 0 or missing:
        raise SystemExit(f"This needs to be run by root, and these programs: {' '.join(missing or TOOLS)}")


def make_system(stack: ExitStack) -> None:
    shutil.rmtree(SYSTEM, ignore_errors=True)
    SYSTEM.mkdir(parents=True)
    if not BARE.exists():
        run("debootstrap", "--variant=minbase", RELEASE, str(SYSTEM))
        run("tar", "-C", str(SYSTEM), "-cf", str(BARE), ".")
    else:
        run("tar", "-C", str(SYSTEM), "-xf", str(BARE))
    for place in ("/proc", "/dev", "/dev/pts", "/tmp/.X11-unix"):
        Path("/tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
        target = SYSTEM / place.lstrip("/")
        target.mkdir(parents=True, exist_ok=True)
        run("mount", "--bind", place, str(target))
        stack.callback(run, "umount", "-l", str(target))
    shutil.copyfile("/etc/resolv.conf", SYSTEM / "etc" / "resolv.conf")
    inside("useradd", "-m", USER)
    if (SYSTEM / "usr" / "bin" / "python3").exists():
        raise SystemExit("The bare system has Python: that proves nothing.")
    say("a bare system without Python")


def install(deb: Path) -> None:
    inside("apt-get", "update", "-qq")
    shutil.copyfile(deb, SYSTEM / "root" / deb.name)
    start = time.monotonic()
    inside("apt-get", "install", "-qq", "-y", "--no-install-recommends", f"/root/{deb.name}")
    (SYSTEM / "root" / deb.name).unlink()
    for name in BROUGHT:
        if not (SYSTEM / "opt" / "longtake" / "_internal" / name).is_file():
            raise SystemExit(f"The program came without {name}.")
    say(f"installed in {time.monotonic() - start:.0f} s from {deb.stat().st_size / 1e6:.0f} MB")


def bring_film(film: Path | None) -> str:
    """Its path in there."""
    say(f"its command line answers: {as_user('longtake', '--version')}")
    as_user("longtake", "models", "list")
    if film is None:
        as_user("longtake", "demo", "-o", f"/home/{USER}/demo")
        say("the demo made its films")
        return f"/home/{USER}/demo/clips/after.mp4"
    shutil.copyfile(film, SYSTEM / "home" / USER / film.name)
    return f"/home/{USER}/{film.name}"


def use(film: str) -> None:
    hands = Hands(SYSTEM / "home" / USER, PICTURES)
    program = subprocess.Popen(user_command("env", "DISPLAY=:77", "longtake", "open", film))
    try:
        say(f"the window is there after {until(hands.window_shown, 'window'):.1f} s")
        time.sleep(10)
        hands.put_film_on_timeline()
        hands.extend()
        lose_the_engine(program.pid)
        waited = until(lambda: hands.frames(TAKES) > 0, "take")
        say(f"the first take was there {waited:.1f} s later: {hands.frames(TAKES)} frames")
        hands.picture("end")
        export(hands, frames_in(SYSTEM / film.lstrip("/")))
    finally:
        program.terminate()
        program.wait()
        hands.close()


def lose_the_engine(program: int) -> None:
    """program: its process id."""
    time.sleep(3)  # into its work
    until(lambda: bool(engines(program)), "engine")
    killed = kill_engines(program)
    say(f"a clip's extension was begun, and the engine was killed at it: {sorted(killed)}")
    until(lambda: bool(engines(program) - killed), "new engine")
    say("a new engine came")


def export(hands: Hands, source: int) -> None:
    """source: frames of the film before it was made longer."""
    hands.export()
    waited = until(lambda: hands.frames(EXPORTED) > 0, "exported film")
    frames = hands.frames(EXPORTED)
    if frames <= source:
        raise SystemExit(f"The film was exported without its extension: {frames} frames of {source}.")
    say(f"the cut was exported in {waited:.1f} s: {frames} frames, from {source}")


def user_command(*words: str) -> list[str]:
    return [
        "chroot",
        f"--userspec={USER}",
        str(SYSTEM),
        "env",
        "-i",
        f"HOME=/home/{USER}",
        "PATH=/usr/bin:/bin",
        *words,
    ]


def as_user(*words: str) -> str:
    """What it printed."""
    return subprocess.run(user_command(*words), check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def inside(*words: str) -> None:
    run("chroot", str(SYSTEM), "env", "DEBIAN_FRONTEND=noninteractive", *words)


def files() -> set[str]:
    told = subprocess.run(
        ["find", str(SYSTEM), "-xdev", "-path", f"{SYSTEM}/var/cache", "-prune", "-o", "-type", "f", "-print"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {line.removeprefix(str(SYSTEM)) for line in told.stdout.splitlines()}


def run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def say(what: str) -> None:
    print(f"== {time.monotonic() - START:4.0f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
