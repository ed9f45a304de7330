"""What stands in the database for a code or a row of a file, and cannot be read back."""

import hmac
from collections.abc import Callable


def keyed_hash(key: bytes) -> Callable[[str], str]:
    """HMAC-SHA256 of a text under a key, in hex (Krawczyk, Bellare & Canetti 1997, RFC 2104).

    The key is hashed once, and copied for each text: an import has a million of them.
    """
    keyed = hmac.new(key, digestmod="sha256")

    def hashed(words: str) -> str:
        copy = keyed.copy()
        copy.update(words.encode())
        return copy.hexdigest()

    return hashed
