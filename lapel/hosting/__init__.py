"""What a host has to send with each file, in the words of each host, and whether a published site does."""
