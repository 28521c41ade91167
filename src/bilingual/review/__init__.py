"""The editors' desk: what people decide about translations comes back to the record, from a file or over a server."""
