"""Names of studies as names of files, wherever the files may be carried to."""

import hashlib
import re

MAX_NAME_BYTES = 180  # with what is put behind it, a name stays below the 255 bytes that file systems take
# What Windows takes for syntax, control characters, half characters, and marks that turn the reading direction.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_ENDS = re.compile(r"^[\s.]+|[\s.]+$")
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
_RESERVED |= {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}


def safe_name(key: str) -> str:
    """Turn a study's key into a name for files that every system takes.

    A key that is fine stays as it is; of any other the changed name ends in a digest of the key, so that two keys never
    share a name.
    """
    name = _ENDS.sub("", _FORBIDDEN.sub("_", key))
    if name.partition(".")[0].rstrip().upper() in _RESERVED:
        name = f"_{name}"
    name = _ENDS.sub("", name.encode()[:MAX_NAME_BYTES].decode(errors="ignore"))
    if name and name == key:
        return name
    return f"{name}~{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()[:8]}"
