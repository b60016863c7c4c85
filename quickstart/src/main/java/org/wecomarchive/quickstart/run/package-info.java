/** One run of the quickstart: its directory, its log and how it ends. */
package org.wecomarchive.quickstart.run;
