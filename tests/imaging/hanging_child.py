"""Stands for a decoding process that never answers: it says that it is ready, and then only waits to be ended."""

import sys
import threading

from cxrviewer.imaging.decoding_child import READY
from cxrviewer.imaging.messages import send

if __name__ == "__main__":
    send(sys.stdout.buffer, READY)
    threading.Event().wait()
