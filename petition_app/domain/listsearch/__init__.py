"""The language of the search box above the list of signatories."""
