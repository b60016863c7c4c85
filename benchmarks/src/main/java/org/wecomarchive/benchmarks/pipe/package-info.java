/** What the pipe to the process of the vendor's library carries, beside the same calls in one process. */
package org.wecomarchive.benchmarks.pipe;
