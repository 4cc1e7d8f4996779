"""Serves a model file with the server of llama.cpp: `serve.py FILE PORT`, until it is stopped."""

import sys
import threading

import xllamacpp

path, port = sys.argv[1], int(sys.argv[2])
params = xllamacpp.CommonParams()
params.model.path = path
params.hostnames = ["127.0.0.1"]
params.port = port
params.n_ctx = 131072
params.n_parallel = 2
params.cpuparams.n_threads = 1
params.warmup = False
server = xllamacpp.Server(params)
print(f"serves at {server.listening_address}", flush=True)
threading.Event().wait()
