"""Commands that set up a workspace, audit cycles and questionnaires."""
