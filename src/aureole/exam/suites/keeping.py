"""What stays until this process ends: folders of unpacked and made cases."""

from __future__ import annotations

import atexit
import contextlib

HELD = contextlib.ExitStack()
atexit.register(HELD.close)
