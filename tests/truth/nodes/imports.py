VERSION = 0


def node(s=1):
    try:
        import helper
    except ImportError:
        return ["no helper", s]
    helper.used = s
    return [helper.TEXT, VERSION, hasattr(helper, "left")]
