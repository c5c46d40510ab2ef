"""Figures: what each is called, what it means, and how sure it is."""
