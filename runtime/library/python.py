def transform(table):
    """Write what this node does."""
    return table
