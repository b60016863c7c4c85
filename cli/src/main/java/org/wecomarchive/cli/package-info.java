/** {@code archivectl}: what an operator tells the pipeline, recorded. */
package org.wecomarchive.cli;
