"""The recorder: everything that one drive said, in an MCAP file that is there whole or not at all."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from mcap.writer import CompressionType, Writer

from aureole import __version__
from aureole.core.command import Command
from aureole.core.errors import BadInput, BadWord, Trouble
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.runtime.layout import ENCODING, Packer, layout
from aureole.runtime.machine import fingerprint

SCENE, PLAN, COMMAND = "/scene", "/plan", "/command"  # topics of a record


class Channel:
    """One topic of a record."""

    def __init__(self, writer: Writer, topic: str, word: object) -> None:
        self.writer = writer
        self.packer = Packer(layout(word))
        schema = writer.register_schema(self.packer.layout.word, ENCODING, self.packer.layout.json())
        self.number = writer.register_channel(topic, ENCODING, schema)
        self.count = 0

    def write(self, word: object, heard: int, stamp: int) -> None:
        """Add one word; `heard` is the scene's moment, `stamp` the word's own, both ns."""
        self.writer.add_message(self.number, heard, self.packer.pack(word), stamp, self.count)
        self.count += 1


class Recorder:
    """Watches a batch of one world; the file takes its name in `close`, and leaves nothing without it.

    Scene and command are kept every `every` steps and at the end, a plan when its stamp changes; what comes after the
    drive is over is left out. `drive` are words about the drive that are known beforehand: case, params, driver, ...
    """

    def __init__(self, path: Path, drive: Mapping[str, str], *, every: int = 1) -> None:
        if every < 1:
            raise BadInput(f"a record keeps every {every}th step, expected 1 or more")
        self.path, self.drive, self.every = path, dict(drive), every
        self.beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        self.seen, self.over, self.open = 0, False, False
        self.planned: int | None = None
        self.skipped: tuple[Scene, Command] | None = None
        with self._mending():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = self.beside.open("wb")
            self.open = True
            self.writer = Writer(self.file, compression=CompressionType.ZSTD, enable_data_crcs=True)
            self.writer.start(profile=ENCODING, library=f"aureole {__version__}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep one step.

        Raises:
            BadWord: the batch holds more than one world, or a word changed its size.
            Trouble: the disk is full or cannot be written.
        """
        if self.over:
            return
        with self._mending():
            if self.seen == 0:
                self._begin(scene, plan, command)
            heard, stamp = scene.stamp.item(), plan.stamp.item()
            self.over = scene.over.item()
            if stamp != self.planned:
                self.plans.write(plan, heard, stamp)
                self.planned = stamp
            if self.over or self.seen % self.every == 0:
                self._keep(scene, command)
            else:
                self.skipped = scene, command
            self.seen += 1

    def close(self, found: Mapping[str, str] | None = None) -> None:
        """Write the rest, with what is known only now (digest, verdict), and give the file its name."""
        if not self.open:
            return
        machine = json.dumps(fingerprint(), sort_keys=True)
        words = {**self.drive, **(found or {}), "aureole": __version__, "machine": machine}
        with self._mending():
            if self.skipped is not None:
                self._keep(*self.skipped)
            self.writer.add_metadata("drive", words)
            self.writer.finish()  # type: ignore[no-untyped-call]
            self.file.close()
            self.beside.replace(self.path)
            self.open = False

    def discard(self) -> None:
        """Leave no file; does nothing once the record is closed."""
        if not self.open:
            return
        self.open = False
        with contextlib.suppress(OSError):
            self.file.close()
        with contextlib.suppress(OSError):
            self.beside.unlink()

    def _begin(self, scene: Scene, plan: Plan, command: Command) -> None:
        worlds = scene.stamp.shape[0]
        if worlds != 1:
            raise BadWord(f"Scene.stamp: axis 'worlds' is {worlds}, a record keeps 1")
        self.scenes = Channel(self.writer, SCENE, scene)
        self.plans = Channel(self.writer, PLAN, plan)
        self.commands = Channel(self.writer, COMMAND, command)

    def _keep(self, scene: Scene, command: Command) -> None:
        heard = scene.stamp.item()
        self.scenes.write(scene, heard, heard)
        self.commands.write(command, heard, command.stamp.item())
        self.skipped = None

    @contextlib.contextmanager
    def _mending(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.discard()
            raise Trouble(
                f"the record cannot be written: {error.strerror or error}",
                place=str(self.path),
                remedy="free disk space or choose another --out",
            ) from error
