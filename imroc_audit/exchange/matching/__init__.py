"""What counts as the same word: names, labels, cells and headings before they are compared."""
