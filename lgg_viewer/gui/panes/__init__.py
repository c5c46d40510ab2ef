"""The middle of the window: panes, what is painted in them, and the tools that work on them."""
