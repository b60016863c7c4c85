/** Comparisons run by hand: each measures both sides in one run on one machine, and prints the ratio. */
package org.wecomarchive.benchmarks;
