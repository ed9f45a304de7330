"""What things are called in files and in the database, so that mypy tells a challenge's id from a team's name."""

from typing import NewType

PerspectiveId = NewType("PerspectiveId", str)
ChallengeId = NewType("ChallengeId", str)
StatementId = NewType("StatementId", str)
TeamName = NewType("TeamName", str)
"""A team's name; empty for nobody's or everybody's."""
AuditCycleName = NewType("AuditCycleName", str)
