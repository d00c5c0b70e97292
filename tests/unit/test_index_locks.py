"""The shared lock of the graph."""

from __future__ import annotations

import threading

from photoclip.index.locks import SharedLock


def test_readers_share_and_a_writer_is_alone() -> None:
    lock = SharedLock()
    inside = {"readers": 0, "writers": 0}
    guard = threading.Lock()
    seen: list[tuple[int, int]] = []
    together = threading.Barrier(2, timeout=20)

    def read(meet: bool) -> None:
        with lock.shared():
            with guard:
                inside["readers"] += 1
                seen.append((inside["readers"], inside["writers"]))
            if meet:
                together.wait()  # both readers are inside at once, or this times out
            with guard:
                inside["readers"] -= 1

    def write() -> None:
        for _ in range(200):
            with lock.exclusive():
                with guard:
                    inside["writers"] += 1
                    seen.append((inside["readers"], inside["writers"]))
                with guard:
                    inside["writers"] -= 1

    first = [threading.Thread(target=read, args=(True,)) for _ in range(2)]
    for thread in first:
        thread.start()
    for thread in first:
        thread.join()
    many = [threading.Thread(target=write) for _ in range(2)]
    many += [threading.Thread(target=read, args=(False,)) for _ in range(50)]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    assert all(readers == 0 or writers == 0 for readers, writers in seen)
    assert max(writers for _, writers in seen) == 1


def test_a_busy_writer_lets_a_reader_in_between() -> None:
    lock = SharedLock()
    stop = threading.Event()
    entered = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with lock.exclusive():
                pass

    def read() -> None:
        with lock.shared():
            entered.set()

    writer = threading.Thread(target=write)
    writer.start()
    reader = threading.Thread(target=read)
    reader.start()
    arrived = entered.wait(20)
    stop.set()
    writer.join()
    reader.join()
    assert arrived


def test_an_error_inside_gives_the_lock_back() -> None:
    lock = SharedLock()
    for hold in (lock.shared, lock.exclusive, lock.shared):
        try:
            with hold():
                raise RuntimeError
        except RuntimeError:
            pass
    with lock.exclusive():
        pass
