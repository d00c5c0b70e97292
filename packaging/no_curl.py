"""A stand-in for the libcurl that Exiv2's wheel brings along (Linux).

Exiv2 can read pictures from web pages; PhotoClip never has it do so. For that alone the wheel
carries libcurl with nineteen more libraries, among them an OpenSSL 1.1.1 that is no longer
mended and whose licence forbids to pass it on together with Exiv2 (GPL). So the app gets a
library of the same name in which every attempt fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

Entry = tuple[str, str, str]
"""As PyInstaller lists a part: place in the app, source, kind."""

_CURL: Final = re.compile(r"exiv2\.libs/libcurl[-.]")
_EXIV2: Final = re.compile(r"exiv2\.libs/libexiv2[-.]")
_CODE: Final = """
#include <stddef.h>
/* CURLE_FAILED_INIT */
#define FAILS 2
void *curl_easy_init(void) { return NULL; }
void curl_easy_cleanup(void *handle) {}
void curl_easy_reset(void *handle) {}
int curl_easy_perform(void *handle) { return FAILS; }
int curl_easy_setopt(void *handle, int option, ...) { return FAILS; }
int curl_easy_getinfo(void *handle, int info, ...) { return FAILS; }
const char *curl_easy_strerror(int code) { return "PhotoClip's Exiv2 opens no web pages"; }
/* The first fields of curl_version_info_data, which Exiv2 prints. */
static const char *const no_protocols[] = {NULL};
static const struct {
    int age; const char *version; unsigned number; const char *host; int features;
    const char *ssl; long ssl_number; const char *libz; const char *const *protocols;
} nothing = {0, "none", 0, "none", 0, "none", 0, "none", no_protocols};
const void *curl_version_info(int age) { return &nothing; }
"""


def stand_in(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """The same parts with the stand-in instead of libcurl; what only that needed is left over.

    Args:
        entries: Libraries as PyInstaller lists them.
        work: Folder to put the stand-in into.

    Raises:
        SystemExit: There is no compiler, or Exiv2 asks for more than the stand-in has.
    """
    known = list(entries)
    curl = [place for place, _, _ in known if _CURL.match(place)]
    if not curl:
        return known
    file = work / Path(curl[0]).name
    _compile(file)
    lacking = {
        name
        for place, source, _ in known
        if _EXIV2.match(place)
        for name in _symbols(source, "--undefined-only")
        if name.startswith("curl_")
    } - _symbols(file, "--defined-only")
    if lacking:
        raise SystemExit(f"packaging/no_curl.py lacks what Exiv2 asks for: {sorted(lacking)}")
    return [(place, str(file) if place in curl else source, kind) for place, source, kind in known]


def _compile(file: Path) -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        raise SystemExit("A C compiler is needed to build the app: apt install gcc libc6-dev")
    command = [compiler, "-x", "c", "-O1", "-shared", "-fPIC", "-Wl,--build-id=none"]
    subprocess.run(
        [*command, f"-Wl,-soname,{file.name}", "-o", str(file), "-"],
        input=_CODE.encode(),
        check=True,
    )


def _symbols(file: str | Path, which: str) -> set[str]:
    told = subprocess.run(
        ["nm", "--dynamic", which, str(file)], capture_output=True, text=True, check=True
    ).stdout
    return {line.split()[-1].partition("@")[0] for line in told.splitlines() if line.strip()}
