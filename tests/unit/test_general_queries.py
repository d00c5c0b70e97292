"""The shipped queries that retention is measured with."""

from __future__ import annotations

from photoclip.paths import resource


def lines(name: str) -> list[str]:
    texts = (line.strip() for line in resource("prompts", name).read_text("utf-8").splitlines())
    return [text for text in texts if text and not text.startswith("#")]


def test_there_are_two_hundred_distinct_general_queries():
    queries = lines("general_queries.txt")
    assert len(queries) == 200
    assert len({query.casefold() for query in queries}) == 200


def test_they_are_others_than_those_that_search_is_calibrated_with():
    assert not {each.casefold() for each in lines("general_queries.txt")} & {
        each.casefold() for each in lines("background.txt")
    }


def test_they_are_short_and_long():
    words = [len(query.split()) for query in lines("general_queries.txt")]
    assert min(words) == 1
    assert max(words) >= 8
    assert 2 <= sum(words) / len(words) <= 5
