"""Tasks as plain functions, and the threads that run them."""
