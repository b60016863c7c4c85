/** Asks the search index and shows what it finds. */
package org.wecomarchive.quickstart.search;
