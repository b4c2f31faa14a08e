"""A server that failed is left alone for a while, so that no page waits for it again."""

import threading
import time


class Rest:
    """Of one server, for all threads of a process."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = 0.0  # by time.monotonic
        self._lock = threading.Lock()

    def is_over(self) -> bool:
        with self._lock:
            return time.monotonic() >= self._until

    def begin(self) -> None:
        with self._lock:
            self._until = time.monotonic() + self.seconds
