"""Many documents: which files there are, who reads them, what happens when one of them fails."""
