"""A preset: what it is made of, where that goes, and the whole of it fetched."""

import json
import os
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.errors import Cancelled, LongtakeError, ModelError, NoSpace
from engine.models.catalogue import catalogue
from engine.models.getting import plan
from engine.models.getting.asked import Download
from engine.models.getting.coming import Got
from engine.models.getting.getting import get, look
from engine.models.getting.keychain import keep_token, token
from engine.models.getting.offers import offers
from engine.models.getting.places import target
from engine.models.getting.wanted import FORMS, LIST, NEWEST, forms_of, preset_called, published, wanted_for
from engine.models.getting.watch import Came, Watch
from engine.models.on_disk.choices import choices
from engine.models.on_disk.store import Store
from engine.models.resource import FILE
from engine.requests import BUILT_IN
from tests.engine.models.files import comfy, lightning, pusa, tokenizer
from tests.engine.models.getting import server
from tests.engine.models.getting.server import LocalHub, answers, bytes_of, cut_after

PRESET = "wan2.1-pusa"
PUSA = "Pusa/Wan21_PusaV1_LoRA_14B_rank512_bf16.safetensors"
VAE = "Comfy-Org--Wan_2.1_ComfyUI_repackaged/split_files/vae/wan_2.1_vae.safetensors"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def filled(hub: LocalHub) -> LocalHub:
    """It has every file of every preset, each of a few bytes."""
    for number, wanted in enumerate(each for forms in published().values() for each in forms.values()):
        for path in wanted.files:
            hub.files.setdefault(wanted.repository, {})[path] = bytes_of(2000, number)
    return hub


def test_everything_that_a_preset_needs_is_published_in_each_of_its_forms() -> None:
    needed = {*catalogue().bases, *catalogue().parts, *catalogue().adapters} - {BUILT_IN}
    assert needed == set(published())
    assert all(forms_of(preset) for preset in catalogue().presets.values())


def test_fp8_is_taken_where_nothing_is_said_and_in_it_what_has_not_the_form_asked_for() -> None:
    assert forms_of(preset_called("wan2.2-pusa")) == ("fp8", "q4", "16-bit")
    found = {each.entry.id: each.form for each in wanted_for(preset_called("wan2.2-pusa"))}
    assert (found["wan2.2-t2v-a14b"], found["umt5-xxl"]) == ("fp8", "fp8")
    small = {each.entry.id: each.form for each in wanted_for(preset_called("wan2.2-pusa"), "q4")}
    assert (small["wan2.2-t2v-a14b"], small["umt5-xxl"]) == ("q4", "fp8")
    large = {each.entry.id: each.form for each in wanted_for(preset_called("wan2.2-pusa"), "16-bit")}
    assert (large["wan2.2-t2v-a14b"], large["umt5-xxl"]) == ("16-bit", "16-bit")


def test_a_preset_or_form_that_there_is_not_is_told_with_those_there_are() -> None:
    with pytest.raises(ModelError, match=r"There are: wan2\.2-pusa-lightx2v, "):
        preset_called("sora")
    with pytest.raises(ModelError, match="Ask for 16-bit"):
        wanted_for(preset_called("wan2.2-5b"), "fp8")


def test_what_was_fetched_is_found_as_a_preset_that_is_ready(tmp_path: Path, store: Store) -> None:
    """By names and shapes as they are published, at full size, all header."""
    root = lightning(pusa(comfy(tmp_path / "comfy")))
    tokenizer(root / "spiece.model", 256_300)
    there = {path.name: path for path in root.rglob("*") if path.is_file()}
    folder = tmp_path / "fetched"
    for wanted in wanted_for(preset_called("wan2.2-pusa-lightx2v"), "fp8"):
        for path in wanted.files:
            place = target(folder, wanted.repository, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.name in there:
                os.link(there[place.name], place)
    store.add(folder)
    found = {each.id: each.missing for each in choices(store.shelf())}
    assert found["wan2.2-pusa-lightx2v"] == ()
    is_here = {each.preset.id: each.is_here for each in offers(store.shelf())}
    assert (is_here["wan2.2-pusa"], is_here["wan2.1-pusa"]) == (True, False)


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "a/../../x", "/etc/passwd", "a//b", "a/./b", "C:/x", "a\\b", "nul", "a/COM1.txt", "x ", "x.", ""),
        *("a\nb", "\u202ex", "a" * 300, "~/x", "a:b", ".ssh/id", "-rf"),
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="no name that a file may have"):
        target(tmp_path, "owner/model", name)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "owner--model").symlink_to(tmp_path)
    with pytest.raises(ModelError, match="no name"):
        target(tmp_path / "into", "owner/model", "x.safetensors")


def test_a_preset_comes_whole_and_its_folder_is_looked_into(filled: LocalHub, tmp_path: Path, store: Store) -> None:
    told: list[Came] = []
    got = get(PRESET, Watch(told.append), folder=tmp_path / "into", store=store)
    assert (len(got.fetched), got.there, store.folders) == (6, (), (tmp_path / "into",))
    assert all(path.stat().st_size == 2000 for path in got.fetched)
    assert (told[-1].done, told[-1].total) == (12_000, 12_000)


def test_what_two_presets_share_is_fetched_once(filled: LocalHub, tmp_path: Path, store: Store) -> None:
    get(PRESET, Watch(), folder=tmp_path / "into", store=store)
    sent = filled.sent
    got = get("wan2.1-pusa-lightx2v", Watch(), folder=tmp_path / "into", store=store)
    assert (filled.sent - sent, len(got.fetched), len(got.there)) == (2000, 1, 6)


def test_what_lies_in_another_folder_of_the_users_is_not_fetched(
    filled: LocalHub, tmp_path: Path, store: Store
) -> None:
    mine = tmp_path / "mine" / "wan_2.1_vae.safetensors"
    mine.parent.mkdir()
    mine.write_bytes(filled.files["Comfy-Org/Wan_2.1_ComfyUI_repackaged"]["split_files/vae/wan_2.1_vae.safetensors"])
    store.add(mine.parent)
    got = get(PRESET, Watch(), folder=tmp_path / "into", store=store)
    assert got.there == (mine,)
    assert not (tmp_path / "into" / VAE).exists()


def test_a_file_of_the_same_name_and_size_with_other_bytes_is_fetched(
    filled: LocalHub, tmp_path: Path, store: Store
) -> None:
    other = tmp_path / "mine" / "wan_2.1_vae.safetensors"
    other.parent.mkdir()
    other.write_bytes(bytes(2000))
    store.add(other.parent)
    assert tmp_path / "into" / VAE in get(PRESET, Watch(), folder=tmp_path / "into", store=store).fetched


def test_a_look_tells_what_would_come_and_fetches_nothing(filled: LocalHub, tmp_path: Path, store: Store) -> None:
    found = look(PRESET, folder=tmp_path / "into", store=store)
    assert (found.total, found.left, len(found.files), found.form) == (12_000, 12_000, 6, FORMS[0])
    assert all(each.sum.startswith("SHA-256") or each.file == "tokenizer.json" for each in found.files)
    assert (filled.sent, (tmp_path / "into").exists(), store.folders) == (0, False, ())


def test_a_file_whose_folder_was_renamed_is_found_by_its_name(filled: LocalHub, tmp_path: Path, store: Store) -> None:
    files = filled.files["Kijai/WanVideo_comfy"]
    path, data = files.popitem()
    files[f"moved/{path.rpartition('/')[2]}"] = data
    found = look("wan2.1-pusa-lightx2v", folder=tmp_path, store=store)
    assert any(each.file.startswith("moved/") for each in found.files)


def test_a_file_that_is_published_no_more_is_named(filled: LocalHub, tmp_path: Path, store: Store) -> None:
    filled.files["Kijai/WanVideo_comfy"].clear()
    with pytest.raises(ModelError, match=r"Kijai/WanVideo_comfy has no Pusa/Wan21_PusaV1\S+ any more"):
        look(PRESET, folder=tmp_path, store=store)


def test_a_sum_that_is_known_is_demanded(
    filled: LocalHub, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = published()["pusa-2.1"]["any"]
    monkeypatch.setitem(published(), "pusa-2.1", {"any": replace(wanted, sha256={wanted.files[0]: "0" * 64})})
    with pytest.raises(ModelError, match=r"is not what it was: SHA-256 .* instead of SHA-256 0000"):
        look(PRESET, folder=tmp_path, store=store)


def test_the_shipped_list_demands_sums_of_given_revisions_alone() -> None:
    known = [each for forms in published().values() for each in forms.values() if each.sha256]
    assert len(known) >= 8
    assert all(each.revision != NEWEST for each in known)
    assert all(re.fullmatch("[0-9a-f]{64}", told) for each in known for told in each.sha256.values())


def test_a_list_of_ones_own_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.toml"
    own.write_text(FILE.with_name("downloads.toml").read_text().replace("Kijai/WanVideo_comfy", "studio/adapters"))
    monkeypatch.setenv(LIST, str(own))
    published.cache_clear()
    try:
        assert published()["pusa-2.1"]["any"].repository == "studio/adapters"
        own.write_text("[nothing.here]")
        published.cache_clear()
        with pytest.raises(ModelError, match=r"own\.toml cannot be read"):
            published()
    finally:
        published.cache_clear()


def test_a_disk_without_room_is_said_before_anything_comes(
    filled: LocalHub, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=13_000))
    with pytest.raises(NoSpace, match="Nothing was fetched"):
        get(PRESET, Watch(), folder=tmp_path / "into", store=store)
    assert filled.sent == 0


def test_a_hub_that_is_busy_is_asked_again(
    filled: LocalHub, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "REST", 0.0)
    filled.listing_status = 503
    filled.asked.clear()
    with pytest.raises(ModelError, match="answered 503"):
        look(PRESET, folder=tmp_path, store=store)
    assert len(filled.asked) == plan.TRIES


def test_without_a_keychain_the_token_is_the_environments(hub: LocalHub, monkeypatch: pytest.MonkeyPatch) -> None:
    assert token() is None
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    assert token() == "hf_mine"
    with pytest.raises(Exception, match="HF_TOKEN") as caught:
        keep_token("hf_secret")
    assert "hf_secret" not in str(caught.value)


def at(share: float, do: Callable[[], None]) -> Callable[[Came], None]:
    return lambda came: do() if came.done >= share * came.total else None


def test_a_process_of_its_own_fetches_for_the_window(
    filled: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle, another one goes on where it was."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    large = bytes_of(3_000_000)
    filled.files["Kijai/WanVideo_comfy"][PUSA] = large
    filled.behaviours.extend([*[cut_after(2000)] * 5, cut_after(2_500_000), *[answers(503, retry_after="9")] * 3])
    first = Download(PRESET, folder=tmp_path / "into")
    with pytest.raises(Exception, match="What has come is kept"):
        first.get(at(0.5, lambda: first._spawned.process.kill() if first._spawned else None))
    filled.behaviours.clear()
    sent = filled.sent
    got = Download(PRESET, folder=tmp_path / "into").get(lambda came: None)
    assert isinstance(got, Got)
    assert (tmp_path / "into" / "Kijai--WanVideo_comfy" / PUSA).read_bytes() == large
    assert filled.sent - sent < len(large) / 2


def test_a_download_can_be_stopped_from_another_thread(filled: LocalHub, tmp_path: Path) -> None:
    filled.behaviours.extend([answers(503, retry_after="60")] * 9)
    download = Download(PRESET, folder=tmp_path / "into")
    with pytest.raises(Cancelled, match="What has come is kept"):
        download.get(lambda came: download.stop() if came.state else None)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_kills_lose_nothing_but_a_little(
    filled: LocalHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    size, kills, chance = 20_000_000, 20, random.Random(3)
    path, large = tmp_path / "into" / "Kijai--WanVideo_comfy" / PUSA, bytes_of(size)
    filled.files["Kijai/WanVideo_comfy"][PUSA] = large
    get("wan2.1", Watch(), folder=tmp_path / "into", store=Store())
    again = killed = 0
    while killed < kills:
        path.unlink(missing_ok=True)
        before, had = filled.sent, 0
        while not path.exists():
            filled.behaviours.append(server.slowly)
            until = had + chance.randrange(1, size // 3)
            killed += _killed(Download(PRESET, folder=tmp_path / "into"), until)
            noted = path.with_name(f"{path.name}.part.json")
            had = json.loads(noted.read_text())["sound"] if noted.exists() else size
            assert path.exists() or not list(path.parent.glob(path.name))
        assert path.read_bytes() == large
        again += filled.sent - before - size
    print(f"{killed} kills, each cost {again / killed / size:.1%} of the file again")
    assert again <= 0.05 * size * killed


def _killed(download: Download, until: int) -> bool:
    """Once so many bytes of the last file have come; False: it was done before."""
    rest = 10_000

    def hear(came: Came) -> None:
        if came.done - rest >= until and download._spawned:
            download._spawned.process.kill()

    try:
        download.get(hear)
    except LongtakeError:
        return True
    return False
