"""A web server on loopback that writes down what it is asked and answers the status that the test wants."""

import http.server
import os
import sys

SCRATCH = sys.argv[1]


class Receiver(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace").strip()
        path = self.path.partition("?")[0]
        if path != "/health":
            with open(os.path.join(SCRATCH, "requests"), "a", encoding="utf-8") as requests:
                requests.write(f"{self.command} {self.path} {body}\n")
        try:
            with open(os.path.join(SCRATCH, "www", path.strip("/")), encoding="utf-8") as wanted:
                status = int(wanted.read())
        except OSError:
            status = 200
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = answer
    do_POST = answer

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
partial = os.path.join(SCRATCH, "port.partial")
with open(partial, "w", encoding="utf-8") as port:
    port.write(str(server.server_address[1]))
os.rename(partial, os.path.join(SCRATCH, "port"))
server.serve_forever()
