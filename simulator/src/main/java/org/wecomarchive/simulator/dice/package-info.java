/** Numbers that can be had again. */
package org.wecomarchive.simulator.dice;
