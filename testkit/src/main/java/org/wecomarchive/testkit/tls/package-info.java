/** Certificates that live as long as a test. */
package org.wecomarchive.testkit.tls;
