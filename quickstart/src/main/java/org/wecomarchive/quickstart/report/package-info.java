/** What the user is told at the end of a run. */
package org.wecomarchive.quickstart.report;
