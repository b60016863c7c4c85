/** Topics read back, as far as they are committed. */
package org.wecomarchive.quickstart.committed;
