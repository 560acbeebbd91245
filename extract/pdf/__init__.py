"""PDF files: opening them, their text layer with boxes and fonts, lines, images and ruled tables."""
