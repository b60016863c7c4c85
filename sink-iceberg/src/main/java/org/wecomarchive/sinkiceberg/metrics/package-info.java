/** The figures of a task. */
package org.wecomarchive.sinkiceberg.metrics;
