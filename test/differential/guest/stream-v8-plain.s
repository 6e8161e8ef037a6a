@ The runner of stream-v8.s for cores with or without Security Extension.
        .equ V8, 1
        .equ PLAIN, 1
        .include "stream.s"
