"""Values and pure functions: numpy and the standard library, no files, no Qt, no torch."""
