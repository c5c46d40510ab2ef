"""The report on an evaluation: one HTML page that stands alone."""
