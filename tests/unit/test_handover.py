"""What one start hands to another arrives as it was, and nothing else is taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoclip.handover import Handover

names = st.binary(min_size=1, max_size=20).filter(
    lambda name: b"\0" not in name and b"/" not in name
)


@given(st.lists(names, max_size=4), st.text(max_size=40), st.text(max_size=10))
def test_arguments_arrive_as_they_were(found: list[bytes], search: str, token: str) -> None:
    paths = tuple(Path("/") / os.fsdecode(name) for name in found)
    handover = Handover(paths, search, token)
    line = handover.to_json()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert Handover.from_json(line) == handover


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"GET / HTTP/1.1\n",
        b"[]\n",
        b"{}\n",
        b'{"paths": "x", "search": "", "token": ""}\n',
        b'{"paths": [3], "search": "", "token": ""}\n',
        b'{"paths": [], "search": null, "token": ""}\n',
    ],
)
def test_anything_else_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        Handover.from_json(line)
