/** Waiting for what others do. */
package org.wecomarchive.cli.wait;
