/** The stores behind the events: search and cold storage, fed by their connectors and counted by themselves. */
package org.wecomarchive.quickstart.stores;
