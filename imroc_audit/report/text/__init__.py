"""How the report puts things: words, numbers, and how an action is told."""
