package org.wecomarchive.financesdk;

import java.util.List;

/** Opens a {@link FinanceSdk} for a kind of library address; found by {@link java.util.ServiceLoader}. */
public interface FinanceSdkProvider {

    /** Whether this provider knows what {@code library} means; at most one provider may say yes. */
    boolean supports(String library);

    /**
     * Opens the library in this JVM.
     *
     * @throws IllegalArgumentException when the library cannot be used as it is; the message says why and what to do
     */
    FinanceSdk open(String library);

    /**
     * Opens the library in a process that exists for it alone and may end at any moment, as it may with native code.
     *
     * @throws IllegalArgumentException as {@link #open}
     */
    default FinanceSdk openHosted(String library) {
        return open(library);
    }

    /**
     * One class of each jar that {@link #open} needs besides the provider's own, so that the child process, which does not
     * inherit this JVM's class path, finds them. Empty when the provider needs the JDK and this module alone.
     */
    default List<Class<?>> requiredClasses() {
        return List.of();
    }
}
