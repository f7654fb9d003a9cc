"""Files in Microsoft's compound format, as small as they can be: a header, a table of sectors, and a directory."""

from __future__ import annotations

import struct
from itertools import pairwise

_SECTOR, _ENTRIES = 512, 4  # bytes, and entries of the directory in a sector
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound(*paths: str) -> bytes:
    """A compound file with an empty stream at each of these paths, whose parts are parted by "/"."""
    names, kinds, children = ["Root Entry"], [_ROOT], [[]]  # type: ignore[var-annotated]
    for path in paths:
        parent = 0
        for depth, name in enumerate(path.split("/"), start=1):
            there = next((child for child in children[parent] if names[child] == name), None)
            if there is None:
                there = len(names)
                names.append(name)
                kinds.append(_STREAM if depth == len(path.split("/")) else _STORAGE)
                children.append([])
                children[parent].append(there)
            parent = there
    next_to = {one: other for some in children for one, other in pairwise(some)}
    entries = [
        _entry(name, kind, next_to.get(at, _NONE), some[0] if some else _NONE)
        for at, (name, kind, some) in enumerate(zip(names, kinds, children, strict=True))
    ]
    entries += [bytes(64) + struct.pack("<HBB3I", 0, 0, 0, _NONE, _NONE, _NONE) + bytes(48)] * (
        -len(entries) % _ENTRIES
    )
    sectors = len(entries) // _ENTRIES
    table = [_TABLE, *range(2, sectors + 1), _END]
    header = struct.pack("<8s16s5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<I", 0) + struct.pack("<I", _NONE) * 108
    return header + struct.pack(f"<{_SECTOR // 4}I", *table, *[_NONE] * (_SECTOR // 4 - len(table))) + b"".join(entries)


def _entry(name: str, kind: int, right: int, child: int) -> bytes:
    spelt = name.encode("utf-16-le")
    head = struct.pack("<64sHBB3I", spelt, len(spelt) + 2, kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", _END, 0)


_SPACES = "\x06DataSpaces"
PASSWORD = compound(
    "EncryptedPackage", "EncryptionInfo", f"{_SPACES}/Version", f"{_SPACES}/DataSpaceMap",
    f"{_SPACES}/DataSpaceInfo/StrongEncryptionDataSpace",
    f"{_SPACES}/TransformInfo/StrongEncryptionTransform/\x06Primary",
)  # fmt: skip
"""What Office makes of a file with a password [MS-OFFCRYPTO 2.3.4]."""
LABEL = compound(
    "EncryptedPackage", f"{_SPACES}/Version", f"{_SPACES}/DataSpaceMap",
    f"{_SPACES}/DataSpaceInfo/DRMEncryptedDataSpace",
    f"{_SPACES}/TransformInfo/DRMEncryptedTransform/\x06Primary",
)  # fmt: skip
"""What Office makes of a file whose sensitivity label encrypts it [MS-OFFCRYPTO 2.2]."""
