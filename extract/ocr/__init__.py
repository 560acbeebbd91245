"""Reading images: Tesseract for words with boxes, and doubted places read once more."""
