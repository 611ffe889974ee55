def node(*items, s=1):
    for item in items:
        if isinstance(item, list):
            item.append(len(items))
    return [list(items), s, [items[0] is item for item in items]]
