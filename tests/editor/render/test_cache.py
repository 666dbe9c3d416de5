"""The picture cache keeps within its bytes."""

from editor.render.cache import Cache, default_limit


def test_what_was_not_asked_for_longest_goes_first() -> None:
    cache: Cache[str] = Cache(limit=30)
    for key in "abc":
        cache.put(key, key.upper(), 10)
    assert cache.get("a") == "A"
    cache.put("d", "D", 10)
    assert [key for key in "abcd" if key in cache] == ["a", "c", "d"]
    assert cache.bytes == 30


def test_what_is_still_wanted_stays_for_longer() -> None:
    cache: Cache[str] = Cache(limit=30)
    for key in "abc":
        cache.put(key, key.upper(), 10)
    cache.touch(["never there", "b", "a"])
    cache.put("d", "D", 10)
    cache.put("e", "E", 10)
    assert [key for key in "abcde" if key in cache] == ["a", "d", "e"]


def test_a_picture_larger_than_the_cache_is_kept_alone() -> None:
    cache: Cache[str] = Cache(limit=30)
    cache.put("small", "s", 10)
    cache.put("large", "l", 100)
    assert cache.get("large") == "l"
    assert len(cache) == 1


def test_the_same_picture_again_is_counted_once() -> None:
    cache: Cache[str] = Cache(limit=30)
    cache.put("a", "one", 10)
    cache.put("a", "other", 20)
    assert (cache.get("a"), cache.bytes) == ("other", 20)
    cache.drop("a")
    assert (cache.get("a"), cache.bytes) == (None, 0)
    cache.drop("a")
    assert cache.bytes == 0


def test_the_limit_is_at_most_half_a_gigabyte() -> None:
    assert 0 < default_limit() <= 512 << 20
