"""A preset, fetched: planned, one file after another, and added to the folders that models are looked for in."""

from collections.abc import Collection
from pathlib import Path

from engine.models.getting.coming import Coming, Got, coming
from engine.models.getting.fetching import Fetch, is_it
from engine.models.getting.hub import Hub
from engine.models.getting.keychain import token
from engine.models.getting.offers import usual_folder
from engine.models.getting.plan import GetPlan, Item, check_room, plan_for
from engine.models.getting.wanted import preset_called, wanted_for
from engine.models.getting.watch import Watch
from engine.models.on_disk.store import Store


def look(name: str, form: str = "", folder: Path | None = None, store: Store | None = None) -> Coming:
    """What would be fetched, as the hub tells it now. form: "" = the usual one. Raises LongtakeError types."""
    with Hub(token()) as hub:
        return coming(_plan(hub, name, form, folder, store or Store()))


def get(
    name: str,
    watch: Watch,
    form: str = "",
    folder: Path | None = None,
    store: Store | None = None,
    only: Collection[str] = (),
) -> Got:
    """May be called again after it was stopped, cut or killed: it goes on. only: ids of the entries that are meant,
    none = all. Raises LongtakeError types."""
    kept = store or Store()
    with Hub(token()) as hub:
        plan = _plan(hub, name, form, folder, kept, only)
        check_room(plan)
        watch.expect(plan.total)
        got = _got(plan, Fetch(hub, watch), watch)
    kept.add(plan.folder)
    return got


def _plan(hub: Hub, name: str, form: str, folder: Path | None, store: Store, only: Collection[str] = ()) -> GetPlan:
    preset = preset_called(name)
    place = (folder or usual_folder()).expanduser().absolute()
    return plan_for(preset, wanted_for(preset, form, only), place, hub, store.folders)


def _got(plan: GetPlan, fetch: Fetch, watch: Watch) -> Got:
    fetched: list[Path] = []
    there: list[Path] = []
    done = 0
    for item in plan.items:
        watch.begin(item.path.name, done)
        path = _elsewhere(item) or item.path
        if path == item.path and fetch(item.remote, path, done, item.wanted.entry.licence, item.checked):
            fetched.append(path)
        else:
            there.append(path)
        done += item.remote.size
        watch.at(done)
    return Got(plan.preset.id, plan.folder, tuple(fetched), tuple(there))


def _elsewhere(item: Item) -> Path | None:
    """Shared parts are fetched once: the same file in another folder will do, if every byte of it is the same."""
    path = item.elsewhere
    return path if path and is_it(path, item.remote.size, item.remote.sum) else None
