"""Setting up a workspace, opening and closing audit cycles, and what they ask."""
