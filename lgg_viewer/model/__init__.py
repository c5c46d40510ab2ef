"""The network and its weights: the only rooms of the app that import torch."""
