"""What the engine's parent and its child say to each other.

The parent says {"do": PING | STOP | one of TASKS, "id": n, "of": ...}, one task at a time, but those of BESIDE also
beside another: of a request, or, for ROOMS, of the names of models. The child says {"say": READY} once; {"say": PONG}
whenever it is pinged; and of task n {"say": PROGRESS | TAKE | PREVIEW | DONE | FAILED, "id": n, "value": ...}.
"""

PING, STOP = "ping", "stop"
PLAN, ROOMS, TEST, RUN = TASKS = ("plan", "rooms", "test", "run")
BESIDE = (PLAN, ROOMS)
READY, PONG = "ready", "pong"
PROGRESS, TAKE, PREVIEW, DONE, FAILED = "progress", "take", "preview", "done", "failed"
