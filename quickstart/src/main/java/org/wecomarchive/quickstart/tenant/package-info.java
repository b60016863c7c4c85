/** The tenant whose records a run fetches: a real one or a simulated one. */
package org.wecomarchive.quickstart.tenant;
