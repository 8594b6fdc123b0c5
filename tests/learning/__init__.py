"""Tests that train models on examples (scikit-learn), which takes seconds."""
