/** Counts calls to WeCom, keeps them within a budget, and says whose fault a failure is. */
package org.wecomarchive.callledger;
