"""A mail server on the loopback for tests: speaks as much SMTP as smtplib needs, keeps what it was given."""

import socketserver
import threading
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Post:
    """What arrived: (sender, addressees, bytes of the letter); `answers`: what RCPT is answered for an address."""

    letters: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)
    starttls: bool = False
    busy: bool = False


class _Handler(socketserver.StreamRequestHandler):
    post: Post

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        post = self.post
        self.say("421 busy" if post.busy else "220 loopback")
        sender, to = "", []
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line.upper().split(" ")[0]
            if word in ("EHLO", "HELO"):
                offers = ["250-loopback", "250-AUTH PLAIN", *(["250-STARTTLS"] if post.starttls else [])]
                self.say("\r\n".join([*offers, "250 8BITMIME"]))
            elif word == "AUTH":
                post.logins.append(line)
                self.say("235 fine")
            elif word == "MAIL":
                sender, to = line, []
                self.say("250 fine")
            elif word == "RCPT":
                address = line.partition("<")[2].rpartition(">")[0]
                answer = post.answers.get(address, "250 fine")
                to += [address] if answer.startswith("250") else []
                self.say(answer)
            elif word == "DATA":
                self.say("354 go on")
                lines = []
                while (one := self.rfile.readline()) != b".\r\n":
                    lines.append(one)
                post.letters.append((sender, to, b"".join(lines)))
                self.say("250 kept")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("220 now" if word == "STARTTLS" else "250 fine")


class Server:
    """`with Server() as post`; its port is `post.port`."""

    def __init__(self) -> None:
        self.post = Post()
        handler = type("Handler", (_Handler,), {"post": self.post})
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
