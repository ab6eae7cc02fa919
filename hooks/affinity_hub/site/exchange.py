"""Swaps two folders in one step, on operating systems that support it."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

_AT_FDCWD: Final = -100
# Linux: include/uapi/linux/fs.h; macOS: sys/stdio.h. Both happen to have the same value.
_EXCHANGE: Final = 2
# Errors from a kernel, C library, or file system without this operation. EXDEV: the overlay file system of a container
# cannot move a folder of a lower layer.
_CANNOT: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}


def exchange(first: Path, second: Path) -> bool:
    """Swaps the names of two existing folders on one file system, atomically.

    Returns False and changes nothing if the system has no such operation (renameat2 of Linux 3.15, renamex_np of
    macOS 10.12). Raises `OSError` if the system refuses, for example without permission.
    """
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(first), os.fsencode(second))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    elif hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    else:
        return False
    if not failed:
        return True
    if (code := ctypes.get_errno()) in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(second))
