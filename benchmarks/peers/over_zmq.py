"""The relay over pyzmq: PUSH and PULL over Unix sockets, nothing copied that need not be."""

import numpy as np
import zmq
from relay import PATIENCE, Settings, main


class Carrier:
    """One stage's two sockets."""

    def __init__(self, settings: Settings, stage: int) -> None:
        self.context = zmq.Context()
        self.source, self.sink = None, None
        if stage > 0:
            self.source = self.context.socket(zmq.PULL)
            self.source.setsockopt(zmq.RCVTIMEO, int(PATIENCE * 1e3))
            self.source.connect(f"ipc://{settings.folder}/hop{stage - 1}")
        if stage < settings.stages - 1:
            self.sink = self.context.socket(zmq.PUSH)
            self.sink.bind(f"ipc://{settings.folder}/hop{stage}")
            self.buffers = [np.zeros(settings.sizes[stage] // 8, np.int64) for _ in range(8)]
        self.number = 0

    def loan(self) -> np.ndarray:
        """A buffer that was sent eight words ago."""
        return self.buffers[self.number % 8]

    def send(self) -> None:
        """Hand it to zmq's thread."""
        self.sink.send(self.buffers[self.number % 8], copy=False)
        self.number += 1

    def take(self) -> "np.ndarray | None":
        """The next word."""
        try:
            return np.frombuffer(self.source.recv(copy=False), np.int64)
        except zmq.Again:
            return None

    def back(self) -> None:
        """Nothing to give back."""


if __name__ == "__main__":
    main(Carrier)
