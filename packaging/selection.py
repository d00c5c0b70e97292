"""What stays out of the installed app, each with its reason. Read by photoclip.spec and tests."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

Entry = tuple[str, str, str]
"""As PyInstaller lists a part: place in the app, source, kind."""

_KINDS_OF_LEARNING: Final = (
    *("cluster", "covariance", "cross_decomposition", "datasets", "decomposition", "ensemble"),
    *("feature_extraction", "gaussian_process", "impute", "inspection", "manifold", "mixture"),
    *("naive_bayes", "neighbors", "neural_network", "semi_supervised", "tree"),
)

MODULES: Final[Mapping[str, str]] = {
    "tkinter": "a second window toolkit that matplotlib and PIL offer",
    "IPython": "notebooks",
    "jupyter": "notebooks",
    "pytest": "tests of libraries",
    "_pytest": "tests of libraries",
    "hypothesis": "tests of libraries",
    "mypy": "development",
    "ruff": "development",
    "setuptools": "torch builds extensions with it; nothing is built here",
    "pkg_resources": "part of setuptools",
    "tensorboard": "curves beside our own; an extra for those who train from source",
    "torch.utils.tensorboard": "the same",
    "sentence_transformers": "comes with a tower's package and is never imported",
    "skimage": "pictures of the demo, which says what to install",
    "matplotlib.backends.backend_qtagg": "plots are drawn to files, without a window",
    "triton": "compiler for graphics cards; torch.compile is not used",
    "hf_xet": "a second way of downloading; ours takes up interrupted files over HTTPS",
    "networkx": "graphs; torch's compiler reads them",
    "lxml.objectify": "a second way to read XML",
    "lxml.isoschematron": "checks of XML by rules",
    "lxml.html": "web pages",
    "scipy.cluster": "never used, and nothing that is used asks for it",
    "scipy.datasets": "example data",
    "scipy.io": "MATLAB, Fortran and NetCDF files",
    "scipy.signal": "never used, and nothing that is used asks for it",
    "PIL._imagingft": "drawing text on pictures",
    "PIL._imagingtk": "pictures in a second window toolkit",
    "curses": "programs that fill a terminal",
    "readline": "typing into Python",
    "PySide6.QtNetworkAuth": "signing in to web services",
    "PySide6.QtTest": "tests; pyqtgraph does without",
    **dict.fromkeys(
        (f"sklearn.{name}" for name in _KINDS_OF_LEARNING),
        "of scikit-learn only logistic regression is used",
    ),
}

FILES: Final[Mapping[str, str]] = {
    r"torch/(test|include|share)/": "for building against torch and testing it",
    r"torch/bin/(?!torch_shm_manager)": "test programs and compilers of torch",
    r"torch/lib/lib(jitbackend_test|torchbind_test)": "libraries of torch's own tests",
    r"torch/lib/lib(aoti_custom_ops|backend_with_compiler)": "the same",
    r"torch/_inductor/(autoheuristic|codegen|codecache|compile_fx|cudagraph_trees)[./]": "torch's "
    "compiler; what the rest asks of it stays",
    r"torch/_inductor/(fx_passes|graph|ir|kernel|lowering|pattern_matcher)[./]": "the same",
    r"torch/_inductor/(scheduler|select_algorithm|template_heuristics)[./]": "the same",
    r"torch/testing/_internal/(?!(common_dtype|distributed|logging_tensor)[./])[a-z]": "torch's "
    "own tests",
    r"torch/testing/_internal/distributed/(?!fake_pg)[a-z]": "torch's own tests",
    r"pygments/lexers/(?!(_mapping|data|diff|python|shell|special)/)[a-z]": "colours for the "
    "source text of languages that nothing shows",
    r"torchvision/image\.(so|pyd)": "torchvision's decoders; pictures are read by Pillow",
    # With them NVIDIA's nvjpeg and cudart, which are not free software.
    r"torchvision\.libs/": "what torchvision's decoders need (Linux)",
    r"torchvision/[^/]+\.dll": "the same (Windows)",
    r"torchvision/\.dylibs/(?!libc\+\+)": "the same (macOS)",
    # Qt's folders lie in PySide6/Qt, on Windows in PySide6 itself; only there their
    # libraries are not called lib-.
    r"PySide6/(Qt/)?translations/(?!qtbase_(de|en))": "Qt's own texts in other languages",
    r"PySide6/(Qt/)?qml/": "Qt Quick; the window uses widgets",
    r"PySide6/Qt/plugins/platformthemes/libqgtk3": "brings all of GTK for one file dialog; "
    "the desktop portal's dialogs stay",
    r"PySide6/(Qt/)?plugins/(egldeviceintegrations|generic)/": "devices without a desktop",
    r"PySide6/(Qt/)?plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|vkkhrdisplay|vnc)": "the same",
    r"PySide6/(Qt/)?plugins/networkinformation/": "whether there is a network; never asked",
    r"PySide6/(Qt/)?plugins/imageformats/(lib)?q(icns|pdf|tga|tiff|wbmp|webp)": "pictures that "
    "are read by Pillow; Qt draws icons only",
    r"PySide6/Qt/plugins/wayland-graphics-integration-client/libvulkan": "Vulkan; never used",
    r"PySide6/Qt/lib/libQt6EglF": "devices without a desktop",
    r"matplotlib/mpl-data/(sample_data|images|plot_directive|stylelib)/": "not used by our plots",
    r"matplotlib/mpl-data/fonts/(afm|pdfcorefonts)/": "fonts for PDF and PostScript",
    r"matplotlib/mpl-data/fonts/ttf/(STIX|cm|DejaVuSerif|DejaVuSans(Mono|-BoldO))": "fonts for "
    "formulas; ours are in DejaVu Sans",
    r"sklearn/datasets/(data|images|descr)/": "example data",
    r"scipy/.*/tests?/": "tests",
    r".*/\.git[a-z]+$": "left in a package by mistake",
    r"timm/data/_info/": "names of ImageNet's classes",
    r"(?!photoclip|gt_all|efficientnet)[^/]+\.dist-info/RECORD$": "lists of installed files; "
    "only the model's and our own are read",
    r"[^/]+\.dist-info/sboms/": "what libraries were built of, for machines to read",
    r"[^/]+\.dist-info/(direct_url\.json|REQUESTED)$": "tells about the machine that built it",
    r"(pytest|hypothesis|ruff|mypy)[-_.a-zA-Z]*-[0-9.]+\.dist-info/": "development",
}

# Text towers that OpenCLIP names (open_clip/hf_configs.py), and what peft looks at.
KEPT_TRANSFORMERS: Final = frozenset(
    {
        "auto",
        "bert",
        "bloom",
        "clip",
        "encoder_decoder",
        "m2m_100",
        "mt5",
        "roberta",
        "t5",
        "xlm_roberta",
    }
)

SYSTEM: Final[Mapping[str, str]] = {
    "libstdc++.so.6": "the graphics driver needs the newer of the two",
    "libgcc_s.so.1": "goes with libstdc++",
    "libX11.so.6": "must be the one of the graphics driver",
    "libX11-xcb.so.1": "goes with libX11",
    "libxcb.so.1": "must be the one of the graphics driver",
    "libfontconfig.so.1": "must fit the system's font configuration",
    "libfreetype.so.6": "goes with fontconfig",
    "libexpat.so.1": "goes with fontconfig",
    "libmvec.so.1": "part of the C library",
    "libdbus-1.so.3": "must fit the system's message bus",
    "libglib-2.0.so.0": "goes with the system's desktop",
    "libgthread-2.0.so.0": "goes with glib",
    "libgssapi_krb5.so.2": "must fit the system's Kerberos",
    "libz.so.1": "goes with freetype",
}
"""Linux libraries that are taken from the system: AppImage's exclusion list, as far as it
concerns us."""

_UNNEEDED = re.compile("|".join(f"(?:{pattern})" for pattern in FILES))
_OF_A_WHEEL = re.compile(r"[^/]+\.libs/")
_MODEL = re.compile(r"transformers/models/([a-z0-9_]+)/")
# Settings and functions that torch finds by reading its own source when it is imported.
_READ_BY_TORCH = re.compile(
    rb"torch\.jit|jit\.(?:script|_overload|ignore|unused|export)|_overload|config_module"
)


def is_needed(place: str) -> bool:
    """Whether a file belongs in the app, by its place there."""
    place = place.replace("\\", "/")
    model = _MODEL.match(place)
    if model is not None:
        return model[1] in KEPT_TRANSFORMERS
    return _UNNEEDED.match(place) is None and place not in SYSTEM


def is_needed_source(place: str, source: Path) -> bool:
    """Whether a Python source is read as such by its own package; bytecode is there anyway."""
    place = place.replace("\\", "/")
    if not place.endswith(".py"):
        return True
    if place.startswith(("torch/", "torchvision/")):
        # Functions that torch compiles for second derivatives.
        if place.startswith(("torch/_decomp/", "torch/_refs/")):
            return True
        return _READ_BY_TORCH.search(source.read_bytes()) is not None
    # transformers lists its models by their sources, and reads its own first file again.
    kept = ("transformers/models/", "transformers/__init__.py")
    return not place.startswith("transformers/") or place.startswith(kept)


def is_needed_module(name: str) -> bool:
    """Whether a module belongs in the app."""
    return is_needed(f"{name.replace('.', '/')}/")


def unloadable(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Places of torchvision's libraries that were built for another torch than this one.

    Made for CUDA they cannot be loaded beside a torch for the CPU; photoclip does without
    them then (``photoclip.encoders.torch_compat``).

    Args:
        entries: All libraries, as PyInstaller lists them.
        imports: File names of the libraries that a file asks for.
    """
    known = list(entries)
    names = {Path(place).name for place, _, _ in known}
    return frozenset(
        place
        for place, source, _ in known
        if place.startswith("torchvision/")
        and any("_cuda" in name and name not in names for name in imports(source))
    )


def without_orphans(
    entries: Iterable[Entry], imports: Callable[[str], Iterable[str]], packages: Path
) -> list[Entry]:
    """Leave out libraries that only something left out had needed.

    That goes for libraries of the system and for those that wheels bring along.

    Args:
        entries: Libraries and links as PyInstaller lists them, already chosen.
        imports: File names of the libraries that a file asks for.
        packages: Folder of the Python packages; what lies there is no system library.
    """
    kept = without_dangling(entries)
    system = {
        place: Path(place).name
        for place, source, kind in kept
        if kind == "BINARY" and _may_go(place, Path(source), packages)
    }
    wanted: set[str] = set()
    queue = [
        (place, source) for place, source, kind in kept if kind != "SYMLINK" and place not in system
    ]
    by_name: dict[str, list[str]] = {}
    for place, source, _ in kept:
        if place in system:
            by_name.setdefault(system[place], []).append(source)
    while queue:
        _, source = queue.pop()
        for name in imports(source):
            if name in by_name and name not in wanted:
                wanted.add(name)
                queue.extend((name, other) for other in by_name[name])
    return without_dangling(
        entry for entry in kept if entry[0] not in system or system[entry[0]] in wanted
    )


def _may_go(place: str, source: Path, packages: Path) -> bool:
    """Whether a library is there for others only: of the system, or brought by a wheel."""
    if _OF_A_WHEEL.match(place):
        return True
    return (
        "/" not in place
        and _is_library(place)
        and not source.is_relative_to(packages)
        and not place.startswith("libpython")
    )


def without_dangling(found: Iterable[Entry], others: Iterable[Entry] = ()) -> list[Entry]:
    """Leave out links to what was left out.

    Args:
        found: Entries with links among them.
        others: More entries that links may point to.
    """
    entries = list(found)
    places = {place for place, _, kind in (*entries, *others) if kind != "SYMLINK"}
    return [
        (place, source, kind)
        for place, source, kind in entries
        if kind != "SYMLINK" or posixpath.normpath(f"{Path(place).parent}/{source}") in places
    ]


def _is_library(place: str) -> bool:
    return ".so" in place and "cpython" not in place
