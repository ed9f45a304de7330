"""How answers and comments come in from people, and how comments are read."""
