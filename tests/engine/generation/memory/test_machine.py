"""What the machine has, as it is now, and one that is not here."""

from types import SimpleNamespace

from engine.generation.memory.machine import CPU, GB, imagined, machine, size


def test_this_machine_is_told_as_it_is():
    here = machine()
    assert here.devices[-1].name == CPU
    assert 0 < here.ram_free <= here.ram
    for device in here.devices:
        assert 0 < device.free <= device.total
        assert device.rate > 1e8
        assert device.transfer > 1e8


def test_memory_that_this_process_holds_itself_counts_as_free(monkeypatch):
    """What other programs take and give back meanwhile is left out, and what the allocator keeps of earlier tests."""
    ours, available = iter((2 * GB, 3 * GB)), iter((32 * GB, 31 * GB))
    monkeypatch.setattr("engine.generation.memory.machine.own_memory", lambda: next(ours))
    monkeypatch.setattr("psutil.virtual_memory", lambda: SimpleNamespace(total=64 * GB, available=next(available)))
    assert machine().ram_free == machine().ram_free


def test_so_does_what_it_holds_for_a_gpu_to_read(monkeypatch):
    memory = SimpleNamespace(total=64 * GB, available=32 * GB)
    monkeypatch.setattr("psutil.virtual_memory", lambda: memory)
    before = machine().ram_free
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.host_memory_stats", lambda: {"allocated_bytes.current": 8 * GB})
    assert machine().ram_free > before + 7 * GB


def test_a_machine_that_is_not_here_is_as_large_as_was_said():
    card, processor = imagined(12, 32).devices
    assert (card.total, processor.total) == (12 * GB, 32 * GB)
    assert 0.85 * card.total < card.free < card.total
    told = "12 GB GPU with 12.0 GB (11.0 GB free), 32.0 GB of RAM (26.3 GB free), a disk of 1.5 GB/s (assumed)"
    assert imagined(12, 32).words == told


def test_without_a_gpu_the_processor_is_all_there_is():
    assert [each.name for each in imagined(0, 16).devices] == [CPU]
    assert imagined(0, 16).words.startswith("no GPU, 16.0 GB of RAM")


def test_the_disk_is_as_quick_as_it_was_seen_to_be():
    assert machine(3e9).disk == 3e9
    assert "a disk of 3.0 GB/s" in machine(3e9).words
    assert machine().words.endswith("(assumed)")


def test_sizes_are_told_as_memory_is_sold():
    assert size(24 * GB) == "24.0 GB"
