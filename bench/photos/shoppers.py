"""Shoppers as the web server meets them: a photo sent, and the page with the results read."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

HEADERS = {
    "Host": "localhost",
    "Content-Type": MULTIPART_CONTENT,
    "Cookie": f"csrftoken={'c' * 32}",
    "X-CSRFToken": "c" * 32,
}


@dataclass
class Visit:
    """Milliseconds from sending to the page with results, and of the longest single answer."""

    took: float
    longest: float
    busy: int  # times told to come again


def send(client: HTTPConnection, photo: bytes) -> Visit:
    """Until there are results, coming again when told so. Raises OSError on any other answer."""
    body = encode_multipart(BOUNDARY, {"photo": SimpleUploadedFile("street.jpg", photo)})
    begun, longest, busy = time.perf_counter(), 0.0, 0
    while True:
        asked = time.perf_counter()
        client.request("POST", "/search/photo/", body, HEADERS)
        answer = client.getresponse()
        answer.read()
        longest = max(longest, since(asked))
        if answer.status != 503:
            break
        busy += 1
        client.close()  # as the server does with who keeps silent that long
        time.sleep(int(answer.headers["Retry-After"]))
    if answer.status != 302:
        raise OSError(f"a photo was answered with {answer.status}")
    client.request("GET", answer.headers["Location"], headers={"Host": "localhost"})
    client.getresponse().read()
    return Visit(since(begun), longest, busy)


def one_after_the_other(client: HTTPConnection, photos: list[bytes]) -> list[float]:
    return [send(client, photo).took for photo in photos]


def at_once(port: int, photos: list[bytes], users: int) -> list[Visit]:
    """All at the same moment, each with a connection of her own."""
    start, visits = threading.Barrier(users), []

    def come(photo: bytes) -> None:
        client = HTTPConnection("127.0.0.1", port, timeout=120)
        start.wait(60)
        visits.append(send(client, photo))
        client.close()

    threads = [threading.Thread(target=come, args=[each]) for each in islice(cycle(photos), users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(visits) < users:
        raise OSError(f"{users - len(visits)} of {users} got no results")
    return visits


def since(moment: float) -> float:
    return (time.perf_counter() - moment) * 1000
