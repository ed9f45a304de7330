"""Tools of the OpenDataKit family, whose forms are XLSForms."""
