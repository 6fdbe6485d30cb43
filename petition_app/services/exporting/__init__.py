"""The forms a file can have: each writer takes a table batch by batch and gives the file piece by piece."""
