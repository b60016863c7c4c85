/** A real S3-compatible storage (S3Proxy) in its own JVM, for tests. */
package org.wecomarchive.testkit.s3;
