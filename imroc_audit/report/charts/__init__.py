"""Charts as drawings: marks placed by arithmetic, printed by the templates."""
