/**
 * The SDK takes a stack trace of every promise made in a workflow, for its query `__stack_trace`, and looks each frame up in
 * the source map: half of the time that a workflow of ours takes. Two frames are those of the SDK itself; the third still
 * tells what a workflow waits for, and three of an error tell where it was thrown.
 * Preloaded (src/adapters/temporal/workflow-code.ts), because the sandbox freezes `Error` before a workflow runs.
 */
Error.stackTraceLimit = 3;
