package org.wecomarchive.cli;

/** Exit codes as help texts list them. */
final class ExitCodes {

    static final String HEADING = "%nExit codes:%n";
    static final String AS_WANTED = "0:no differences; what is only unlisted is none";
    static final String DIFFERENT = "1:differences, each in a line";
    static final String APPLIED = "0:everything is as wanted, or would be (--dry-run)";
    static final String NOT_APPLIED = "1:something was refused (failed) or is not changed by this program (left)";
    static final String WRONG = "2:wrong arguments, settings or file, or no right to look: nothing was changed";
    static final String NO_ANSWER = "3:Kafka or the registry did not answer in time: give the command again";

    private ExitCodes() {}
}
