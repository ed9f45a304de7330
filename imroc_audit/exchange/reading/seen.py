"""Whether a number came before, for a million numbers in little memory."""

from array import array
from typing import Final

PLACES: Final = 1 << 18
"""To begin with: two megabytes, enough for all but the largest files."""


class Seen:
    """A set of 64-bit numbers that takes 12 to 24 bytes for each, and no object. Zero stands for an empty place."""

    def __init__(self) -> None:
        self._make_room(PLACES)

    def add(self, number: int) -> bool:
        """Whether the number is new."""
        number = number or 1
        places, last = self._places, self._last
        place = number & last
        while (there := places[place]) != number:
            if not there:
                places[place] = number
                self._left -= 1
                if not self._left:
                    self._grow()
                return True
            place = (place + 1) & last
        return False

    def _grow(self) -> None:
        """Make room for as many again, before the places are so full that a search is long."""
        numbers = self._places
        self._make_room(2 * len(numbers))
        for number in numbers:
            if number:
                self.add(number)

    def _make_room(self, places: int) -> None:
        self._places = array("q", bytes(8 * places))
        self._last = places - 1
        self._left = places * 2 // 3
