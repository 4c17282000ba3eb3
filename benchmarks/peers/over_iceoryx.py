"""The relay over iceoryx2: loaned samples, and an event for each, waited for in the kernel."""

import ctypes
from pathlib import Path

import iceoryx2 as iox
import numpy as np
from relay import PATIENCE, Settings, main

iox.set_log_level(iox.LogLevel.Fatal)


class Carrier:
    """One stage's publisher and subscriber, with a notifier and a listener beside."""

    def __init__(self, settings: Settings, stage: int) -> None:
        self.node = iox.NodeBuilder.new().create(iox.ServiceType.Ipc)
        self.name = Path(settings.folder).name
        if stage > 0:
            data, event = self.services(stage - 1)
            self.subscriber = data.subscriber_builder().create()
            self.listener = event.listener_builder().create()
        if stage < settings.stages - 1:
            data, event = self.services(stage)
            self.length = settings.sizes[stage]
            self.publisher = data.publisher_builder().initial_max_slice_len(self.length).create()
            self.notifier = event.notifier_builder().create()
        self.sample = self.got = None

    def services(self, hop: int) -> tuple:
        """Publish and subscribe; events."""
        kind = iox.Slice[ctypes.c_uint8]
        named = lambda what: iox.ServiceName.new(f"{self.name}/{what}{hop}")  # noqa: E731
        data = self.node.service_builder(named("data")).publish_subscribe(kind)
        data = data.subscriber_max_buffer_size(4).payload_alignment(iox.Alignment.new(64)).open_or_create()
        return data, self.node.service_builder(named("event")).event().open_or_create()

    def loan(self) -> np.ndarray:
        """A sample in shared memory, as it is."""
        self.sample = self.publisher.loan_slice_uninit(self.length)
        return np.frombuffer(self.sample.payload().as_memory_view(), np.int64)

    def send(self) -> None:
        """Send it, then say so."""
        self.sample.assume_init().send()
        self.notifier.notify()

    def take(self) -> "np.ndarray | None":
        """The next sample; waits for an event if there is none."""
        while (got := self.subscriber.receive()) is None:
            if not self.listener.timed_wait(iox.Duration.from_secs_f64(PATIENCE)):
                return None
        self.got = got
        return np.frombuffer(got.payload().as_memory_view(), np.int64)

    def back(self) -> None:
        """The sample may be used again."""
        self.got.delete()


if __name__ == "__main__":
    main(Carrier)
