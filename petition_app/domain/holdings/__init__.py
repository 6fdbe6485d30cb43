"""The rows of the register of personal data, by subject; domain/personal.py puts them together."""
