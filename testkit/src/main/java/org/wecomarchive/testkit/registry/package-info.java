/** A real schema registry (Apicurio) in its own JVM, for tests and the quickstart. */
package org.wecomarchive.testkit.registry;
