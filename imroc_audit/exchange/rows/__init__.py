"""From the rows of a sheet to responses, and to the list of what was not taken."""
