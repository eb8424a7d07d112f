/**
 * What a call into C costs, compared.
 *
 * <pre>
 *   RowsBench -> Workshop: simple.c compiled for Mooring
 *             -> Peers:    Interpreter (found, asked) -> simple.c compiled for it -> CallerProcess (rows.py, rows_embedded.c)
 *             -> RowsRun:  all callers in turn -> RowsReport
 * </pre>
 */
package io.mooring.bench.rows;
