"""PhotoClip: find, tag and teach your own photos, on your own machine."""

__version__ = "0.1.0"

# The one name that desktops, app stores and macOS know the app by. Their rules ask for a domain of
# the publisher, written backwards. PhotoClip has none yet: "local" is no domain that anybody can
# register (RFC 6762), while io.github.photoclip would be the name of whoever has that account.
APP_ID = "local.photoclip.PhotoClip"
