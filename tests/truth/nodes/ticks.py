# gives another value each time
import random


def node(s=1):
    return random.SystemRandom().randrange(2**48)
