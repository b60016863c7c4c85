package org.wecomarchive.financesdk;

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
}
