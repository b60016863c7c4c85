/** Whether the pipeline gets on, and where it does not, who can end that and how. */
package org.wecomarchive.quickstart.health;
