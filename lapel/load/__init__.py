"""From files to the model: text in, a Catalogue or every Problem out."""

from .catalogue import load
from .site import Site, read_site

__all__ = ["Site", "load", "read_site"]
