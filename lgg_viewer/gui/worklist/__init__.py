"""The studies of the cohort, by need."""
