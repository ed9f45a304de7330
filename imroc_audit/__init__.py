"""imroc-audit: a self-audit of recovery-oriented practice, from many perspectives to tested change."""

__version__ = "0.1.0"
