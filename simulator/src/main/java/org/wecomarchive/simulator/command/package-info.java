/** The command line of {@code bin/simulator}. */
package org.wecomarchive.simulator.command;
