"""A built site in an object store or a folder: only what changed, in an order in which no page leads nowhere."""
