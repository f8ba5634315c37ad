"""The network itself: vision transformer, projector, language model, with the published parameter names."""
