"""Commands that bring answers in and take results out."""
