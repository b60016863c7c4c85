/** Who talks with whom in a tenant, and what they say. */
package org.wecomarchive.simulator.conversation;
