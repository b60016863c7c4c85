/** The topic of commands, written and read back. */
package org.wecomarchive.cli.commands;
