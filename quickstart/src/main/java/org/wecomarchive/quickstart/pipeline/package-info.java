/** What a run starts: the servers, the connectors with their settings, and the stores. */
package org.wecomarchive.quickstart.pipeline;
