/** The books of a run: what was fetched, what became of it, and what the stores hold of that. */
package org.wecomarchive.quickstart.books;
