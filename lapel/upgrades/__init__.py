"""From the form of an older release to that of this one: small steps, shown before they are done."""
