/** From topic partitions to commits: where to read from, what is on its way, and what to do when something is away. */
package org.wecomarchive.sinkiceberg.delivery;
