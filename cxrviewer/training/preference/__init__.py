"""Preference tuning without human feedback: sampled reports, judged against the truth, the better ones learned."""
