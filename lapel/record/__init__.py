"""The open record of a network: an append-only Merkle log of digests, and checkpoints signed by the network's key."""
