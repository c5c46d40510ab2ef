"""Tasks as plain functions, and the one thread that runs them."""
