package org.wecomarchive.decryptor.release;

import java.util.List;
import java.util.Optional;
import org.wecomarchive.decryptor.failure.TransientTroubleException;

/** Work of which each piece gets its turn, whatever happens to the others. */
final class Turns {

    private Turns() {}

    /** A piece of work. */
    @FunctionalInterface
    interface Work {
        /** Returns whether there was anything to do. */
        boolean run() throws TransientTroubleException;
    }

    /**
     * Does the first piece in the list for which there is something to do.
     *
     * @return whether there was any
     * @throws TransientTroubleException when there was none, and a piece could not be done now
     */
    static boolean take(List<Work> pieces) throws TransientTroubleException {
        Optional<TransientTroubleException> trouble = Optional.empty();
        for (Work piece : pieces) {
            try {
                if (piece.run()) {
                    return true;
                }
            } catch (TransientTroubleException e) {
                trouble = Optional.of(e);
            }
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        return false;
    }
}
