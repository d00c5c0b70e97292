"""Notices that the app which started this trainer is gone, so that none lingers for ever."""

from __future__ import annotations

import os

from photoclip.processes import PARENT_VARIABLE, is_marked_running


def orphaned() -> bool:
    """Whether the app that started this process has ended.

    A trainer that was started by hand has no app to lose.
    """
    parent = os.environ.get(PARENT_VARIABLE, "")
    return parent != "" and not is_marked_running(parent)
