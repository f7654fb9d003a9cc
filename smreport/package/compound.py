"""Files in Microsoft's compound format [MS-CFB]: old ones, and those that something encrypted [MS-OFFCRYPTO]."""

from __future__ import annotations

from typing import Literal

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RIGHTS = ("DRMEncryptedTransform", "DRMEncryptedDataSpace", "\tDRMContent", "\tDRMTransform")
_ENCRYPTED = ("EncryptedPackage", "StrongEncryptionTransform")


def kind_of_compound(content: bytes) -> Literal["", "password", "label", "old"]:
    """What keeps such a file from being read: a password, the rights that a sensitivity label sets, or its age.

    "" for other files. The names of what is in a compound file stand in it as UTF-16.
    """
    if not content.startswith(_MAGIC):
        return ""
    if _names_any(content, _RIGHTS):
        return "label"
    return "password" if _names_any(content, _ENCRYPTED) else "old"


def _names_any(content: bytes, names: tuple[str, ...]) -> bool:
    return any(name.encode("utf-16-le") in content for name in names)
