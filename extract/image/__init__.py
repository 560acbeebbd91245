"""Pages as pixels: rasters of files and PDF pages, cleaned, straightened, without seals."""
