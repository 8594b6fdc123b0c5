"""What is learned from examples: tests that train models (scikit-learn), and so take seconds."""
