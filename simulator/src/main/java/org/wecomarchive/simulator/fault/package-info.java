/** What shall go wrong, and when: the schedule, not the doing. */
package org.wecomarchive.simulator.fault;
