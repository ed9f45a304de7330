"""What stands in the database for a code or a row of a file, and cannot be read back."""

from collections.abc import Callable
from hashlib import sha256
from typing import Final

BLOCK: Final = 64
"""Bytes that SHA-256 takes at once."""
INNER, OUTER = 0x36, 0x5C


def keyed_hash(key: bytes) -> Callable[[str], str]:
    """HMAC-SHA256 of a text under a key of at most 64 bytes, in hex (Krawczyk, Bellare & Canetti 1997, RFC 2104).

    The key is hashed once. The hmac module of Python makes objects of its own for each text, which takes more than
    twice as long, and an import has a million of them.
    """
    if len(key) > BLOCK:
        raise ValueError("a key of more than 64 bytes would have to be hashed first")
    block = key.ljust(BLOCK, b"\0")
    begun, ended = (sha256(bytes(byte ^ pad for byte in block)) for pad in (INNER, OUTER))

    def hashed(words: str) -> str:
        inner, outer = begun.copy(), ended.copy()
        inner.update(words.encode())
        outer.update(inner.digest())
        return outer.hexdigest()

    return hashed
