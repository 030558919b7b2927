"""A client that does what it is told, one JSON object a line, and says what it saw, one JSON object a line.

usage: probe.py   (started by session.sh, beside nginx; ends with its standard input)

It speaks TLS and HTTP/1.1 by hand, so that a test can send what no HTTP library would. It trusts any certificate: who is
asked for in the handshake, and what answers, is the test's business.

Commands, by `op`:
  exchange    sends `send` up to `repeat` times over one connection, until the status `until`, and reports every answer
  events      as exchange, but reports each event as it arrives and releases the next one only then
  websocket   opens a WebSocket, sends each of `messages` after the answer to the one before
  hold        opens `connections` HTTP/2 connections, on each as many requests as nginx says it takes, whose answers it
              never reads, and measures nginx's memory; with `reload` it does the same again to the next worker
  crowd       sends `send` once from each of `sources`, waits until the app has them all, runs `commands`, and hangs up
  sequence    runs `commands` one after the other, without another test's in between
Common fields: `address`, `port`, `source` (the client's own address), `sni` (absent: plain TCP; "" : TLS without a name),
`alpn`, `send` (text in Latin-1).
"""

import glob
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import time

LIMIT = 15  # seconds that any single read may take: a test fails then, and never hangs


def connect(command):
    source = (command["source"], 0) if command.get("source") else None
    connection = socket.create_connection((command["address"], command["port"]), timeout=LIMIT, source_address=source)
    if command.get("sni") is None:
        return connection
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if command.get("alpn"):
        context.set_alpn_protocols(command["alpn"])
    return context.wrap_socket(connection, server_hostname=command["sni"] or None)


class Response:
    """Reads answers of HTTP/1.1 from a connection."""

    def __init__(self, connection):
        self.stream = connection.makefile("rb")

    def head(self):
        """Status and header fields; None when the connection is closed instead."""
        line = self.stream.readline()
        if not line:
            return None
        fields = []
        while (field := self.stream.readline()) not in (b"\r\n", b""):
            name, _, text = field.decode("latin-1").partition(":")
            fields.append([name.lower(), text.strip()])
        return {"status": int(line.split()[1]), "headers": fields}

    def chunk(self):
        size = int(self.stream.readline(), 16)
        data = self.stream.read(size)
        self.stream.readline()
        return data

    def body(self, head):
        fields = dict(map(tuple, head["headers"]))
        if fields.get("transfer-encoding") == "chunked":
            return b"".join(iter(self.chunk, b""))
        if "content-length" in fields:
            return self.stream.read(int(fields["content-length"]))
        return b""

    def whole(self, method):
        head = self.head()
        if head is not None:
            head["body"] = (b"" if method == "HEAD" else self.body(head)).decode("latin-1")
        return head


def exchange(command):
    try:
        connection = connect(command)
    except ssl.SSLError as error:
        return {"outcome": "alert", "detail": error.reason or str(error)}
    except ConnectionResetError:
        return {"outcome": "closed"}
    with connection:
        result = {"outcome": "answered", "alpn": None, "responses": []}
        if isinstance(connection, ssl.SSLSocket):
            result["alpn"] = connection.selected_alpn_protocol()
        send = command["send"].encode("latin-1")
        response = Response(connection)
        for _ in range(command.get("repeat", 1) if send else 0):
            try:
                connection.sendall(send)
                answer = response.whole(command["send"].split(" ")[0])
            except ConnectionResetError:
                answer = None
            if answer is None:
                return {"outcome": "closed"} if not result["responses"] else result
            result["responses"].append(answer)
            if answer["status"] == command.get("until"):
                break
        return result


def control(command, action):
    """Speaks with the app itself, past nginx."""
    with socket.create_connection(("127.0.0.1", command["upstreamPort"]), timeout=LIMIT) as connection:
        request = f"GET /control/{action}?key={command['key']} HTTP/1.1\r\nHost: upstream\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        return json.loads(Response(connection).whole("GET")["body"])


def events(command):
    """The app sends an event only after the one before was seen here: a proxy that holds one back ends in a time-out."""
    with connect(command) as connection:
        connection.sendall(command["send"].encode("latin-1"))
        response = Response(connection)
        head = response.head()
        seen = []
        try:
            while data := response.chunk():
                seen.append(data.decode("latin-1"))
                control(command, "release")
        except TimeoutError:
            seen.append("held back")
        return {"outcome": "answered", "responses": [dict(head, body="")], "messages": seen}


def websocket(command):
    with connect(command) as connection:
        connection.sendall(command["send"].encode("latin-1"))
        response = Response(connection)
        head = response.head()
        result = {"outcome": "answered", "responses": [dict(head, body="")], "messages": []}
        if head["status"] != 101:
            return result
        for message in [None] + command["messages"]:
            if message is not None:
                payload = message.encode()
                mask = b"\x11\x22\x33\x44"
                masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
                connection.sendall(struct.pack("!BB", 0x81, 0x80 | len(payload)) + mask + masked)
            length = response.stream.read(2)[1]
            result["messages"].append(response.stream.read(length).decode())
        return result


def frame(kind, flags, stream, payload):
    """An HTTP/2 frame (RFC 9113, section 4.1)."""
    return struct.pack("!I", len(payload))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + payload


def field(name, value):
    """A header field without compression or indexing (RFC 7541, section 6.2.2)."""

    def text(data):
        if len(data) < 127:
            return bytes([len(data)]) + data
        length, encoded = len(data) - 127, bytearray([127])
        while length >= 128:
            encoded.append(length % 128 + 128)
            length //= 128
        encoded.append(length)
        return bytes(encoded) + data

    return b"\x00" + text(name) + text(value)


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADERS, SETTINGS, PING = 1, 4, 6
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE = 3, 4


def read_frame(stream):
    """Type and payload of the next frame; an end of the stream is an error of the connection."""
    head = stream.read(9)
    if len(head) < 9:
        raise ConnectionResetError("nginx closed an HTTP/2 connection")
    return head[3], stream.read(int.from_bytes(head[:3], "big"))


def stall(command):
    """A connection with a window of zero, whose requests are therefore answered but never sent; and how many they are."""
    connection = connect(dict(command, alpn=["h2"]))
    connection.sendall(PREFACE + frame(SETTINGS, 0, 0, struct.pack("!HI", INITIAL_WINDOW_SIZE, 0)))
    stream = connection.makefile("rb")
    # The server speaks first, of its limits (RFC 9113, section 3.4).
    _, settings = read_frame(stream)
    count = dict(struct.iter_unpack("!HI", settings))[MAX_CONCURRENT_STREAMS]
    fields = b"\x82\x87" + field(b":path", command["path"].encode()) + field(b":authority", command["sni"].encode())
    fields += field(b"x-filler", b"a" * command["fillerBytes"])
    requests = b"".join(frame(HEADERS, 5, 2 * index + 1, fields) for index in range(count))
    connection.sendall(requests + frame(PING, 0, 0, b"answered"))
    # Frames are taken in order, so nginx has taken all requests when it answers the ping; their own answers may stay queued.
    while read_frame(stream) != (PING, b"answered"):
        pass
    return connection, count


def nginx_processes():
    """The directories in /proc of all nginx processes of this namespace."""
    processes = []
    for comm in glob.glob("/proc/[0-9]*/comm"):
        with open(comm) as name:
            if name.read().strip() == "nginx":
                processes.append(os.path.dirname(comm))
    return processes


def nginx_kibibytes():
    """Their proportional set size."""
    total = 0
    for process in nginx_processes():
        with open(os.path.join(process, "smaps_rollup")) as rollup:
            total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return total


def wait_for_old_worker():
    """Whether the worker of before a reload has stopped accepting, which its title says."""
    for _ in range(200):
        for process in nginx_processes():
            with open(os.path.join(process, "cmdline")) as title:
                if "shutting down" in title.read():
                    return True
        time.sleep(0.05)
    return False


def hold(command):
    before = nginx_kibibytes()
    held = []
    for _ in range(command["connections"]):
        try:
            held.append(stall(command))
        except OSError:
            break
    result = {"outcome": "answered", "held": len(held), "streams": sum(count for _, count in held), "before": before}
    if command.get("reload"):
        subprocess.run(["nginx", "-s", "reload"], check=True, capture_output=True)
        if not wait_for_old_worker():
            return {"outcome": "failed", "detail": "no worker is shutting down"}
        second = hold(dict(command, reload=False))
        return dict(
            second, before=before, held=result["held"] + second["held"], streams=result["streams"] + second["streams"])
    return dict(result, during=nginx_kibibytes())


def crowd(command):
    held = [connect(dict(command, source=source)) for source in command["sources"]]
    for connection in held:
        connection.sendall(command["send"].encode("latin-1"))
    for _ in range(200):
        if control(command, "count")["count"] == len(held):
            break
        time.sleep(0.05)
    result = sequence(command)
    result["held"] = control(command, "count")["count"]
    for connection in held:
        connection.close()
        control(command, "release")
    return result


def sequence(command):
    return {"outcome": "answered", "outcomes": [OPERATIONS[step["op"]](step) for step in command["commands"]]}


OPERATIONS = {"exchange": exchange, "events": events, "websocket": websocket, "hold": hold, "crowd": crowd, "sequence": sequence}


def main():
    for line in sys.stdin:
        command = json.loads(line)
        try:
            result = OPERATIONS[command["op"]](command)
        except OSError as error:
            result = {"outcome": "failed", "detail": repr(error)}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
