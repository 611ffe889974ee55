import asyncio

VERSION = 0


async def part(value):
    await asyncio.sleep(0)
    return value


async def node(a, s=1):
    first, second = await asyncio.gather(part(a), part([s]))
    if isinstance(first, list):
        first.append(second)
    return [first, VERSION]
