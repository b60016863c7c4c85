/** A module of the server: the analysis components that a distribution has beside the server's jars. */
package org.wecomarchive.elasticsearchserver.analysis;
