/** Keeps back what an order of erasure names: knows the orders, and turns outcomes into {@code erased} where one applies. */
package org.wecomarchive.decryptor.erasure;
