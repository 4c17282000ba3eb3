"""The relay over zenoh between peers: shared memory for what is large, Unix sockets for the rest; no router.

zenoh's Python does not let shared memory be written in place: a word is written into a buffer and copied over.
"""

import json
import queue
import time

import numpy as np
import zenoh
from relay import PATIENCE, Settings, main

LARGE = 4096  # bytes; from here on shared memory


class Carrier:
    """One stage's session."""

    def __init__(self, settings: Settings, stage: int) -> None:
        place = lambda hop: f"unixsock-stream/{settings.folder}/hop{hop}"  # noqa: E731
        config = zenoh.Config()
        config.insert_json5("mode", '"peer"')
        config.insert_json5("scouting/multicast/enabled", "false")
        config.insert_json5("transport/shared_memory/enabled", "true")
        last = stage == settings.stages - 1
        config.insert_json5("listen/endpoints", json.dumps([] if last else [place(stage)]))
        config.insert_json5("connect/endpoints", json.dumps([place(stage - 1)] if stage else []))
        self.session = zenoh.open(config)
        self.queue: queue.SimpleQueue = queue.SimpleQueue()
        if stage > 0:
            self.source = self.session.declare_subscriber(f"hop{stage - 1}", self.queue.put)
        if not last:
            self.sink = self.session.declare_publisher(f"hop{stage}", congestion_control=zenoh.CongestionControl.BLOCK)
            self.buffer = np.zeros(settings.sizes[stage] // 8, np.int64)
            size = self.buffer.nbytes
            self.shared = zenoh.shm.ShmProvider.default_backend(size * 8 + 65536) if size >= LARGE else None
        time.sleep(0.5)

    def loan(self) -> np.ndarray:
        """A buffer of our own."""
        return self.buffer

    def send(self) -> None:
        """Copy it into shared memory, or into the message."""
        if self.shared is None:
            self.sink.put(self.buffer.tobytes())
            return
        place = self.shared.alloc(self.buffer.nbytes, zenoh.shm.BlockOn(zenoh.shm.GarbageCollect()))
        place[:] = self.buffer.tobytes()
        self.sink.put(place)

    def take(self) -> "np.ndarray | None":
        """The next word."""
        try:
            return np.frombuffer(self.queue.get(timeout=PATIENCE).payload.to_bytes(), np.int64)
        except queue.Empty:
            return None

    def back(self) -> None:
        """Nothing to give back."""


if __name__ == "__main__":
    main(Carrier)
