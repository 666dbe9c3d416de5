"""What the engine's parent and its child say to each other.

The parent says {"do": PING | STOP | one of TASKS, "id": n, "request": ...}, one task at a time, but PLAN also beside
another. The child says {"say": READY} once; {"say": PONG} whenever it is pinged; and of task n {"say": PROGRESS | TAKE
| PREVIEW | DONE | FAILED, "id": n, "value": ...}.
"""

PING, STOP = "ping", "stop"
PLAN, TEST, RUN = TASKS = ("plan", "test", "run")
READY, PONG = "ready", "pong"
PROGRESS, TAKE, PREVIEW, DONE, FAILED = "progress", "take", "preview", "done", "failed"
