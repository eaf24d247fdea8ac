"""Lapel: a badge catalogue that lives in git, turned into pages, pictures and Open Badges documents.

The package knows nothing of any site generator but in :mod:`lapel.adapters`. What is published is a stream of
:class:`lapel.stream.Unit`, put into a folder by :func:`lapel.publish.publish`.
"""

__version__ = "0.2.0"
