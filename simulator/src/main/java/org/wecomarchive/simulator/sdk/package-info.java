/** The front without native code. */
package org.wecomarchive.simulator.sdk;
