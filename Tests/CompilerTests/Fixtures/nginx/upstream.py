"""An app behind nginx, as its tests need it: it answers every request with what arrived, as JSON.

usage: upstream.py PORT...

The query chooses another behaviour, by `upstream=`:
  status&code=N     answers N
  duplicates        sends the security headers itself, with other values
  redirect&to=URL   answers 307 with that Location, as it stands
  cookie&path=P     sets a cookie for that path
  abort             closes the connection after it has read the request
  events&key=K      sends event 0, then one more for each release of K
  stall&key=K       answers after K was released
A request with `Upgrade: websocket` is accepted, greeted with the text `welcome`, and echoed message by message.

The tests speak with it directly, past nginx:
  /control/release?key=K    lets the next step of K go on
  /control/count?key=K      how many requests with `key=K` have arrived
"""

import base64
import hashlib
import json
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

STEP_LIMIT = 10  # seconds that a step waits for its release: a test that forgets it fails, and never hangs
EVENTS = 3
WEBSOCKET_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


class Steps:
    """Releases and arrivals, by key."""

    def __init__(self):
        self.lock = threading.Lock()
        self.semaphores = {}
        self.counts = {}

    def semaphore(self, key):
        with self.lock:
            return self.semaphores.setdefault(key, threading.Semaphore(0))

    def arrived(self, key):
        with self.lock:
            self.counts[key] = self.counts.get(key, 0) + 1

    def count(self, key):
        with self.lock:
            return self.counts.get(key, 0)


STEPS = Steps()


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for a delayed acknowledgement

    def log_message(self, format, *arguments):
        pass

    def answer(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        key = query.get("key", [""])[0]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if url.path.startswith("/control/"):
            self.control(url.path, key)
            return
        STEPS.arrived(key)
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self.websocket()
            return
        behaviour = query.get("upstream", ["echo"])[0]
        getattr(self, "answer_" + behaviour)(query, key, body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

    def control(self, path, key):
        if path == "/control/release":
            STEPS.semaphore(key).release()
        self.reply({"count": STEPS.count(key)})

    def reply(self, value, code=200, headers=()):
        body = json.dumps(value).encode()
        self.send_response(code)
        for name, text in headers:
            self.send_header(name, text)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_echo(self, query, key, body):
        self.reply({
            "method": self.command,
            "target": self.path,
            "version": self.request_version,
            "port": self.server.server_port,
            "headers": [[name.lower(), text] for name, text in self.headers.items()],
            "bodyBytes": len(body),
        })

    def answer_status(self, query, key, body):
        self.reply({"upstream": "status"}, code=int(query["code"][0]))

    def answer_duplicates(self, query, key, body):
        self.reply({}, headers=[
            ("X-Frame-Options", "ALLOWALL"), ("X-Content-Type-Options", "none"), ("Referrer-Policy", "unsafe-url"),
            ("Strict-Transport-Security", "max-age=0"), ("X-Powered-By", "test"), ("X-App", "kept"),
        ])

    def answer_redirect(self, query, key, body):
        self.reply({}, code=307, headers=[("Location", query["to"][0])])

    def answer_cookie(self, query, key, body):
        self.reply({}, headers=[("Set-Cookie", "session=1; Path=" + query["path"][0])])

    def answer_abort(self, query, key, body):
        self.close_connection = True

    def answer_stall(self, query, key, body):
        STEPS.semaphore(key).acquire(timeout=STEP_LIMIT)
        self.reply({})

    def answer_events(self, query, key, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number in range(EVENTS):
            if number > 0 and not STEPS.semaphore(key).acquire(timeout=STEP_LIMIT):
                break
            event = b"data: %d\n\n" % number
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def websocket(self):
        accept = hashlib.sha1(self.headers["Sec-WebSocket-Key"].encode() + WEBSOCKET_GUID).digest()
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(accept).decode())
        self.end_headers()
        self.close_connection = True
        self.send_text(b"welcome")
        while (message := self.read_message()) is not None:
            self.send_text(message)

    def send_text(self, text):
        self.wfile.write(struct.pack("!BB", 0x81, len(text)) + text)
        self.wfile.flush()

    def read_message(self):
        """The payload of one short masked text frame (RFC 6455, section 5.2); None when the client closes."""
        head = self.rfile.read(2)
        if len(head) < 2 or head[0] & 0x0F != 1:
            return None
        mask = self.rfile.read(4)
        payload = self.rfile.read(head[1] & 0x7F)
        return bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


class App(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Says nothing of a proxy that hung up, which some tests want."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    servers = [App(("127.0.0.1", int(port)), Answer) for port in sys.argv[1:]]
    for server in servers:
        threading.Thread(target=server.serve_forever).start()


main()
