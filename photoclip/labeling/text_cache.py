"""Vectors of texts that were encoded before: while a prompt is edited, only that one is new."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from photoclip.encoders.base import FloatArray, TextEncoder

_KEPT = 4096


class TextCache:
    """A text encoder that encodes each text once; any thread may ask.

    Attributes:
        fingerprint: Of the model.
    """

    def __init__(
        self, fingerprint: str, encoder: Callable[[], TextEncoder], *, kept: int = _KEPT
    ) -> None:
        """Prepare.

        Args:
            fingerprint: Of the model.
            encoder: Gives the encoder; called only when a text is new.
            kept: Most vectors kept; those not used for longest go first.
        """
        self.fingerprint = fingerprint
        self._encoder = encoder
        self._kept = kept
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, FloatArray] = OrderedDict()

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """See :meth:`photoclip.encoders.base.TextEncoder.encode_texts`."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, self._encoder().encode_texts(new), strict=True))
        with self._lock:
            for text in dict.fromkeys(texts):
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._kept:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])
