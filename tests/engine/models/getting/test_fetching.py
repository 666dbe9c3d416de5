"""One file, whatever the connection does to it: the right bytes under its name, or a clear error and no such file."""

import hashlib
import random
from pathlib import Path

import pytest

from engine.errors import Cancelled, ModelError, NoSpace
from engine.models.getting import fetching, part
from engine.models.getting.fetching import Fetch
from engine.models.getting.hub import Hub, Patience, Remote
from engine.models.getting.origin import noted
from engine.models.getting.part import Part
from engine.models.getting.watch import Came, Watch
from tests.engine.models.getting import server
from tests.engine.models.getting.server import LocalHub, answers, bytes_of, cut_after

REPOSITORY, NAME = "owner/model", "weights.safetensors"
SIZE = 300_000
QUICK = Patience(silence=0.3, pace=4096, window=0.2)


@pytest.fixture
def data(hub: LocalHub) -> bytes:
    hub.files[REPOSITORY] = {NAME: bytes_of(SIZE)}
    return hub.files[REPOSITORY][NAME]


def fetch(path: Path, watch: Watch | None = None, token: str | None = None, name: str = NAME) -> Remote:
    with Hub(token, QUICK) as hub:
        remote = next(each for each in hub.files(REPOSITORY, "main") if each.path == name)
        Fetch(hub, watch or Watch(), rest=0.0)(remote, path, 0, "Apache-2.0")
    return remote


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_file_comes_with_a_note_of_where_it_is_from(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / NAME
    fetch(path)
    assert path.read_bytes() == data
    origin = noted(path)
    assert origin is not None
    assert (origin.sha256, origin.revision) == (hashlib.sha256(data).hexdigest(), server.COMMIT)
    assert (origin.licence, origin.checked) == ("Apache-2.0", "against the hub's own sum")
    assert left_in(tmp_path) == {NAME, f"{NAME}.origin.json"}


def test_what_is_here_is_not_fetched_again(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    fetch(tmp_path / NAME)
    fetch(tmp_path / NAME)
    assert hub.sent == SIZE


def test_a_small_file_is_held_against_its_git_sum(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.files[REPOSITORY]["config.json"] = b'{"dim": 5120}'
    assert fetch(tmp_path / "config.json", name="config.json").sum.kind == "git"
    hub.behaviours.extend([server.sends_wrong_bytes, server.sends_wrong_bytes])
    with pytest.raises(ModelError, match="came wrong, twice"):
        fetch(tmp_path / "other.json", name="config.json")


def cuts(hub: LocalHub, data: bytes, folder: Path, count: int, seed: int) -> int:
    """So many files, each cut once or more at random bytes. Bytes that were sent beyond those of the files."""
    chance, before = random.Random(seed), hub.sent
    done = 0
    for number in range(count):
        while done < SIZE and chance.random() < 0.8:
            done += (at := chance.randrange(SIZE - done))
            hub.behaviours.append(cut_after(at))
        hub.behaviours.append(server.whole)
        path, done = folder / str(number), 0
        fetch(path)
        assert path.read_bytes() == data
    return hub.sent - before - count * SIZE


def test_after_any_cut_it_goes_on_where_it_was(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TRIES", 100)
    again = cuts(hub, data, tmp_path, count=6, seed=1)
    assert again <= 0.05 * 6 * SIZE


@pytest.mark.slow
def test_five_hundred_cuts_give_five_hundred_right_files(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TRIES", 100)
    again = cuts(hub, data, tmp_path, count=500, seed=2)
    print(f"500 files, {again} of {500 * SIZE} bytes fetched again, {len(hub.asked)} requests")
    assert again <= 0.05 * 500 * SIZE


# The first request is cut in the middle, the second behaves so: in the end the right file is there.
MENDED = {
    "ignores ranges": server.ignores_ranges,
    "lies about the range": server.lies_about_the_range,
    "lies about the length": server.lies_about_the_length,
    "says no length": server.says_no_length,
    "sends too much": server.sends_too_much,
    "sends wrong bytes once": server.sends_wrong_bytes,
    "packs": server.packs,
    "is another file now": server.is_another_file_now,
    "trickles": server.trickles,
    "has a strange etag": server.cut_with_a_strange_etag,
    "says nothing": server.says_nothing,
    "is busy": answers(429, retry_after="0"),
    "fails": answers(500),
    "has no such range": answers(416),
}


@pytest.mark.parametrize("behaviour", MENDED.values(), ids=MENDED)
def test_a_server_that_misbehaves_once_does_no_harm(
    hub: LocalHub, data: bytes, tmp_path: Path, behaviour: server.Behaviour
) -> None:
    hub.behaviours.extend([cut_after(SIZE // 2), behaviour])
    fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == data


HOPELESS = {
    "wrong bytes of the right size": (server.sends_wrong_bytes, "came wrong, twice: expected SHA-256"),
    "redirects for ever": (server.redirects_for_ever, "redirects .* more than 8 times"),
    "leads to no address": (server.redirects_to("http://[x"), "could not be fetched"),
    "leads to no page": (server.redirects_to("ftp://127.0.0.1/x"), "could not be fetched"),
    "not for everybody": (answers(401), "Accept its licence at http://127.0.0.1.*models token"),
    "forbidden": (answers(403), "Accept its licence at"),
    "not there": (answers(404), "not this file in it"),
    "broken": (answers(500), "tried 6 times.*What has come is kept"),
    "ends too early": (cut_after(0), "ended too early|connection broke"),
    "lies about the range": (server.lies_about_the_range, "where bytes 0 to"),
}


@pytest.mark.parametrize(("behaviour", "words"), HOPELESS.values(), ids=HOPELESS)
def test_a_server_that_goes_on_misbehaving_gives_an_error_and_no_file(
    hub: LocalHub, data: bytes, tmp_path: Path, behaviour: server.Behaviour, words: str
) -> None:
    hub.behaviours.extend([behaviour] * 10)
    with pytest.raises(ModelError, match=words):
        fetch(tmp_path / NAME)
    assert left_in(tmp_path) == set()


def test_an_error_names_what_was_expected_and_what_came(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.behaviours.extend([server.sends_wrong_bytes] * 2)
    wrong = bytearray(data)
    wrong[SIZE // 2] ^= 1
    with pytest.raises(ModelError) as caught:
        fetch(tmp_path / NAME)
    assert hashlib.sha256(data).hexdigest() in str(caught.value)
    assert hashlib.sha256(wrong).hexdigest() in str(caught.value)


def stopped_at(share: float) -> Watch:
    """One that is stopped once so much has come."""

    def hear(came: Came) -> None:
        if came.done >= share * SIZE:
            watch.stop()

    watch = Watch(hear)
    return watch


def test_stopped_it_keeps_what_came_and_goes_on_later(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.behaviours.append(cut_after(SIZE // 2))
    with pytest.raises(Cancelled, match="goes on from there"):
        fetch(tmp_path / NAME, stopped_at(0.4))
    assert NAME not in left_in(tmp_path)
    fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == data
    assert hub.asked[-1][1]["range"].startswith("bytes=")
    assert "if-range" in hub.asked[-1][1]


def test_bytes_that_were_not_noted_as_sound_are_not_believed(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.behaviours.append(cut_after(SIZE // 2))
    with pytest.raises(Cancelled):
        fetch(tmp_path / NAME, stopped_at(0.4))
    part = tmp_path / f"{NAME}.part"
    with part.open("ab") as file:
        file.write(bytes(5000))  # as a power cut may leave it
    fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == data


def test_a_part_that_went_bad_on_the_disk_is_begun_anew(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.behaviours.append(cut_after(SIZE // 2))
    with pytest.raises(Cancelled):
        fetch(tmp_path / NAME, stopped_at(0.4))
    part = tmp_path / f"{NAME}.part"
    bad = bytearray(part.read_bytes())
    bad[10] ^= 1
    part.write_bytes(bad)
    hub.asked.clear()
    fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == data
    assert not any("range" in headers for _, headers in hub.asked)


def test_a_file_of_the_users_own_is_never_replaced(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    with pytest.raises(ModelError, match="left as it is"):
        fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == b"mine"


def test_a_file_that_is_the_same_already_is_believed_by_its_bytes(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(data)
    fetch(tmp_path / NAME)
    assert hub.sent == 0


def test_two_cannot_fetch_one_file_at_once(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    with fetching._alone(tmp_path / NAME), pytest.raises(ModelError, match="being fetched already"):
        fetch(tmp_path / NAME)


def test_a_full_disk_is_said_and_what_came_is_kept(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Part.add

    def full(part: Part, rest: bytes) -> None:
        if part.length + len(rest) > SIZE // 2:
            raise part._unwritten(OSError(28, "No space left on device"))
        add(part, rest)

    monkeypatch.setattr(Part, "add", full)
    with pytest.raises(NoSpace, match="goes on from there"):
        fetch(tmp_path / NAME)
    assert NAME not in left_in(tmp_path)


def test_a_disk_without_room_even_for_a_note_keeps_what_was_noted_before(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def full(path: Path, text: str, **more: str) -> int:
        if path.name.endswith(".part.json.new") and len(list(tmp_path.glob("*.part.json"))):
            raise OSError(28, "No space left on device")
        return write(path, text, **more)

    with monkeypatch.context() as patch:
        patch.setattr(part, "LEAST", 1 << 16)
        patch.setattr(Path, "write_text", full)
        with pytest.raises(NoSpace, match="goes on from there"):
            fetch(tmp_path / NAME)
    before = hub.sent
    fetch(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == data
    assert hub.sent - before < SIZE


def test_a_link_in_the_place_of_the_part_is_not_followed(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (tmp_path / f"{NAME}.part").symlink_to(mine)
    with pytest.raises(ModelError, match="cannot be written"):
        fetch(tmp_path / NAME)
    assert mine.read_text() == "mine"


def test_a_password_in_the_mirrors_address_is_in_no_error(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.address.replace("//", "//me:secret@"))
    hub.listing_status = 404
    with pytest.raises(ModelError, match=f"at {hub.address}") as caught:
        fetch(tmp_path / NAME)
    assert "secret" not in str(caught.value)


def test_the_token_is_for_the_hub_alone(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    with LocalHub() as store:
        store.files = hub.files
        store_address = f"{store.address}/{REPOSITORY}/resolve/x/{NAME}"
        hub.behaviours.append(server.redirects_to(store_address))
        fetch(tmp_path / NAME, token="hf_secret")
        assert hub.asked[-1][1]["authorization"] == "Bearer hf_secret"
        assert "authorization" not in store.asked[-1][1]


def test_a_token_that_is_refused_is_in_no_error(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    hub.listing_status = 401
    with pytest.raises(ModelError) as caught:
        fetch(tmp_path / NAME, token="hf_secret")
    assert "hf_secret" not in "".join(map(str, (caught.value, caught.value.__cause__)))


def test_switched_off_nothing_is_asked(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        fetch(tmp_path / NAME)
    assert hub.asked == []


NONSENSE = {
    "no size": ({"rfilename": NAME, "size": "large", "blobId": "ab" * 20}, "makes no sense"),
    "less than nothing": ({"rfilename": NAME, "size": -1, "blobId": "ab" * 20}, "makes no sense"),
    "no list": ("abc", "makes no sense"),
    "no sum": ({"rfilename": NAME, "size": SIZE}, "no usable checksum"),
    "half a sum": ({"rfilename": NAME, "size": SIZE, "blobId": "ab"}, "no usable checksum"),
}


@pytest.mark.parametrize(("told", "words"), NONSENSE.values(), ids=NONSENSE)
def test_a_hub_that_talks_nonsense_is_not_believed(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: object, words: str
) -> None:
    monkeypatch.setattr(server, "_told", lambda name, data: told)
    with pytest.raises(ModelError, match=words):
        fetch(tmp_path / NAME)


def test_a_revision_that_is_no_commit_is_not_taken_for_one(
    hub: LocalHub, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "COMMIT", "main")
    with pytest.raises(ModelError, match="does not tell which revision"):
        fetch(tmp_path / NAME)


def test_nothing_is_asked_but_for_the_files(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    fetch(tmp_path / NAME)
    places = [place for place, _ in hub.asked]
    listing, file = f"api/models/{REPOSITORY}/revision/main", f"{REPOSITORY}/resolve/{server.COMMIT}/{NAME}"
    assert places == [listing, file]
    assert {headers["user-agent"] for _, headers in hub.asked} == {"longtake"}


def test_speed_and_time_left_are_told(hub: LocalHub, data: bytes, tmp_path: Path) -> None:
    told: list[Came] = []
    watch = Watch(told.append)
    watch.expect(SIZE)
    fetch(tmp_path / NAME, watch)
    assert told[-1].done == told[-1].total == SIZE


@pytest.mark.parametrize("proxy", ["ftp://me:secret@proxy", "http://me:secret@proxy:nowhere"])
def test_a_proxy_that_cannot_be_used_is_said_without_its_password(
    hub: LocalHub, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ModelError, match="HTTPS_PROXY") as caught:
        Hub()
    assert "secret" not in str(caught.value)


def test_a_socks_proxy_can_be_used(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    with Hub() as opened:
        assert opened.endpoint == hub.address
