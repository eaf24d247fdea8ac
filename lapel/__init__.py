"""Lapel: a badge catalogue that lives in git, turned into pages, pictures and Open Badges documents.

The package knows nothing of any site generator. Its whole contract with one is
:func:`lapel.outputs.stream`, which yields :class:`lapel.outputs.OutputFile`.
"""

__version__ = "0.1.0"
