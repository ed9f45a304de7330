"""One frozen report document, and printers that only place it."""
