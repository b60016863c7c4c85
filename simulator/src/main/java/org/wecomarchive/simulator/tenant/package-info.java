/** The archive of a tenant: records, their seqs, keys, damage and growth. */
package org.wecomarchive.simulator.tenant;
