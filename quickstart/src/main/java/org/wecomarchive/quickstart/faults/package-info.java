/** A run in which everything goes wrong that may: the plan, the key that comes late, and the proof that all of it happened. */
package org.wecomarchive.quickstart.faults;
