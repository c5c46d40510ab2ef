"""LGG Viewer: review lower-grade-glioma MRI. For research use only."""
