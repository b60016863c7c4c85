/** The least rights of each module, read from {@code deploy/acls.yaml}. */
package org.wecomarchive.testkit.acls;
