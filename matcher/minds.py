"""Opens what it takes to understand by meaning as soon as it is there, and says why it is not.

The model may be made while pages are served: until then search goes by words, and nobody has to start anything again.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from catalogue.competences import Vocabulary
from catalogue.messages import Message, message
from catalogue.settings import Settings
from indexer.embedder import ModelUnavailable, open_embedder
from indexer.labels import Labels, digest
from matcher.understand import Mind

# How long a model that was missing is not looked for again.
PAUSE = 10.0


def open_mind(settings: Settings, vocabulary: Vocabulary) -> Mind:
    """The model and the labels as a build made them. Raises ModelUnavailable."""
    embedder = open_embedder(settings)
    folder: Path = settings.models_folder / f"labels-{digest(vocabulary, embedder.fingerprint)}"
    try:
        return Mind(embedder, vocabulary, Labels(vocabulary, folder))
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise ModelUnavailable(message("model.labels_missing", folder=str(folder))) from error


class Minds:
    """The mind in use. Safe to ask from several threads; only one of them opens it."""

    def __init__(self, opening: Callable[[], Mind], clock: Callable[[], float] = time.monotonic) -> None:
        self._opening = opening
        self._clock = clock
        self._lock = threading.Lock()
        self._mind: Mind | None = None
        self._next = float("-inf")
        self.reason: Message | None = None

    def current(self) -> Mind | None:
        """The mind, or None where there is none yet; then `reason` says why."""
        if self._mind is None and self._clock() >= self._next and self._lock.acquire(blocking=False):
            try:
                self._mind, self.reason = self._opening(), None
            except ModelUnavailable as unavailable:
                self.reason = unavailable.reason
            finally:
                self._next = self._clock() + PAUSE
                self._lock.release()
        return self._mind
