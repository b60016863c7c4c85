/** Checks of rights with real clients. */
package org.wecomarchive.testkit.acls;
