/** Text on a terminal. */
package org.wecomarchive.quickstart.screen;
