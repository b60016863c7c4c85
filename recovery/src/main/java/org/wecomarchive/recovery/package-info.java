/** How everything of ours fails and goes on: classes of failures, pauses between attempts, what is reported meanwhile. */
package org.wecomarchive.recovery;
