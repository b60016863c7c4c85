package org.wecomarchive.benchmarks.pipe;

/**
 * How payloads are handed to the library.
 *
 * @param name for the report
 * @param batch payloads a call, at least 1
 * @param threads how many call at the same time, at least 1
 */
record CallShape(String name, int batch, int threads) {

    CallShape {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("batch and threads must be positive: " + batch + ", " + threads);
        }
    }
}
