"""Every bound of the kernel's Python, with its reason. Nothing else in the package holds a number that limits anything."""

KIB = 1024
MIB = 1024 * KIB

# --- messages and sources -----------------------------------------------------------------------------------------
MESSAGE_DEPTH = 150
"""Nesting of a message: a flow file's settings may have 64 levels."""
SOURCE_BYTES = 1 * MIB
"""A node's source (the flow file has the same bound)."""
MESSAGE_BYTES = 512 * MIB
"""What is handed to the page in one piece, where the page sets no other bound: a file that a node wrote, the saved values of a call."""
COMPILED_SOURCES = 16_384
"""Compiled sources that are kept: a very large flow's worth, since a flow with one more than are kept compiles each of them anew in each run."""
COMPILED_SOURCE_BYTES = 8 * MIB
"""Of the text of all of them together; compiled they take some ten times as much."""
TITLE_CHARACTERS = 120
"""Of a title as the file name in tracebacks: one line of a terminal."""

RECURSION = 50_000
"""What `sys.setrecursionlimit` may set in wasm: some tens of megabytes of frames."""

# --- printed output -----------------------------------------------------------------------------------------------
FLUSH_BYTES = 8 * KIB
"""Printed text leaves at the latest with this size: small enough to appear at once, large enough that a flood costs few messages."""
PRINTED_CHARACTERS = 64 * KIB
"""Of printed text in one message: the page draws a frame between two of them, where a megabyte at once would hold one up."""
FLUSH_INTERVAL_S = 0.05
"""Between two flushes of a flood: 20 a second look continuous."""
FLUSH_BURST = 20
"""Lines that may leave one by one before batching begins, so that the last line before a long computation is seen."""
FLUSH_TURNS = 20
"""Turns of stdout and stderr that keep their order within one batch: each turn is a message."""
DROP_REPORT_INTERVAL_S = 0.5
"""Between two reports of how much was dropped, while it is being dropped."""

# --- calls given together -----------------------------------------------------------------------------------------
CALLS_SECONDS = 0.03
"""After this time a look is taken whether a message waits behind the calls; then those that are left are given back, so that whoever asks for a preview does not wait for all of them."""
CALLS_CHARACTERS = 1_000_000
"""After so much was sent, too: the page goes on when it has dealt with it, so no number of nodes floods it."""

# --- errors -------------------------------------------------------------------------------------------------------
ERROR_MESSAGE_CHARACTERS = 4_000
"""Of an exception's text: a screen and a half."""
TRACEBACK_CHARACTERS = 32_000
"""Of a whole traceback, head and tail kept."""
TRACEBACK_FRAMES = 1_200
"""Frames looked at: Python's own recursion limit and some."""
CHAINED_ERRORS = 12
"""Exceptions in a chain or a group that are written out."""

# --- displays and progress ----------------------------------------------------------------------------------------
DISPLAYS = 100
"""Displays of one call, where a call says no other number: a loop that shows each step must not fill the memory."""
DISPLAY_BYTES = 64 * MIB
"""All displays of one call together."""
PROGRESS_INTERVAL_S = 0.05
"""Between two progress messages."""

# --- saving values ----------------------------------------------------------------------------------------------
SAVED_BYTES = 64 * MIB
"""All values of one call: to hash them takes wasm half a second, and nothing else runs meanwhile."""
SAVED_PLAIN_BYTES = 16 * MIB
"""Of these what has to be pickled object by object, which takes wasm a second."""
SAVED_BULK_BYTES = 1 * MIB
"""A piece of this size is one text or array, which costs no more than its copy."""
MOVED_BYTES = 1024 * MIB
"""Values of one call that go to another kernel: half of the memory that one may have."""
MOVED_PLAIN_BYTES = 128 * MIB
"""What of them may be objects that are pickled one by one: some seconds."""
SAVED_TEXT_BYTES = 2 * KIB
"""Values of this size cross over to JavaScript as a text."""
SAVING_BYTES_PER_S = 100_000_000
"""What saving is guessed to manage of a value's size in memory."""
SAVING_FREE_S = 0.002
"""Saving that is guessed to take no longer is done at once: 200 kB."""
SAVING_SHARE = 0.25
"""Of the node's own time: what took long is saved at once."""
SAVING_PAUSE_S = 0.02
"""After the latest call and between two values: the next message goes first."""

# --- files --------------------------------------------------------------------------------------------------------
WRITTEN_FILES = 200
"""Files that one call may hand to the flow."""

# --- foreign code in previews -------------------------------------------------------------------------------------
REPR_SECONDS = 0.5
"""For one value's own __repr__: slow enough for a large model, fast enough for a preview."""
PREVIEW_AGAIN_SECONDS = 0.25
"""A preview that a stop has hit within this time is made again: the stop was for a node, and what is asked for is there."""
RICH_SECONDS = 5.0
"""For _repr_html_ and drawing a figure, which may take a while on a slow machine."""
FOREIGN_FRAMES = 180
"""Nested calls of such code: no preview needs more, and each is traced."""
REPR_CHARACTERS = 10_000
"""Kept of a foreign __repr__."""
REPR_ITEMS = 100_000
"""A foreign container with more items is named by its type and length; its __repr__ is not called."""

# --- previews -----------------------------------------------------------------------------------------------------
PREVIEW_BYTES = 32 * MIB
"""One preview with its picture, where the page sets no other bound."""
TEXT_CHARACTERS = 200_000
"""A text preview: more than anyone reads in a panel."""
TREE_NODES = 5_000
"""Values in a JSON tree."""
TREE_ITEMS = 500
"""Items of one list or object in it."""
TREE_DEPTH = 12
"""Levels of it."""
TREE_TEXT_CHARACTERS = 2_000
"""One text in it."""
PAGE_ROWS = 1_000
"""Rows of one page of a table."""
PAGE_COLUMNS = 500
"""Columns of a page if none are asked for by name."""
PAGE_CELLS = 100_000
"""Cells of one page: about 2 MB of JSON."""
CELL_CHARACTERS = 4_000
"""Text of one cell."""
CELL_NESTED_CHARACTERS = 400
"""Text that stands for a list or an object in a cell."""
TYPED_ROWS = 20_000
"""Rows looked at to tell the type of a column of Python objects."""
TYPED_CELLS = 1_000_000
"""Cells looked at for that in all columns together."""
TABLE_COLUMNS = 10_000
"""Columns of a table; a dict of more lists is shown as a tree."""
IMAGE_BYTES = 32 * MIB
"""One picture."""
HTML_CHARACTERS = 2 * MIB
"""One piece of HTML."""
CHART_BYTES = 16 * MIB
"""One Vega-Lite specification as JSON."""
BYTES_HEAD = 256
"""Of a bytes value, shown as hexadecimal digits."""
JSON_SAFE_INTEGER = 2**53 - 1
"""Larger integers are text: JavaScript's numbers would round them."""

# --- on the canvas ------------------------------------------------------------------------------------------------
GLIMPSE_COLUMNS = 4
GLIMPSE_ROWS = 5
GLIMPSE_CELL_CHARACTERS = 24
GLIMPSE_TEXT_CHARACTERS = 200
"""A node on the canvas has room for no more."""
SUMMARY_CHARACTERS = 160
"""One line in the list of variables."""
TYPE_CHARACTERS = 100
"""A type's name."""
SIZE_SAMPLES = 32
"""Items measured to estimate a container's size."""
SIZE_DEPTH = 4
"""Levels of it."""
