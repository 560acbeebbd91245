"""Words become text that can be trusted (repair), and text becomes facts (find)."""
