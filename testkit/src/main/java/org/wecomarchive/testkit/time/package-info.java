/** Time for tests. */
package org.wecomarchive.testkit.time;
