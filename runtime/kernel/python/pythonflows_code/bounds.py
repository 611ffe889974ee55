"""Every bound of what is read and written as code, with its reason."""

TEXT_CHARACTERS = 64 * 2**20
"""Of a flow, a notebook or a script that is handed in: as much as a flow file may have."""
NODES = 20_000
"""Of a flow that becomes one script. A person reads some hundreds; beyond this the script itself is the obstacle."""
LINKS = 200_000
FILES = 10_000
AREAS = 10_000
SOURCE_CHARACTERS = 2**20
"""Of one node's source, as everywhere."""
CARRIED_CHARACTERS = 4 * 2**20
"""Of a flow inside a script, after packing: more would make a script that no editor likes to open."""
UNPACKED_CHARACTERS = TEXT_CHARACTERS
"""Of such a flow when it is taken out again, so that a small script cannot fill the memory."""
CELLS = 5_000
"""Of a notebook, or blocks of a script, that become nodes."""
OUTPUT_CHARACTERS = 2**20
"""Of what one node shows, in a notebook's outputs."""
CODE_CHARACTERS = 4 * 2**20
"""Of all code that is read in: Python's parser takes some hundred times as much memory."""
WIRES = 20_000
"""Of a flow that is made of code: where every cell may change every variable, one node says more than so many wires."""
