"""Flows as plain Python, and plain Python as flows. Reads and writes text only: nothing of a flow, a script or a notebook is run here.

Lives beside the kernel because it needs Python's own parser. It is imported when it is first asked (`pythonflows_kernel.kernel`), so that no start waits for it.
"""
