"""Who is guilty when the encoder process dies."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from photoclip.encoders.ledger import CRASH, Job, Ledger
from photoclip.encoders.messages import PhotoRequest

RUN = object()


def job(number: int, run: object = RUN) -> Job:
    return Job(number, run, PhotoRequest(number, Path(f"{number}.jpg")))


def ledger(*numbers: int) -> Ledger:
    book = Ledger(file_timeout_s=20, encode_timeout_s=300)
    for number in numbers:
        book.add(job(number))
    return book


def numbers(jobs: list[Job]) -> list[int]:
    return [each.number for each in jobs]


def test_everything_that_waits_is_sent_at_once() -> None:
    book = ledger(1, 2, 3)
    assert numbers(book.take_sendable()) == [1, 2, 3]
    assert book.take_sendable() == []


def test_after_a_death_only_begun_files_are_suspects_and_they_go_one_at_a_time() -> None:
    book = ledger(1, 2, 3, 4)
    book.take_sendable()
    book.started(1, 0)
    book.started(2, 0)
    assert book.died(1) == []
    assert numbers(book.take_sendable()) == [1]
    assert book.take_sendable() == []
    book.started(1, 2)
    assert book.finished(1) is not None
    assert numbers(book.take_sendable()) == [2]
    book.finished(2)
    assert numbers(book.take_sendable()) == [3, 4]


def test_the_file_that_was_alone_when_the_process_died_is_guilty() -> None:
    book = ledger(1, 2, 3)
    book.take_sendable()
    book.started(1, 0)
    book.started(2, 0)
    book.died(1)
    book.take_sendable()
    book.started(1, 2)
    assert [(each.number, reason) for each, reason in book.died(3)] == [(1, CRASH)]
    assert numbers(book.take_sendable()) == [2]


def test_a_file_that_holds_its_decoder_is_guilty_at_once_and_the_others_are_not() -> None:
    book = ledger(1, 2, 3)
    book.take_sendable()
    book.started(1, 0)
    book.started(2, 15)
    assert book.seconds_left(15) == 5
    assert book.seconds_left(30) == 0
    guilty = book.died(20)
    assert numbers([each for each, _ in guilty]) == [1]
    assert "more than 20 seconds" in guilty[0][1]
    assert numbers(book.take_sendable()) == [2]


def test_a_file_that_waits_for_the_model_may_take_longer() -> None:
    book = ledger(1)
    book.take_sendable()
    book.started(1, 0)
    book.decoded(1, 5)
    assert book.seconds_left(100) == 205
    assert book.died(400) == []


def test_a_file_that_waits_its_turn_has_no_time_limit_and_no_guilt() -> None:
    book = ledger(1, 2)
    book.take_sendable()
    book.started(1, 0)
    book.paused(1)
    assert book.seconds_left(100) is None
    assert not book.began()
    assert book.died(100) == []
    assert numbers(book.take_sendable()) == [1, 2]


def test_forgotten_files_are_neither_sent_nor_blamed_nor_waited_for() -> None:
    book = ledger(1, 2)
    other = object()
    book.add(job(3, other))
    book.take_sendable()
    book.started(1, 0)
    assert book.forget(RUN) == (2,)
    assert bool(book)
    assert book.died(100) == []
    assert numbers(book.take_sendable()) == [3]
    assert book.forget(other) == (3,)
    assert not book


def test_a_file_that_began_in_the_moment_it_was_dropped_is_still_timed() -> None:
    book = ledger(1)
    book.take_sendable()
    book.forget(RUN)
    book.started(1, 0)
    assert book.seconds_left(5) == 15
    assert book.finished(1) is None
    assert book.seconds_left(5) is None


@given(
    killers=st.sets(st.integers(0, 19), max_size=4),
    hangers=st.sets(st.integers(0, 19), max_size=2),
    threads=st.integers(1, 4),
)
def test_whatever_kills_exactly_the_guilty_files_are_lost(
    killers: set[int], hangers: set[int], threads: int
) -> None:
    """A model of the process: it takes files in order, some threads at a time."""
    book = ledger(*range(20))
    now, outcomes, queue, busy = 0.0, dict[int, bool](), list[int](), dict[int, float]()
    for _ in range(500):
        queue += numbers(book.take_sendable())
        if not queue and not busy:
            break
        while queue and len(busy) < threads:
            number = queue.pop(0)
            busy[number] = now
            book.started(number, now)
        now += 1
        victim = next((n for n in busy if n in killers and n not in hangers), None)
        overdue = any(now - begun >= 20 for begun in busy.values())
        if victim is not None or overdue:
            for each, _ in book.died(now):
                outcomes[each.number] = False
            queue, busy = [], {}
            continue
        for number in [n for n in busy if n not in hangers]:
            del busy[number]
            assert book.finished(number) is not None
            outcomes[number] = True
    assert set(outcomes) == set(range(20))
    assert {n for n, fine in outcomes.items() if not fine} == killers | hangers
