/** Reads committed records back from topics. */
package org.wecomarchive.testkit.committed;
