/**
 * The command {@code mooring}: {@link io.mooring.bench.Mooring} is the main class, one class per subcommand beside it.
 *
 * <p>Commands that take long work in packages of their own: {@code rows}, {@code links}, {@code gc}, {@code demo}, {@code jmh}. A command throws
 * {@link io.mooring.bench.UsageError} or {@link io.mooring.bench.CommandFailed} with one sentence, or lets Python's exception pass;
 * {@link io.mooring.bench.OneLineErrors} prints it and chooses the exit code.
 */
package io.mooring.bench;
