/** Servers that all tests of a JVM share. */
package org.wecomarchive.testkit.shared;
