"""What every part above the model needs at once: the catalogue, where it is published, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .load.site import Site
from .model.addresses import Addresses
from .model.catalogue import Catalogue
from .strings import Strings


@dataclass(frozen=True)
class Context:
    """The catalogue of one network, its settings, its language, and its published addresses."""

    catalogue: Catalogue
    site: Site
    strings: Strings
    today: date = date.min
    """The day of the build where the network is."""
    addresses: Addresses = field(init=False)
    memory: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    """What is worked out once for many pages, such as the card of a badge."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "addresses", Addresses(self.site.base, self.catalogue.network.formerly))
