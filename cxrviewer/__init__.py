"""cxrviewer: a desktop workstation for chest radiographs that drafts reports locally."""

__version__ = "0.1.0"
