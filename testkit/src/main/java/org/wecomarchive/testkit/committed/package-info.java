/** Topics read back, as far as they are committed. */
package org.wecomarchive.testkit.committed;
