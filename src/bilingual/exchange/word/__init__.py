"""Articles as Word documents with a two-column table: written as streams, read again after people worked in them."""
