"""What the window and the command line both do: open, match, relate, ask."""
