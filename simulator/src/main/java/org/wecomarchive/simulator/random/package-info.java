/** Deterministic random numbers derived from the seed. */
package org.wecomarchive.simulator.random;
