"""How good a network is: on patients it has never seen, or by the rules of an ancestor."""
