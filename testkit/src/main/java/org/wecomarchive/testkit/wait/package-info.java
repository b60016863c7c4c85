/** Bounded waiting. */
package org.wecomarchive.testkit.wait;
