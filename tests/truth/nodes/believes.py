# may be refused
def node(a, s=1):
    if isinstance(a, list) and a and hasattr(a[0], "inner") and s > 1:
        a[0].inner.append(s)
    return [s, list(getattr(a[0], "inner", [])) if isinstance(a, list) and a else None]
