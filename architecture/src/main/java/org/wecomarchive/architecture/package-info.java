/** How the code is laid out, as tests: the module table, and the rules of packages, names and tests. */
package org.wecomarchive.architecture;
