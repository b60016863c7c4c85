/** The whole pipeline on one machine with one command. */
package org.wecomarchive.quickstart;
