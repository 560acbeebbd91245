"""Tables of scans: ruling lines, grids, and the words of their cells."""
