"""``photoclip --self-test``: does this installation work, from its libraries to a tuned model?

Everything that a packaged app could lack is tried: libraries, the shipped model, a small
library of generated pictures, sidecars, the window and the trainer. It touches neither the
user's library nor the network, and leaves nothing behind.
"""

from photoclip.cli.selftest.pictures import write_pictures
from photoclip.cli.selftest.run import run

__all__ = ["run", "write_pictures"]
