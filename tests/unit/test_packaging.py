"""What goes into the installed app, and under which name it starts."""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


selection, slim, start = load("selection"), load("slim"), load("start")
no_curl, elf_tool = load("no_curl"), load("elf")


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/test_jit", False),
        ("torch/include/ATen/ATen.h", False),
        ("torch/lib/libtorch_cpu.so", True),
        ("transformers/models/bert/modeling_bert.py", True),
        ("transformers/models/gpt2/modeling_gpt2.py", False),
        ("transformers/models/__init__.py", True),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6\\Qt\\translations\\qt_fr.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqminimal.so", False),
        ("photoclip-0.1.0.dist-info/direct_url.json", False),
        ("photoclip-0.1.0.dist-info/RECORD", True),
        ("libstdc++.so.6", False),
        # Qt's folders on Windows, where they lie in PySide6 itself.
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qminimal.dll", False),
        ("PySide6/plugins/iconengines/qsvgicon.dll", True),
        ("PySide6/translations/qtbase_de.qm", True),
        ("PySide6\\translations\\qt_fr.qm", False),
        ("PySide6/qml/QtQml/qmldir", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        # What torchvision's decoders need: NVIDIA's libraries on Linux, a whole Python on Windows.
        ("torchvision/_C.so", True),
        ("torchvision/_C.pyd", True),
        ("torchvision/image.so", False),
        ("torchvision/image.pyd", False),
        ("torchvision/jpeg8.dll", False),
        ("torchvision/python311.dll", False),
        ("torchvision/.dylibs/libpng16.16.dylib", False),
        ("torchvision/.dylibs/libc++.1.0.dylib", True),
        ("torchvision.libs/libnvjpeg.36e11081.so.13", False),
        ("torchvision.libs/libcudart.faf08d9a.so.13", False),
    ],
)
def test_files_are_kept_or_left_out_by_their_place(place, kept):
    assert selection.is_needed(place) is kept


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("torch._inductor", True),
        ("torch._inductor.config", True),
        ("torch._inductor.codegen", False),
        ("torch._inductor.codegen.cpp", False),
        ("torch._inductor.ir", False),
        ("torch.testing._internal.common_dtype", True),
        ("torch.testing._internal.common_utils", False),
        ("pygments.lexers", True),
        ("pygments.lexers.python", True),
        ("pygments.lexers.php", False),
        ("transformers.models.gpt2", False),
    ],
)
def test_modules_are_kept_or_left_out_by_their_name(name, kept):
    assert selection.is_needed_module(name) is kept


def test_every_exclusion_has_a_reason():
    reasons = [*selection.MODULES.values(), *selection.FILES.values(), *selection.SYSTEM.values()]
    assert all(len(reason) > 3 for reason in reasons)


def test_a_system_library_goes_with_the_last_one_that_needs_it():
    entries = [
        ("plugin.so", "/packages/plugin.so", "BINARY"),
        ("libone.so.1", "/usr/lib/libone.so.1", "BINARY"),
        ("libtwo.so.1", "/usr/lib/libtwo.so.1", "BINARY"),
        ("libgone.so.1", "/usr/lib/libgone.so.1", "BINARY"),
        ("liblink.so", "libtwo.so.1", "SYMLINK"),
        ("libdangling.so", "liblost.so.1", "SYMLINK"),
    ]
    asks = {"/packages/plugin.so": ["libone.so.1"], "/usr/lib/libone.so.1": ["libtwo.so.1"]}
    kept = selection.without_orphans(
        entries, lambda source: asks.get(source, []), Path("/packages")
    )
    assert [place for place, _, _ in kept] == [
        "plugin.so",
        "libone.so.1",
        "libtwo.so.1",
        "liblink.so",
    ]


def test_links_to_what_was_left_out_go_too():
    kept = selection.without_dangling(
        [
            ("libone.so", "one.libs/libone.so", "SYMLINK"),
            ("two.libs/libone.so", "../one.libs/libone.so", "SYMLINK"),
            ("libnvjpeg.so.13", "torchvision.libs/libnvjpeg.so.13", "SYMLINK"),
            ("data.json", "/packages/data.json", "DATA"),
        ],
        [("one.libs/libone.so", "/packages/one.libs/libone.so", "BINARY")],
    )
    assert [place for place, _, _ in kept] == ["libone.so", "two.libs/libone.so", "data.json"]


COMPILER = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("cc", "nm", "objdump"))),
    reason="needs Linux with a compiler",
)


def compiled(file: Path, code: str, *options: str) -> str:
    command = ["cc", "-x", "c", "-shared", "-fPIC", *options, "-o", str(file), "-"]
    subprocess.run(command, input=code.encode(), check=True)
    return str(file)


@COMPILER
def test_exiv2_gets_a_curl_that_opens_nothing(tmp_path):
    exiv2 = compiled(
        tmp_path / "libexiv2-1.so",
        "void *curl_easy_init(void); int curl_easy_setopt(void *, int, ...);"
        "int f(void) { return curl_easy_setopt(curl_easy_init(), 1, 2L); }",
    )
    work = tmp_path / "work"
    work.mkdir()
    entries = [
        ("exiv2.libs/libexiv2-1.so", exiv2, "BINARY"),
        ("exiv2.libs/libcurl-2.so.4", "/packages/exiv2.libs/libcurl-2.so.4", "BINARY"),
        ("libcurl-2.so.4", "exiv2.libs/libcurl-2.so.4", "SYMLINK"),
    ]
    made = {place: source for place, source, _ in no_curl.stand_in(entries, work)}
    assert made["exiv2.libs/libcurl-2.so.4"] == str(work / "libcurl-2.so.4")
    assert made["exiv2.libs/libexiv2-1.so"] == exiv2
    library = ctypes.CDLL(str(work / "libcurl-2.so.4"))
    library.curl_easy_init.restype = ctypes.c_void_p
    assert library.curl_easy_init() is None
    assert library.curl_easy_perform(None) != 0


@COMPILER
def test_an_exiv2_that_asks_curl_for_more_stops_the_build(tmp_path):
    code = "void curl_new_function(void); void f(void) { curl_new_function(); }"
    exiv2 = compiled(tmp_path / "libexiv2-1.so", code)
    entries = [
        ("exiv2.libs/libexiv2-1.so", exiv2, "BINARY"),
        ("exiv2.libs/libcurl-2.so.4", "/packages/libcurl-2.so.4", "BINARY"),
    ]
    with pytest.raises(SystemExit, match="curl_new_function"):
        no_curl.stand_in(entries, tmp_path)


@COMPILER
@pytest.mark.skipif(platform.machine() != "x86_64", reason="about processors of this kind")
@pytest.mark.parametrize("wide", [False, True])
def test_a_library_for_this_processor_alone_is_known(tmp_path, wide):
    code = "void f(float *a, float *b) { for (int i = 0; i < 64; i++) a[i] += b[i]; }"
    options = ("-O3", "-mavx2") if wide else ("-O3",)
    file = compiled(tmp_path / "library.so", code, *options)
    assert elf_tool.wants_avx(Path(file)) is wide


def elf(offset: int, address: int, align: int) -> bytes:
    head = bytearray(64)
    head[:6] = b"\x7fELF\x02\x01"
    struct.pack_into("<Q", head, 32, 64)
    struct.pack_into("<HH", head, 54, 56, 1)
    segment = struct.pack("<IIQQQQQQ", 1, 5, offset, address, address, 0, 0, align)
    return bytes(head) + segment


@pytest.mark.parametrize(("offset", "loads"), [(0x1000, True), (0x1234, False)])
def test_a_library_whose_segments_strip_displaced_is_known(tmp_path, offset, loads):
    file = tmp_path / "library.so"
    file.write_bytes(elf(offset, 0x2000, 0x1000))
    assert slim._is_loadable(file) is loads


def test_libraries_that_are_there_twice_become_links(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "libsame.so.1").write_bytes(b"x" * 60_000)
    (tmp_path / "two" / "libother.so.1").write_bytes(b"y" * 60_000)
    assert slim.link_copies(tmp_path) == 60_000
    assert (tmp_path / "two" / "libsame.so.1").readlink() == Path("../one/libsame.so.1")
    assert not (tmp_path / "two" / "libother.so.1").is_symlink()


@pytest.mark.parametrize("before", ["", "/their/libraries"])
def test_programs_that_we_start_get_the_system_s_libraries(before):
    environment = {"LD_LIBRARY_PATH": "/ours"}
    if before:
        environment["LD_LIBRARY_PATH_ORIG"] = before
    start._leave_others_alone(environment)
    assert environment.get("LD_LIBRARY_PATH", "") == before
    assert "LD_LIBRARY_PATH_ORIG" not in environment
    # Our own workers look for theirs again.
    assert environment["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
