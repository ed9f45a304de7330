"""One function per command: open the workspace, call the layers below, return records."""
