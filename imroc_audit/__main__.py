"""`python -m imroc_audit` is the same as `imroc-audit`."""

from imroc_audit.cli.app import main

main()
