"""What mitmproxy does, by the row that a path begins with; one process for all of them."""


def row(flow):
    return flow.request.path.split("/")[1]


def request(flow):
    if row(flow) == "mitmproxy-strips":
        for name in ("Upgrade", "Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"):
            flow.request.headers.pop(name, None)
        flow.request.headers["Connection"] = "keep-alive"


def responseheaders(flow):
    if row(flow) == "mitmproxy-swallows":
        flow.response.stream = True  # as stream_large_bodies=1 does


def websocket_message(flow):
    if row(flow) == "mitmproxy-swallows":
        flow.websocket.messages[-1].drop()
