"""Encoder processes are shared while in use and ended when idle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from photoclip.encoders import remote
from photoclip.jobs.tasks.context import EncoderPool


class FakeProcess:
    """Stands for the real one, which needs seconds to start."""

    def __init__(self, key: str, *, models_dir: Path, device: str, **_: object) -> None:
        self.key = key
        self.device = device
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[EncoderPool]:
    monkeypatch.setattr(remote, "EncoderProcess", FakeProcess)
    pool = EncoderPool(tmp_path, idle_seconds=0.05)
    yield pool
    pool.close()


def lease(pool: EncoderPool, key: str, device: str = "auto") -> Any:
    with pool.lease(key, device) as process:
        return process


def test_two_users_of_a_model_share_its_process(pool: EncoderPool) -> None:
    with pool.lease("starter") as one, pool.lease("starter") as other:
        assert one is other


def test_two_models_never_share_a_process(pool: EncoderPool) -> None:
    with pool.lease("starter") as one, pool.lease("other") as other:
        assert one is not other


def test_auto_takes_the_process_that_runs_already(pool: EncoderPool) -> None:
    with pool.lease("starter", "cpu") as one, pool.lease("starter", "auto") as other:
        assert one is other


def test_an_idle_process_is_ended_and_replaced_at_the_next_use(pool: EncoderPool) -> None:
    first = lease(pool, "starter")
    assert first.closed.wait(10)
    assert lease(pool, "starter") is not first


def test_a_process_in_use_is_never_ended(pool: EncoderPool) -> None:
    with pool.lease("starter") as used:
        idle = lease(pool, "other")
        assert idle.closed.wait(10)
        assert not used.closed.is_set()


def test_a_model_that_is_forgotten_gets_a_new_process_and_the_old_one_ends(
    pool: EncoderPool,
) -> None:
    idle = lease(pool, "other")
    with pool.lease("mine") as used, pool.lease("starter") as kept:
        pool.forget("mine")
        pool.forget("other")
        assert idle.closed.is_set()
        assert not used.closed.is_set()
        with pool.lease("mine") as fresh:
            assert fresh is not used
        assert not kept.closed.is_set()
    assert used.closed.is_set()


def test_closing_ends_every_process_and_refuses_new_ones(pool: EncoderPool) -> None:
    process = lease(pool, "starter")
    pool.close()
    assert process.closed.is_set()
    with pytest.raises(RuntimeError, match="closed"):
        lease(pool, "starter")


def test_a_new_share_of_the_processor_is_for_processes_that_start_later(pool: EncoderPool) -> None:
    pool.configure(idle_seconds=600)
    idle = lease(pool, "other")
    with pool.lease("mine") as used:
        pool.configure(cpu_percent=50)
        assert idle.closed.is_set()
        assert not used.closed.is_set()
        assert lease(pool, "mine") is not used
    assert used.closed.is_set()


def test_a_shorter_patience_acts_on_what_is_idle_already(pool: EncoderPool) -> None:
    pool.configure(idle_seconds=600)
    process = lease(pool, "starter")
    pool.configure(idle_seconds=0.05)
    assert process.closed.wait(10)


def test_a_share_of_threads_is_never_nothing() -> None:
    from photoclip.encoders.worker import share

    assert [share(8, percent) for percent in (100, 50, 10, 1)] == [8, 4, 1, 1]
