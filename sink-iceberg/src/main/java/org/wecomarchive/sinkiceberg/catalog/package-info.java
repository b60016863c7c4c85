/** Where the tables are: the settings of catalogs and storage, their check, and how a catalog is opened. */
package org.wecomarchive.sinkiceberg.catalog;
