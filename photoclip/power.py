"""Whether this machine runs on mains, and for how long nobody has touched it.

Answers are None where a system does not tell; nothing in here fails.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import re
import subprocess
import sys
from typing import Any, Final

_ASK_TIMEOUT_S: Final = 3.0


def on_mains() -> bool | None:
    """True on mains or without a battery, False on battery, None where that is not known."""
    # Not at the top: the window asks once it is there, not while it starts.
    import psutil

    read = getattr(psutil, "sensors_battery", None)
    if read is None:
        return None
    try:
        battery = read()
    # A machine without batteries reports them in many ways, some of them by failing.
    except Exception:  # noqa: BLE001
        return None
    if battery is None:
        return True
    return None if battery.power_plugged is None else bool(battery.power_plugged)


def idle_seconds() -> float | None:
    """Seconds since the last key or mouse movement in any program; None if not known."""
    with contextlib.suppress(OSError, AttributeError, ValueError, subprocess.SubprocessError):
        if sys.platform == "win32":
            return _idle_on_windows()
        if sys.platform == "darwin":
            return _idle_on_mac()
        return _idle_on_x11()
    return None


class _LastInput(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint), ("time", ctypes.c_uint))


def _idle_on_windows() -> float | None:
    windll: Any = ctypes.windll  # type: ignore[attr-defined]
    last = _LastInput(ctypes.sizeof(_LastInput), 0)
    if not windll.user32.GetLastInputInfo(ctypes.byref(last)):
        return None
    # Both count milliseconds in 32 bits and begin anew after 49 days.
    now = windll.kernel32.GetTickCount() & 0xFFFFFFFF
    return float((now - last.time) & 0xFFFFFFFF) / 1000.0


def _idle_on_mac() -> float | None:
    answer = subprocess.run(
        ["ioreg", "-c", "IOHIDSystem", "-d", "4"],
        capture_output=True,
        text=True,
        timeout=_ASK_TIMEOUT_S,
        check=False,
    )
    found = re.search(r'"HIDIdleTime"\s*=\s*(\d+)', answer.stdout)
    return int(found.group(1)) / 1e9 if found else None


class _ScreenSaverInfo(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


def _idle_on_x11() -> float | None:
    # Under Wayland XWayland knows of its own windows only, which is worse than no answer.
    if not os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    names = ctypes.util.find_library("X11"), ctypes.util.find_library("Xss")
    if names[0] is None or names[1] is None:
        return None
    x11, saver = (ctypes.CDLL(name) for name in names)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    saver.XScreenSaverQueryExtension.argtypes = [
        ctypes.c_void_p,
        ctypes.POINTER(ctypes.c_int),
        ctypes.POINTER(ctypes.c_int),
    ]
    saver.XScreenSaverQueryInfo.argtypes = [
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.POINTER(_ScreenSaverInfo),
    ]
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    try:
        first, second = ctypes.c_int(), ctypes.c_int()
        if not saver.XScreenSaverQueryExtension(display, ctypes.byref(first), ctypes.byref(second)):
            return None
        info = _ScreenSaverInfo()
        root = x11.XDefaultRootWindow(display)
        if not saver.XScreenSaverQueryInfo(display, root, ctypes.byref(info)):
            return None
        return float(info.idle) / 1000.0
    finally:
        x11.XCloseDisplay(display)
