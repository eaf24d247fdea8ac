"""From files to the model: text in, a Catalogue or every Problem out."""

from .catalogue import load
from .network import open_network
from .site import Site, read_site

__all__ = ["Site", "load", "open_network", "read_site"]
