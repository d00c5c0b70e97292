"""What macOS wants to know of ``PhotoClip.app``: its Info.plist, for PyInstaller's BUNDLE."""

from __future__ import annotations

from typing import Any, Final

from photoclip import APP_ID

IDENTIFIER: Final = APP_ID

_WHY: Final = (
    "PhotoClip looks at the pictures in the folders that you add to it. "
    "They stay on this Mac; nothing is sent anywhere."
)


def info_plist(version: str) -> dict[str, Any]:
    """Entries of Info.plist beside those that PyInstaller writes itself.

    Args:
        version: As in ``photoclip.__version__``.
    """
    return {
        "CFBundleName": "PhotoClip",
        "CFBundleDisplayName": "PhotoClip",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleLocalizations": ["en", "de"],
        # What the wheels of PyTorch and Exiv2 are built for (macosx_14_0_arm64).
        "LSMinimumSystemVersion": "14.0",
        # PyInstaller would hide an app that can also be used in a terminal from the Dock.
        "LSBackgroundOnly": False,
        "LSApplicationCategoryType": "public.app-category.photography",
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "GPL-3.0-or-later",
        # The system shows these when a folder is read for the first time; without them it
        # ends the program.
        "NSDesktopFolderUsageDescription": _WHY,
        "NSDocumentsFolderUsageDescription": _WHY,
        "NSDownloadsFolderUsageDescription": _WHY,
        "NSRemovableVolumesUsageDescription": _WHY,
        "NSNetworkVolumesUsageDescription": _WHY,
        "NSPhotoLibraryUsageDescription": _WHY,
        # “Open with” and the Dock: a picture is searched by, a folder is added.
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Picture",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.image", "public.camera-raw-image"],
            },
            {
                "CFBundleTypeName": "Folder",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "None",
                "LSItemContentTypes": ["public.folder"],
            },
        ],
    }
