/** The front in C. */
package org.wecomarchive.simulator.library;
