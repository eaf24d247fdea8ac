"""What a pull request changes, for whoever has to say yes to it."""
