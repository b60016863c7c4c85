/** Spark SQL on a cold store, in builds with {@code -Pspark}. */
package org.wecomarchive.testkit.spark;
