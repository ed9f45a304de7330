"""Agree, plan, do, study, act."""
