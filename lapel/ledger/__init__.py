"""The ledger: what was given and withdrawn, as the repository keeps it. It is read and checked here, never signed."""
