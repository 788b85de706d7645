"""The child process: a file on stdin, the features of a layer as GeoParquet on stdout.

Before the file is looked at, the process gives up most of what it may do: memory, time, writing
to files. What ends it, ends nothing else.
"""

from __future__ import annotations

import io
import json
import struct
import sys
from typing import Any

MEMORY_BYTES = 4_000_000_000  # of address space; the libraries alone take two
CPU_SECONDS = 240
LENGTH = struct.Struct("<I")


def _confine() -> None:
    if sys.platform == "win32":
        return  # no such limits there; the file is still at most 50 MB
    import resource  # noqa: PLC0415 - not on every system

    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, hard))


def _answer(header: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(header).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(text)) + text + body)


def main() -> None:
    """Answer one request: length and JSON of the wish, then the file."""
    request = sys.stdin.buffer.read()
    (length,) = LENGTH.unpack_from(request)
    wish = json.loads(request[LENGTH.size : LENGTH.size + length])
    _confine()
    from briefing.adding.features import Wish, features_of  # noqa: PLC0415 - within the limits
    from briefing.adding.raw import Refused  # noqa: PLC0415

    try:
        frame, notes = features_of(
            request[LENGTH.size + length :], Wish(**wish | {"names": tuple(wish["names"])})
        )
    except Refused as refused:
        _answer({"problem": refused.problem, "remedy": refused.remedy})
        return
    except MemoryError:
        _answer({"problem": "needs too much memory to be read", "remedy": "split the file"})
        return
    out = io.BytesIO()
    frame.to_parquet(out, compression="zstd", write_covering_bbox=False)
    _answer(
        {"rows": len(frame), "linked": int((frame["names"] != "").sum()), "notes": notes},
        out.getvalue(),
    )


if __name__ == "__main__":
    main()
