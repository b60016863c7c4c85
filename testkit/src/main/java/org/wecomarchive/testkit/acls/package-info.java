/** The rights of each module, as a client meets them. */
package org.wecomarchive.testkit.acls;
