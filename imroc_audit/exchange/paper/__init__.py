"""The questionnaire on paper: one form to print, and the same form to fill in on a screen and read back."""
