"""A page for tests without a browser: it talks to a stage as stage.js does."""

import json

import numpy as np


class Page:
    """Talks to a stage as stage.js does, and keeps what the kernel sends."""

    def __init__(self, stage):
        self.stage, self.frames, self.others = stage, [], []
        stage.send = self._receive

    def _receive(self, content, buffers=None):
        json.dumps(content, allow_nan=False)  # a page cannot read NaN
        if content["kind"] != "frame":
            return self.others.append(content)
        arrays = {
            part["name"]: np.frombuffer(buffer, part["dtype"]).reshape(part["shape"])
            for part, buffer in zip(content["parts"], buffers, strict=True)
        }
        self.frames.append((content, arrays))

    def ask(self, kind="tick", buffers=(), **content):
        """Send one message; the frame that answers it, as (content, arrays)."""
        self.stage._handle_custom_msg({"kind": kind, "id": "v/0", "at": 1.0, **content}, buffers)
        return self.frames[-1]
