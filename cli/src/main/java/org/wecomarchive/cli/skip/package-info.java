/** Lets a connector go on after records that cannot be fetched. */
package org.wecomarchive.cli.skip;
