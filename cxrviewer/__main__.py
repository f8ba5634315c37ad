"""``python -m cxrviewer``."""

from cxrviewer.cli.main import entry_point

if __name__ == "__main__":
    entry_point()
