"""Bytes that claim to be a network: whatever they are, they are refused or opened, and nothing else happens."""

from __future__ import annotations

import contextlib
import functools
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.drivers.network.wire import DEEPEST, whole
from tests.drivers.network.made import written

OPENS = """
import sys
from aureole.core.errors import BadInput
from aureole.drivers.network.session import Network
from aureole.drivers.network.trying import tried
data = open(sys.argv[1], "rb").read()
for k in range(0, len(data)):
    for flip in (1, 0x80, 0xff):
        bad = data[:k] + bytes([data[k] ^ flip]) + data[k + 1:]
        try:
            tried(Network(bad, "here"))
        except BadInput:
            pass
    try:
        tried(Network(data[:k], "here"))
    except BadInput:
        pass
print("stands")
"""


def message(field, data):
    """A field that holds these bytes."""
    size, length = len(data), b""
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return bytes([field << 3 | 2]) + length + bytes([size]) + data


@functools.cache
def sound():
    with tempfile.TemporaryDirectory() as folder:
        return written(Path(folder) / "net.onnx").read_bytes()


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_message_or_refused(data):
    with contextlib.suppress(BadInput):
        whole(data, "here")


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_a_network_with_a_wrong_byte_or_a_missing_end_is_a_message_or_refused(place, byte, end):
    data = bytearray(sound())
    data[place % len(data)] = byte
    with contextlib.suppress(BadInput):
        whole(bytes(data[: max(end, 1)]), "here")


@pytest.mark.parametrize("cut", [1, 2, 10, 40])
def test_a_network_that_ends_early_says_at_which_byte(cut):
    with pytest.raises(BadInput, match=r"byte|in the middle"):
        whole(sound()[:-cut], "here")


def test_graphs_within_graphs_without_end_are_refused():
    data = b""
    for _ in range(DEEPEST):
        for field in (6, 5, 1):  # an attribute's graph, a node's attribute, a graph's node
            data = message(field, data)
    with pytest.raises(BadInput, match="deep"):
        whole(message(7, data), "here")


def test_no_single_wrong_byte_brings_the_process_down(tmp_path):
    path = written(tmp_path / "net.onnx")
    done = subprocess.run([sys.executable, "-c", OPENS, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "stands"), done.stderr[-2000:]
