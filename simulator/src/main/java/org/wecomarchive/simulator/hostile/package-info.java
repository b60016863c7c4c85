/** Records as nobody should send them: shaped as the tenant's own, and spoiled at one layer. */
package org.wecomarchive.simulator.hostile;
