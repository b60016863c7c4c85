/** Servers in JVMs of their own: port, start, kill, and the end with their parent. */
package org.wecomarchive.testkit.server;
