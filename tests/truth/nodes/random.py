import random


def node(a=None, s=1):
    numbers = [random.random(), random.randrange(1000), s]
    random.shuffle(numbers)
    return [numbers, a]
