"""The workshop next door: makes the weights and proves them."""
