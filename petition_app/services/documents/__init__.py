"""Documents to hand over: the petition as a PDF, with its own letters and nothing in it that tells who made it."""
