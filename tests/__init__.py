"""A package in its own right: textstat installs one called `tests` too, and without this file Python takes that one."""
