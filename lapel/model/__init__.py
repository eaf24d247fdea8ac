"""The data model: what a badge, an organisation, a pathway, a meeting and a network are made of."""

from .badge import Achievement
from .catalogue import Artwork, Catalogue
from .duration import Duration
from .meeting import Meeting
from .network import Guide, Home, Network, News
from .organisation import Profile
from .pathway import Pathway
from .problem import CatalogueError, LapelError, Problem

__all__ = [
    "Achievement",
    "Artwork",
    "Catalogue",
    "CatalogueError",
    "Duration",
    "Guide",
    "Home",
    "LapelError",
    "Meeting",
    "Network",
    "News",
    "Pathway",
    "Problem",
    "Profile",
]
